-- Messages ordered long enough ago that still say something, of people about whom nothing is open.
SELECT m.id FROM messaging_message m
WHERE m.ordered_at < %(before)s AND m.text_cipher IS NOT NULL
  AND NOT EXISTS (SELECT FROM cases_hold h JOIN cases_case o ON o.id = h.case_id WHERE o.customer_id = m.customer_id AND h.lifted_at IS NULL)
  AND NOT EXISTS (SELECT FROM cases_case o WHERE o.customer_id = m.customer_id AND o.status = 'OPEN')
  AND NOT EXISTS (SELECT FROM portfolio_contract c WHERE c.customer_id = m.customer_id AND c.status IN ('ACTIVE', 'WRITTEN_OFF'))
  AND NOT EXISTS (SELECT FROM privacy_datarequest r
                  WHERE r.customer_id = m.customer_id AND r.status IN ('RECEIVED', 'PROPOSED', 'GRANTED'))
ORDER BY m.id LIMIT %(limit)s
