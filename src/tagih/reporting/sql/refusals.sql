-- What the contact gate refused during a business date, by the branch of the person's newest case.
SELECT newest.branch_id, count(*) AS refusals
FROM contacts_gatedecision d
JOIN LATERAL (
    SELECT c.branch_id FROM cases_case c WHERE c.customer_id = d.customer_id ORDER BY c.id DESC LIMIT 1
) newest ON true
WHERE d.verdict = 'DENY' AND d.asked_at >= %(opens)s AND d.asked_at < %(closes)s
GROUP BY newest.branch_id
