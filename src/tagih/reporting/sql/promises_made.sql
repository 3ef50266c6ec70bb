-- Promises made on a business date, cancelled ones left out.
WITH made AS (
    SELECT p.made_by_id AS agent_id, p.team_id, c.branch_id, p.bucket, p.total
    FROM cases_promise p
    JOIN cases_case c ON c.id = p.case_id
    WHERE p.made_on = %(date)s AND p.status <> 'CANCELLED'
)
SELECT CASE GROUPING(agent_id, team_id, branch_id, bucket)
           WHEN 3 THEN 'AGENT' WHEN 11 THEN 'TEAM' WHEN 13 THEN 'BRANCH' ELSE 'BUCKET' END AS dimension,
       agent_id, team_id, branch_id, bucket,
       count(*) AS ptp, sum(total) AS ptp_amount
FROM made
GROUP BY GROUPING SETS ((agent_id, team_id), (team_id), (branch_id), (branch_id, bucket))
