-- Judges promises with all money that counts, and writes only what differs. rules/promises.py says the same for one.
-- What the first k legs take is the least of A(k) and M(j) + A(k) - A(j): A promised, M received by the end of leg j.
WITH RECURSIVE promise AS (
    SELECT p.id, p.case_id, p.contract_id, p.status, p.made_on, p.grace_days, p.tolerance, p.last_due_on, k.customer_id
    FROM cases_promise p JOIN cases_case k ON k.id = p.case_id
    WHERE p.status NOT IN ('CANCELLED', 'SUPERSEDED')
      AND (CASE WHEN %(customers)s::bigint[] IS NULL
                THEN p.status = 'OPEN' OR p.last_due_on > %(as_of)s::date - 100
                ELSE k.customer_id = ANY (%(customers)s::bigint[]) END)
), paid AS (
    SELECT p.id AS promise_id, y.payment_ref, y.paid_on, y.amount
    FROM promise p
    JOIN portfolio_contract c ON c.customer_id = p.customer_id AND (p.contract_id IS NULL OR c.id = p.contract_id)
    JOIN payments_payment y ON y.contract_id = c.id AND y.reversal_of = ''
                           AND y.paid_on BETWEEN p.made_on AND p.last_due_on + p.grace_days
), chain AS (  -- a reversal undoes, a reversal of the reversal restores
    SELECT DISTINCT payment_ref AS root, payment_ref AS tip, 0 AS depth FROM paid
    UNION ALL
    SELECT chain.root, r.payment_ref, chain.depth + 1
    FROM chain JOIN payments_payment r ON r.reversal_of = chain.tip AND r.reversal_of <> ''
), money AS (
    SELECT paid.promise_id, paid.paid_on, sum(paid.amount) AS amount
    FROM paid JOIN (SELECT root FROM chain GROUP BY root HAVING max(depth) %% 2 = 0) counts ON counts.root = paid.payment_ref
    GROUP BY paid.promise_id, paid.paid_on
), leg AS (
    SELECT l.id, l.promise_id, l.number, l.amount, l.due_on + p.grace_days AS until, p.tolerance,
           sum(l.amount) OVER (PARTITION BY l.promise_id ORDER BY l.number) AS needed,
           coalesce(sum(m.amount) FILTER (WHERE m.paid_on <= l.due_on + p.grace_days), 0) AS received
    FROM promise p JOIN cases_promiseleg l ON l.promise_id = p.id LEFT JOIN money m ON m.promise_id = p.id
    GROUP BY l.id, l.promise_id, l.number, l.amount, l.due_on, p.grace_days, p.tolerance
), taken AS (
    SELECT leg.*, needed + least(0, min(received - needed) OVER (PARTITION BY promise_id ORDER BY number)) AS taken
    FROM leg
), filled AS (
    SELECT taken.*, taken - lag(taken, 1, 0::numeric) OVER (PARTITION BY promise_id ORDER BY number) AS paid FROM taken
), judged_leg AS (
    SELECT id, promise_id, paid,
           CASE WHEN paid >= amount - tolerance THEN 'KEPT'
                WHEN %(as_of)s::date < until THEN 'OPEN'
                WHEN paid > 0 THEN 'PARTIAL'
                ELSE 'BROKEN' END AS status
    FROM filled
), outcome AS (
    SELECT promise_id, sum(paid) AS paid,
           CASE WHEN bool_and(status = 'KEPT') THEN 'KEPT'
                WHEN NOT bool_or(status IN ('PARTIAL', 'BROKEN')) THEN 'OPEN'
                WHEN sum(paid) > 0 THEN 'PARTIAL'
                ELSE 'BROKEN' END AS status
    FROM judged_leg GROUP BY promise_id
), judged AS (
    SELECT p.id, p.case_id, p.customer_id, p.status AS previous, o.paid,
           -- what opens again although a later promise or an agreement took its place stays replaced
           CASE WHEN o.status = 'OPEN' AND p.status <> 'OPEN' AND (EXISTS (
                     SELECT FROM cases_promise later WHERE later.case_id = p.case_id AND later.id > p.id
                        AND later.contract_id IS NOT DISTINCT FROM p.contract_id)
                     OR EXISTS (SELECT FROM cases_arrangement a WHERE a.case_id = p.case_id
                        AND a.contract_id = coalesce(p.contract_id, a.contract_id) AND a.status IN ('ACTIVE', 'LATE')))
                THEN 'SUPERSEDED' ELSE o.status END AS status
    FROM promise p JOIN outcome o ON o.promise_id = p.id
), legs_changed AS (
    UPDATE cases_promiseleg l SET paid = j.paid, status = j.status
    FROM judged_leg j WHERE l.id = j.id AND (l.paid, l.status) IS DISTINCT FROM (j.paid, j.status)
    RETURNING l.promise_id
), changed AS (
    UPDATE cases_promise p
    SET status = j.status, paid = j.paid,
        judged_at = CASE WHEN j.status = j.previous THEN p.judged_at WHEN j.status = 'OPEN' THEN NULL ELSE %(now)s END
    FROM judged j WHERE p.id = j.id AND (p.status, p.paid) IS DISTINCT FROM (j.status, j.paid)
    RETURNING p.id
)
SELECT j.id, j.case_id, j.customer_id, j.previous, j.status, j.paid::text AS paid
FROM judged j
WHERE j.id IN (SELECT id FROM changed) OR j.id IN (SELECT promise_id FROM legs_changed)
ORDER BY j.id
