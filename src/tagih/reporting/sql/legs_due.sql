-- Legs whose last day (due date and grace) is the business date, and what became of them. A leg that nobody has judged
-- yet is due and neither kept nor broken. Legs of cancelled or replaced promises are not due.
WITH due AS (
    SELECT p.made_by_id AS agent_id, p.team_id, c.branch_id, p.bucket, l.amount, l.status
    FROM cases_promiseleg l
    JOIN cases_promise p ON p.id = l.promise_id
    JOIN cases_case c ON c.id = p.case_id
    WHERE l.due_on BETWEEN %(date)s::date - 60 AND %(date)s
      AND l.due_on + p.grace_days = %(date)s
      AND p.status NOT IN ('CANCELLED', 'SUPERSEDED')
)
SELECT CASE GROUPING(agent_id, team_id, branch_id, bucket)
           WHEN 3 THEN 'AGENT' WHEN 11 THEN 'TEAM' WHEN 13 THEN 'BRANCH' ELSE 'BUCKET' END AS dimension,
       agent_id, team_id, branch_id, bucket,
       count(*) AS due, sum(amount) AS due_amount,
       count(*) FILTER (WHERE status = 'KEPT') AS kept,
       coalesce(sum(amount) FILTER (WHERE status = 'KEPT'), 0) AS kept_amount,
       count(*) FILTER (WHERE status IN ('BROKEN', 'PARTIAL')) AS broken,
       coalesce(sum(amount) FILTER (WHERE status IN ('BROKEN', 'PARTIAL')), 0) AS broken_amount
FROM due
GROUP BY GROUPING SETS ((agent_id, team_id), (team_id), (branch_id), (branch_id, bucket))
