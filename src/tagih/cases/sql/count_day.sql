-- What people did on a business date; a corrected entry counts as its correction.
WITH done AS (
    SELECT a.agent_id AS person, count(*) AS activities, count(*) FILTER (WHERE act.code = 'CALL_OUT') AS calls,
           count(*) FILTER (WHERE r.is_connected) AS contacts, count(*) FILTER (WHERE r.is_right_party) AS right_party,
           count(DISTINCT a.case_id) AS cases, max(a.ended_at) AS last_at
    FROM cases_activity a
    JOIN cases_code act ON act.id = a.action_id
    JOIN cases_code r ON r.id = a.result_id
    WHERE a.business_date = %(day)s AND a.agent_id = ANY (%(people)s::bigint[])
      AND NOT EXISTS (SELECT FROM cases_activity c WHERE c.corrects_id = a.id)
    GROUP BY a.agent_id
), promised AS (
    SELECT p.made_by_id AS person, count(*) AS promises, sum(p.total) AS promised
    FROM cases_promise p
    WHERE p.made_on = %(day)s AND p.made_by_id = ANY (%(people)s::bigint[]) AND p.status <> 'CANCELLED'
    GROUP BY p.made_by_id
)
SELECT person, activities, calls, contacts, right_party, cases, last_at, promises, promised
FROM done FULL JOIN promised USING (person)
