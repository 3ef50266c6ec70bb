-- Activities of a business date, counted by agent, team, branch, and bucket within a branch.
-- A corrected activity counts as its correction says. Columns not in a grouping set are null.
WITH work AS (
    SELECT a.agent_id, a.team_id, c.branch_id, a.bucket,
           result.is_worked AND action.code IN ('CALL_OUT', 'BOT_CALL') AS is_call,
           result.is_worked AND action.code IN ('CALL_OUT', 'BOT_CALL', 'SMS', 'WHATSAPP', 'EMAIL', 'LETTER', 'VISIT')
               AS is_attempt,
           result.result_class,
           extract(epoch FROM a.ended_at - a.started_at)::bigint AS seconds
    FROM cases_activity a
    JOIN cases_case c ON c.id = a.case_id
    JOIN cases_code action ON action.id = a.action_id
    JOIN cases_code result ON result.id = a.result_id
    LEFT JOIN cases_activity newer ON newer.corrects_id = a.id
    WHERE a.business_date = %(date)s AND newer.id IS NULL
)
SELECT CASE GROUPING(agent_id, team_id, branch_id, bucket)
           WHEN 3 THEN 'AGENT' WHEN 11 THEN 'TEAM' WHEN 13 THEN 'BRANCH' ELSE 'BUCKET' END AS dimension,
       agent_id, team_id, branch_id, bucket,
       count(*) FILTER (WHERE is_call) AS calls,
       count(*) FILTER (WHERE is_attempt) AS attempts,
       count(*) FILTER (WHERE is_attempt AND result_class IN ('RPC', 'TPC')) AS contacts,
       count(*) FILTER (WHERE is_attempt AND result_class = 'RPC') AS rpc,
       count(*) FILTER (WHERE is_attempt AND result_class = 'BAD') AS bad,
       coalesce(sum(seconds) FILTER (WHERE is_call), 0) AS handled_seconds
FROM work
GROUP BY GROUPING SETS ((agent_id, team_id), (team_id), (branch_id), (branch_id, bucket))
