-- Recordings made long enough ago whose sound is kept, of people about whom nothing is open; none whose score is disputed.
SELECT m.id FROM dialer_recording m JOIN dialer_call t ON t.id = m.call_id
WHERE m.began_at < %(before)s AND m.file <> ''
  AND NOT EXISTS (SELECT FROM quality_dispute q JOIN quality_evaluation e ON e.id = q.evaluation_id
                  WHERE e.attempt_id = t.attempt_id AND q.status = 'OPEN')
  AND NOT EXISTS (SELECT FROM cases_hold h JOIN cases_case o ON o.id = h.case_id WHERE o.customer_id = t.customer_id AND h.lifted_at IS NULL)
  AND NOT EXISTS (SELECT FROM cases_case o WHERE o.customer_id = t.customer_id AND o.status = 'OPEN')
  AND NOT EXISTS (SELECT FROM portfolio_contract c WHERE c.customer_id = t.customer_id AND c.status IN ('ACTIVE', 'WRITTEN_OFF'))
  AND NOT EXISTS (SELECT FROM privacy_datarequest r
                  WHERE r.customer_id = t.customer_id AND r.status IN ('RECEIVED', 'PROPOSED', 'GRANTED'))
ORDER BY m.id LIMIT %(limit)s
