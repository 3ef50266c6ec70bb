-- Raw notices of payment providers; what they told stands in the ledger.
SELECT n.id FROM payments_notice n
WHERE n.received_at < %(before)s AND n.body <> '{}'::jsonb
ORDER BY n.id LIMIT %(limit)s
