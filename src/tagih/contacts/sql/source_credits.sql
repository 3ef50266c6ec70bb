-- By source of a value: how many points, and how many proved right or wrong.
SELECT source, count(*) AS points,
    count(*) FILTER (WHERE reached_at IS NOT NULL AND state NOT IN ('WRONG_PERSON', 'DISCONNECTED')) AS "right",
    count(*) FILTER (WHERE state IN ('WRONG_PERSON', 'DISCONNECTED')) AS wrong
FROM contacts_contactpoint
WHERE kind = %(kind)s AND owner_role = 'CONSUMER' AND unusable_reason = ''
GROUP BY source
ORDER BY source
