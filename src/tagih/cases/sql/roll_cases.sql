-- One case per customer over all contracts in scope, and only the difference is written.
-- days < 0: before the due date. The furthest contract of a customer decides stage, branch and bucket.
WITH live AS (
    SELECT c.customer_id, c.id, c.branch_id, c.bucket,
           coalesce(c.oldest_unmet_due_on, c.next_due_on) AS since,
           c.overdue_principal + c.overdue_interest + c.overdue_fee AS overdue,
           coalesce(c.outstanding_principal, 0) AS outstanding,
           c.status = 'WRITTEN_OFF' AS is_written_off,
           CASE WHEN c.oldest_unmet_due_on IS NULL THEN %(business_date)s::date - c.next_due_on
                ELSE greatest(0, %(business_date)s::date - c.oldest_unmet_due_on + c.dpd_offset - c.clock_days)
           END AS days
    FROM portfolio_contract c
    WHERE c.is_in_scope AND c.status IN ('ACTIVE', 'WRITTEN_OFF')
      AND (%(customers)s::bigint[] IS NULL OR c.customer_id = ANY (%(customers)s::bigint[]))
), wanted AS (
    SELECT DISTINCT ON (customer_id)
           customer_id, branch_id, bucket, since,
           CASE WHEN is_written_off THEN 'WRITTEN_OFF'
                ELSE (%(stages)s::text[])[width_bucket(days, %(from_days)s::int[])]
           END AS stage,
           sum(overdue) OVER w AS overdue,
           sum(outstanding) OVER w AS outstanding,
           count(*) OVER w AS contracts
    FROM live
    WHERE days >= %(first_day)s OR (is_written_off AND overdue + outstanding > 0)
    WINDOW w AS (PARTITION BY customer_id)
    ORDER BY customer_id, is_written_off DESC, days DESC, overdue DESC, id
), difference AS MATERIALIZED (
    SELECT k.id AS case_id, coalesce(w.customer_id, k.customer_id) AS customer_id, w.customer_id IS NULL AS is_gone,
           w.branch_id, w.bucket, w.since, w.stage, w.overdue, w.outstanding, w.contracts
    FROM wanted w
    FULL JOIN (SELECT * FROM cases_case
               WHERE status = 'OPEN'
                 AND (%(customers)s::bigint[] IS NULL OR customer_id = ANY (%(customers)s::bigint[]))) k
           ON k.customer_id = w.customer_id
    WHERE k.id IS NULL OR w.customer_id IS NULL
       OR (k.branch_id, k.bucket, k.oldest_unmet_due_on, k.stage, k.overdue_amount, k.outstanding_principal,
           k.contract_count)
          IS DISTINCT FROM (w.branch_id, w.bucket, w.since, w.stage, w.overdue, w.outstanding, w.contracts)
), gone AS (
    SELECT d.case_id, d.customer_id,
           EXISTS (SELECT FROM cases_promise p WHERE p.case_id = d.case_id AND p.status = 'OPEN') AS is_promised
    FROM difference d WHERE d.is_gone
), opened AS (
    INSERT INTO cases_case (customer_id, branch_id, stage, status, close_reason, opened_on, bucket,
                            oldest_unmet_due_on, overdue_amount, outstanding_principal, contract_count)
    SELECT customer_id, branch_id, stage, 'OPEN', '', %(business_date)s, bucket, since, overdue, outstanding, contracts
    FROM difference WHERE case_id IS NULL
    ORDER BY customer_id  -- the same people get the same numbers: the same files, the same day
    RETURNING id
), moved AS (
    UPDATE cases_case k
    SET branch_id = d.branch_id, bucket = d.bucket, oldest_unmet_due_on = d.since, stage = d.stage,
        overdue_amount = d.overdue, outstanding_principal = d.outstanding, contract_count = d.contracts
    FROM difference d WHERE k.id = d.case_id AND NOT d.is_gone
    RETURNING k.id
), emptied AS (
    -- nothing is overdue, but a promise must still be judged: the case stays open without an amount
    UPDATE cases_case k
    SET bucket = '', oldest_unmet_due_on = NULL, overdue_amount = 0, outstanding_principal = 0, contract_count = 0
    FROM gone g WHERE k.id = g.case_id AND g.is_promised AND (k.contract_count > 0 OR k.overdue_amount > 0)
    RETURNING k.id
), closed AS (
    UPDATE cases_case k
    SET status = 'CLOSED', closed_on = greatest(%(business_date)s::date, k.opened_on),
        bucket = '', oldest_unmet_due_on = NULL, overdue_amount = 0, outstanding_principal = 0, contract_count = 0,
        next_action_at = NULL, callback_at = NULL, callback_by_id = NULL,
        close_reason = coalesce((
            SELECT CASE WHEN bool_or(c.status = 'ACTIVE') THEN 'CURED'
                        WHEN bool_or(c.status = 'SOLD') THEN 'SOLD'
                        WHEN bool_or(c.status = 'CLOSED') THEN 'SETTLED' END
            FROM portfolio_contract c WHERE c.customer_id = k.customer_id), 'WITHDRAWN')
    FROM gone g WHERE k.id = g.case_id AND NOT g.is_promised
    RETURNING k.id
)
SELECT (SELECT count(*) FROM opened) AS opened,
       (SELECT count(*) FROM moved) + (SELECT count(*) FROM emptied) AS moved,
       (SELECT count(*) FROM closed) AS closed,
       (SELECT coalesce(array_agg(id), '{}') FROM (SELECT id FROM closed LIMIT 1000) few) AS closed_ids,
       (SELECT coalesce(array_agg(id), '{}') FROM (SELECT id FROM opened LIMIT 1000) few) AS opened_ids
