-- One open item per person in arrears whom no number reaches; only the difference is written. The same rule as
-- rules.repair.next_state. `customers` null: everybody.
WITH stake AS (
    SELECT DISTINCT ON (c.customer_id)
           c.customer_id, c.branch_id, c.bucket, c.oldest_unmet_due_on AS since,
           sum(c.overdue_principal + c.overdue_interest + c.overdue_fee) OVER (PARTITION BY c.customer_id) AS overdue
    FROM portfolio_contract c
    JOIN portfolio_customer p ON p.id = c.customer_id AND p.deceased_on IS NULL
    WHERE c.is_in_scope AND c.status IN ('ACTIVE', 'WRITTEN_OFF')
      AND c.overdue_principal + c.overdue_interest + c.overdue_fee > 0
      AND (%(customers)s::bigint[] IS NULL OR c.customer_id = ANY (%(customers)s::bigint[]))
      AND NOT EXISTS (SELECT FROM contacts_personflag f
                      WHERE f.customer_id = c.customer_id AND f.flag = 'DECEASED' AND f.ends_at IS NULL)
    ORDER BY c.customer_id, c.oldest_unmet_due_on NULLS LAST, c.id
), reach AS (
    SELECT n.customer_id, bool_or(n.state = 'VERIFIED') AS is_verified
    FROM contacts_contactpoint n
    WHERE n.kind IN ('PHONE', 'WHATSAPP') AND n.owner_role = 'CONSUMER' AND n.unusable_reason = ''
      AND n.state NOT IN ('WRONG_PERSON', 'DISCONNECTED', 'RETIRED')
      AND (%(customers)s::bigint[] IS NULL OR n.customer_id = ANY (%(customers)s::bigint[]))
    GROUP BY n.customer_id
), held AS (
    SELECT * FROM contacts_repairitem
    WHERE closed_at IS NULL AND (%(customers)s::bigint[] IS NULL OR customer_id = ANY (%(customers)s::bigint[]))
), wanted AS (
    SELECT h.id, coalesce(h.customer_id, s.customer_id) AS customer_id,
           coalesce(s.branch_id, h.branch_id) AS branch_id, coalesce(s.bucket, h.bucket) AS bucket,
           coalesce(s.since, h.oldest_unmet_due_on) AS since, coalesce(s.overdue, h.overdue_amount) AS overdue,
           CASE WHEN h.id IS NULL THEN 'OPEN'
                WHEN s.customer_id IS NULL THEN 'DROPPED'
                WHEN r.is_verified THEN 'REPAIRED'
                WHEN r.customer_id IS NOT NULL THEN 'FOUND'
                WHEN h.state = 'FOUND' THEN 'SEARCHING'
                ELSE h.state END AS state
    FROM held h
    FULL JOIN stake s ON s.customer_id = h.customer_id
    LEFT JOIN reach r ON r.customer_id = coalesce(h.customer_id, s.customer_id)
    WHERE h.id IS NOT NULL OR r.customer_id IS NULL
), opened AS (
    INSERT INTO contacts_repairitem (customer_id, branch_id, state, opened_at, overdue_amount, bucket,
                                     oldest_unmet_due_on)
    SELECT customer_id, branch_id, state, %(now)s, overdue, bucket, since FROM wanted WHERE id IS NULL
    ON CONFLICT (customer_id) WHERE closed_at IS NULL DO NOTHING
    RETURNING id
), moved AS (
    UPDATE contacts_repairitem i
    SET state = w.state, branch_id = w.branch_id, bucket = w.bucket, oldest_unmet_due_on = w.since,
        overdue_amount = w.overdue,
        closed_at = CASE WHEN w.state IN ('REPAIRED', 'DROPPED') THEN %(now)s::timestamptz END
    FROM wanted w
    WHERE i.id = w.id
      AND (i.state, i.branch_id, i.bucket, i.oldest_unmet_due_on, i.overdue_amount)
          IS DISTINCT FROM (w.state::varchar, w.branch_id, w.bucket, w.since, w.overdue)
    RETURNING i.state, i.closed_at
)
SELECT (SELECT count(*) FROM opened) AS opened,
       count(*) FILTER (WHERE state = 'REPAIRED') AS repaired,
       count(*) FILTER (WHERE state = 'DROPPED') AS dropped,
       count(*) FILTER (WHERE closed_at IS NULL) AS changed
FROM moved
