-- How many people in arrears within a row scope can be reached, by branch; their own numbers by source and age; calls of
-- the last days that met a wrong or dead number. One row a line: part, key and three counts.
WITH people AS (
    SELECT DISTINCT ON (c.customer_id) c.customer_id, u.name AS branch
    FROM portfolio_contract c JOIN staff_unit u ON u.id = c.branch_id
    WHERE c.is_in_scope AND c.overdue_principal + c.overdue_interest + c.overdue_fee > 0
      AND u.path LIKE ANY (%(paths)s)
    ORDER BY c.customer_id, c.oldest_unmet_due_on NULLS LAST, c.id
), numbers AS (
    SELECT p.customer_id, p.branch, coalesce(nullif(n.source, ''), 'UNKNOWN') AS source,
           CASE WHEN n.obtained_on IS NULL THEN 'UNKNOWN'
                WHEN n.obtained_on > %(today)s::date - 90 THEN 'UNDER_3M'
                WHEN n.obtained_on > %(today)s::date - 365 THEN 'UNDER_1Y'
                WHEN n.obtained_on > %(today)s::date - 1095 THEN 'UNDER_3Y'
                ELSE 'OLDER' END AS age,
           n.state = 'VERIFIED' AND n.unusable_reason = '' AS is_verified,
           n.state IN ('WRONG_PERSON', 'DISCONNECTED', 'RETIRED') OR n.unusable_reason <> '' AS is_broken
    FROM people p
    JOIN contacts_contactpoint n ON n.customer_id = p.customer_id
    WHERE n.kind IN ('PHONE', 'WHATSAPP') AND n.owner_role = 'CONSUMER'
), each AS (
    SELECT p.customer_id, p.branch, coalesce(bool_or(n.is_verified), false) AS is_verified,
           coalesce(bool_or(NOT n.is_broken), false) AS is_reachable
    FROM people p LEFT JOIN numbers n USING (customer_id)
    GROUP BY p.customer_id, p.branch
)
SELECT 'BRANCH' AS part, branch AS key, count(*) AS of, count(*) FILTER (WHERE is_verified) AS verified,
       count(*) FILTER (WHERE NOT is_reachable) AS broken
FROM each GROUP BY branch
UNION ALL
SELECT 'SOURCE', source, count(*), count(*) FILTER (WHERE is_verified), count(*) FILTER (WHERE is_broken)
FROM numbers GROUP BY source
UNION ALL
SELECT 'AGE', age, count(*), count(*) FILTER (WHERE is_verified), count(*) FILTER (WHERE is_broken)
FROM numbers GROUP BY age
UNION ALL
SELECT 'CALLS', '', count(*), count(*) FILTER (WHERE a.result_class = 'RPC'),
       count(*) FILTER (WHERE a.result_class = 'BAD')
FROM contacts_attempt a JOIN people p ON p.customer_id = a.customer_id
WHERE a.channel = 'CALL' AND a.state = 'DONE' AND a.opened_at > %(since)s
ORDER BY part, key
