-- Payments effective on a business date, each with the last contact with its person within the window before it.
-- A payment counts while an even number of reversals stands on it: a reversal undoes it, a reversal of that restores it.
WITH RECURSIVE chain AS (
    SELECT p.id, p.payment_ref, 0 AS depth
    FROM payments_payment p
    WHERE p.paid_on = %(date)s AND p.reversal_of = '' AND p.match <> 'SUSPENSE' AND p.contract_id IS NOT NULL
    UNION ALL
    SELECT chain.id, r.payment_ref, chain.depth + 1
    FROM chain
    JOIN payments_payment r ON r.reversal_of = chain.payment_ref AND r.reversal_of <> ''
), effective AS (
    SELECT id FROM chain GROUP BY id HAVING max(depth) %% 2 = 0
)
SELECT contract.contract_no, contract.branch_id, p.amount,
       contact.agent_id, contact.team_id, contact.bucket, contact.id IS NOT NULL AS is_contacted
FROM effective
JOIN payments_payment p ON p.id = effective.id
JOIN portfolio_contract contract ON contract.id = p.contract_id
LEFT JOIN LATERAL (
    SELECT a.id, a.agent_id, a.team_id, a.bucket
    FROM cases_case c
    JOIN cases_activity a ON a.case_id = c.id
    JOIN cases_code result ON result.id = a.result_id
    LEFT JOIN cases_activity newer ON newer.corrects_id = a.id
    WHERE c.customer_id = contract.customer_id
      AND a.business_date BETWEEN %(date)s::date - %(window)s AND %(date)s
      AND result.result_class IN ('RPC', 'TPC')
      AND newer.id IS NULL
      AND (p.paid_at IS NULL OR a.started_at <= p.paid_at)
    ORDER BY a.business_date DESC, a.started_at DESC
    LIMIT 1
) contact ON true
