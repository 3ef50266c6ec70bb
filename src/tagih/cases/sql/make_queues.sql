-- A queue for every branch and stage that has an open case.
INSERT INTO cases_queue (code, name, stage, unit_id, is_paused)
SELECT u.code || ':' || k.stage, u.name, k.stage, u.id, false
FROM (SELECT DISTINCT branch_id, stage FROM cases_case
      WHERE status = 'OPEN'
        AND (%(customers)s::bigint[] IS NULL OR customer_id = ANY (%(customers)s::bigint[]))) k
JOIN staff_unit u ON u.id = k.branch_id
WHERE NOT EXISTS (SELECT FROM cases_queue q WHERE q.unit_id = k.branch_id AND q.stage = k.stage)
ORDER BY k.branch_id, k.stage  -- the same numbers for the same files: between equals the smaller one goes first
ON CONFLICT DO NOTHING
