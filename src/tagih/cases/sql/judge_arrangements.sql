-- Judges agreements with all money that counts, and writes only what differs.
-- rules/arrangements/watching.py says the same for one; a test holds the two together.
WITH RECURSIVE agreed AS (
    SELECT a.id, a.case_id, a.contract_id, a.status, a.starts_on, a.grace_days, k.customer_id
    FROM cases_arrangement a JOIN cases_case k ON k.id = a.case_id
    WHERE a.status IN ('ACTIVE', 'LATE', 'BROKEN', 'COMPLETED') AND a.kind <> 'SURRENDER'
      AND (CASE WHEN %(customers)s::bigint[] IS NULL
                THEN a.status IN ('ACTIVE', 'LATE') OR a.last_due_on > %(as_of)s::date - 100
                ELSE k.customer_id = ANY (%(customers)s::bigint[]) END)
), paid AS (
    SELECT a.id AS agreed_id, y.payment_ref, y.paid_on, y.amount
    FROM agreed a JOIN payments_payment y ON y.contract_id = a.contract_id AND y.reversal_of = ''
                                         AND y.paid_on >= a.starts_on
), chain AS (  -- a reversal undoes, a reversal of the reversal restores
    SELECT DISTINCT payment_ref AS root, payment_ref AS tip, 0 AS depth FROM paid
    UNION ALL
    SELECT chain.root, r.payment_ref, chain.depth + 1
    FROM chain JOIN payments_payment r ON r.reversal_of = chain.tip AND r.reversal_of <> ''
), money AS (
    SELECT paid.agreed_id, paid.paid_on, sum(paid.amount) AS amount
    FROM paid JOIN (SELECT root FROM chain GROUP BY root HAVING max(depth) %% 2 = 0) counts ON counts.root = paid.payment_ref
    GROUP BY paid.agreed_id, paid.paid_on
), received AS (
    SELECT a.id AS agreed_id, coalesce(sum(m.amount), 0) AS amount
    FROM agreed a LEFT JOIN money m ON m.agreed_id = a.id GROUP BY a.id
), leg AS (
    SELECT l.id, l.arrangement_id, l.number, l.amount, l.due_on, l.due_on + a.grace_days AS until,
           sum(l.amount) OVER (PARTITION BY l.arrangement_id ORDER BY l.number) AS needed,
           coalesce(sum(m.amount) FILTER (WHERE m.paid_on <= l.due_on + a.grace_days), 0) AS in_time,
           coalesce(sum(m.amount) FILTER (WHERE m.paid_on <= l.due_on), 0) AS on_day
    FROM agreed a JOIN cases_arrangementleg l ON l.arrangement_id = a.id LEFT JOIN money m ON m.agreed_id = a.id
    GROUP BY l.id, l.arrangement_id, l.number, l.amount, l.due_on, a.grace_days
), filled AS (
    SELECT leg.*, greatest(0, least(leg.amount, r.amount - (leg.needed - leg.amount))) AS paid, r.amount AS received
    FROM leg JOIN received r ON r.agreed_id = leg.arrangement_id
), outcome AS (
    SELECT arrangement_id, sum(paid) AS paid,
           bool_or(%(as_of)s::date >= until AND in_time < needed) AS is_broken,
           bool_or(%(as_of)s::date >= due_on AND on_day < needed) AS was_late,
           bool_or(%(as_of)s::date >= due_on AND on_day < needed AND received < needed) AS is_late,
           bool_and(received >= needed) AS is_paid,
           bool_or(due_on > %(as_of)s::date AND due_on <= %(as_of)s::date + 3 AND paid < amount) AS due_soon
    FROM filled GROUP BY arrangement_id
), judged AS (
    SELECT a.id, a.case_id, a.contract_id, a.status AS previous, o.paid, o.was_late, o.due_soon,
           CASE WHEN o.is_broken THEN 'BROKEN' WHEN o.is_paid THEN 'COMPLETED'
                WHEN o.is_late THEN 'LATE' ELSE 'ACTIVE' END AS status
    FROM agreed a JOIN outcome o ON o.arrangement_id = a.id
), final AS (
    SELECT j.id, j.case_id, j.previous, j.paid,
           -- what would run again although a later agreement took its place stays what it was
           CASE WHEN j.status IN ('ACTIVE', 'LATE') AND j.previous IN ('BROKEN', 'COMPLETED') AND EXISTS (
                     SELECT FROM cases_arrangement later WHERE later.contract_id = j.contract_id AND later.id <> j.id
                        AND later.status IN ('PROPOSED', 'APPROVED', 'ACTIVE', 'LATE'))
                THEN j.previous ELSE j.status END AS status,
           CASE WHEN j.status = 'LATE' THEN 'LATE'
                WHEN j.status = 'ACTIVE' AND j.due_soon AND j.was_late THEN 'LATE_BEFORE'
                WHEN j.status = 'ACTIVE' AND j.due_soon THEN 'DUE_SOON' ELSE '' END AS warning
    FROM judged j
), legs_changed AS (
    UPDATE cases_arrangementleg l SET paid = f.paid
    FROM filled f WHERE l.id = f.id AND l.paid IS DISTINCT FROM f.paid
    RETURNING l.arrangement_id
), changed AS (
    UPDATE cases_arrangement a
    SET status = f.status, paid = f.paid,
        warning = CASE WHEN f.status IN ('ACTIVE', 'LATE') THEN f.warning ELSE '' END,
        judged_at = CASE WHEN f.status = f.previous THEN a.judged_at ELSE %(now)s END
    FROM final f
    WHERE a.id = f.id AND (a.status, a.paid, a.warning) IS DISTINCT FROM
          (f.status, f.paid, CASE WHEN f.status IN ('ACTIVE', 'LATE') THEN f.warning ELSE '' END)
    RETURNING a.id
)
SELECT f.id, f.case_id, k.customer_id, f.previous, f.status, f.paid::text AS paid
FROM final f JOIN cases_case k ON k.id = f.case_id
WHERE f.id IN (SELECT id FROM changed) OR f.id IN (SELECT arrangement_id FROM legs_changed)
ORDER BY f.id
