-- By owner role, source and age: who answered a point first, and who then, over the last year. First answers are free of
-- the choice of what to try again.
SELECT p.owner_role AS role, p.source, f.age, f.outcomes[1] AS first, f.outcomes[2] AS second, f.outcomes[3] AS third,
    count(*) AS points
FROM (
    SELECT e.contact_point_id, (array_agg(e.outcome ORDER BY e.at, e.id))[1:3] AS outcomes,
        CASE WHEN min(q.obtained_on) IS NULL THEN -1
             ELSE width_bucket(min(e.at)::date - min(q.obtained_on), %(ages)s::int[]) END AS age
    FROM contacts_evidence e
    JOIN contacts_contactpoint q ON q.id = e.contact_point_id
    WHERE q.kind = %(kind)s AND e.outcome IN ('RPC', 'TPC', 'WRONG_PERSON') AND e.kind IN ('DIAL', 'VISIT')
      AND e.at > %(since)s AND q.id %% %(every)s = 0
    GROUP BY e.contact_point_id
) f
JOIN contacts_contactpoint p ON p.id = f.contact_point_id
GROUP BY 1, 2, 3, 4, 5, 6
