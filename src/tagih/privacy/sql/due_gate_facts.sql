-- Decisions of the gate whose facts are over, of people about whom nothing is open.
SELECT d.id FROM contacts_gatedecision d
WHERE d.asked_at < %(before)s AND d.facts <> '{}'::jsonb
  AND NOT EXISTS (SELECT FROM cases_hold h JOIN cases_case o ON o.id = h.case_id WHERE o.customer_id = d.customer_id AND h.lifted_at IS NULL)
  AND NOT EXISTS (SELECT FROM cases_case o WHERE o.customer_id = d.customer_id AND o.status = 'OPEN')
  AND NOT EXISTS (SELECT FROM portfolio_contract c WHERE c.customer_id = d.customer_id AND c.status IN ('ACTIVE', 'WRITTEN_OFF'))
  AND NOT EXISTS (SELECT FROM privacy_datarequest r
                  WHERE r.customer_id = d.customer_id AND r.status IN ('RECEIVED', 'PROPOSED', 'GRANTED'))
ORDER BY d.id LIMIT %(limit)s
