-- People whose last contract ended long enough ago and who still have a name.
SELECT p.id FROM portfolio_customer p
WHERE greatest((SELECT max(c.last_payment_on) FROM portfolio_contract c WHERE c.customer_id = p.id),
               (SELECT max(k.closed_on) FROM cases_case k WHERE k.customer_id = p.id)) < %(cutoff)s AND p.full_name <> '•••'
  AND NOT EXISTS (SELECT FROM cases_hold h JOIN cases_case o ON o.id = h.case_id WHERE o.customer_id = p.id AND h.lifted_at IS NULL)
  AND NOT EXISTS (SELECT FROM cases_case o WHERE o.customer_id = p.id AND o.status = 'OPEN')
  AND NOT EXISTS (SELECT FROM portfolio_contract c WHERE c.customer_id = p.id AND c.status IN ('ACTIVE', 'WRITTEN_OFF'))
  AND NOT EXISTS (SELECT FROM privacy_datarequest r
                  WHERE r.customer_id = p.id AND r.status IN ('RECEIVED', 'PROPOSED', 'GRANTED'))
ORDER BY p.id LIMIT %(limit)s
