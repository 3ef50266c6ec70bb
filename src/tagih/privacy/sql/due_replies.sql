-- Replies that came long enough ago and still say something (an empty text is 33 bytes), of strangers and of people about whom nothing is open.
SELECT m.id FROM messaging_reply m JOIN messaging_thread t ON t.id = m.thread_id
WHERE m.received_at < %(before)s AND length(m.text_cipher) > 33
  AND NOT EXISTS (SELECT FROM cases_hold h JOIN cases_case o ON o.id = h.case_id WHERE o.customer_id = t.customer_id AND h.lifted_at IS NULL)
  AND NOT EXISTS (SELECT FROM cases_case o WHERE o.customer_id = t.customer_id AND o.status = 'OPEN')
  AND NOT EXISTS (SELECT FROM portfolio_contract c WHERE c.customer_id = t.customer_id AND c.status IN ('ACTIVE', 'WRITTEN_OFF'))
  AND NOT EXISTS (SELECT FROM privacy_datarequest r
                  WHERE r.customer_id = t.customer_id AND r.status IN ('RECEIVED', 'PROPOSED', 'GRANTED'))
ORDER BY m.id LIMIT %(limit)s
