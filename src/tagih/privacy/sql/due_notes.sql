-- Notes of cases closed long enough, of people about whom nothing is open.
SELECT n.id FROM cases_note n JOIN cases_case k ON k.id = n.case_id
WHERE k.closed_on < %(cutoff)s AND n.text <> '•••'
  AND NOT EXISTS (SELECT FROM cases_hold h JOIN cases_case o ON o.id = h.case_id WHERE o.customer_id = k.customer_id AND h.lifted_at IS NULL)
  AND NOT EXISTS (SELECT FROM cases_case o WHERE o.customer_id = k.customer_id AND o.status = 'OPEN')
  AND NOT EXISTS (SELECT FROM portfolio_contract c WHERE c.customer_id = k.customer_id AND c.status IN ('ACTIVE', 'WRITTEN_OFF'))
  AND NOT EXISTS (SELECT FROM privacy_datarequest r
                  WHERE r.customer_id = k.customer_id AND r.status IN ('RECEIVED', 'PROPOSED', 'GRANTED'))
ORDER BY n.id LIMIT %(limit)s
