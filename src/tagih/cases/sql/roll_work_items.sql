-- The work of a business date: which open cases want work, how urgent and why; only the difference is written.
-- The same rule for one case is rules/work.py; a test holds the two together. Work in hand (LEASED) is never touched.
WITH open_case AS (
    SELECT k.id, k.customer_id, k.branch_id, k.stage, k.bucket, k.overdue_amount,
           coalesce(k.oldest_unmet_due_on, k.opened_on) AS since,
           k.contract_count, k.owner_id, k.next_action_at, k.callback_at, k.callback_by_id, k.last_contact_at
    FROM cases_case k
    WHERE k.status = 'OPEN' AND k.contract_count > 0
      AND (%(customers)s::bigint[] IS NULL OR k.customer_id = ANY (%(customers)s::bigint[]))
), held AS (  -- holds count for the person, also those of an earlier case
    SELECT k.customer_id, bool_or(h.contract_no = '') AS is_whole, count(DISTINCT h.contract_no) AS contracts
    FROM cases_hold h JOIN cases_case k ON k.id = h.case_id
    WHERE h.lifted_at IS NULL AND (h.ends_on IS NULL OR h.ends_on >= %(business_date)s)
    GROUP BY k.customer_id
), next_leg AS (
    SELECT p.case_id, bool_or(p.contract_id IS NULL) AS is_whole, count(DISTINCT p.contract_id) AS contracts,
           min(p.due_on) AS due_on, (array_agg(p.amount ORDER BY p.due_on, p.id))[1] AS amount
    FROM (SELECT p.case_id, p.contract_id, l.due_on, l.amount, l.id
          FROM cases_promise p JOIN cases_promiseleg l ON l.promise_id = p.id AND l.status = 'OPEN'
          WHERE p.status = 'OPEN'
          UNION ALL  -- what an agreement wants next rests as a promise does
          SELECT a.case_id, a.contract_id, l.due_on, l.amount - l.paid, l.id
          FROM cases_arrangement a JOIN cases_arrangementleg l ON l.arrangement_id = a.id AND l.paid < l.amount
          WHERE a.status = 'ACTIVE') p
    GROUP BY p.case_id
), failed AS (
    SELECT DISTINCT ON (p.case_id) p.case_id, p.last_due_on, p.total, p.status, p.judged_at,
           count(*) OVER (PARTITION BY p.case_id) AS times
    FROM (SELECT id, case_id, last_due_on, total, status, judged_at FROM cases_promise
          WHERE status IN ('BROKEN', 'PARTIAL') AND last_due_on > %(business_date)s::date - 90
          UNION ALL
          SELECT id, case_id, (judged_at AT TIME ZONE 'Asia/Jakarta')::date, total - paid, 'ARRANGEMENT_BROKEN', judged_at
          FROM cases_arrangement WHERE status = 'BROKEN' AND judged_at > %(now)s::timestamptz - interval '90 days') p
    ORDER BY p.case_id, p.judged_at DESC, p.id DESC
), ended AS (
    SELECT DISTINCT ON (k.customer_id) k.customer_id, h.reason, coalesce(h.lifted_at, h.ends_on + 1) AS ended_at
    FROM cases_hold h JOIN cases_case k ON k.id = h.case_id
    WHERE coalesce(h.lifted_at, h.ends_on + 1) BETWEEN %(business_date)s::date - 14 AND %(now)s
    ORDER BY k.customer_id, coalesce(h.lifted_at, h.ends_on + 1) DESC, h.id DESC
), done_today AS (
    SELECT i.case_id, max(i.closed_at) AS closed_at FROM cases_workitem i
    WHERE i.status = 'DONE' AND i.business_date = %(business_date)s
    GROUP BY i.case_id
), weighed AS (
    SELECT k.*, f.times, t.closed_at AS done_at,
           CASE WHEN l.due_on BETWEEN %(business_date)s AND %(business_date)s::date + 1
                     AND (k.last_contact_at IS NULL OR k.last_contact_at < %(day_starts)s) THEN 10
                WHEN f.judged_at > coalesce(k.last_contact_at, '-infinity') THEN 20
                WHEN k.callback_at < %(day_ends)s THEN 30
                WHEN e.ended_at > coalesce(k.last_contact_at, '-infinity') THEN 40
                ELSE 90
           END AS precedence,
           l.due_on AS leg_due_on, l.amount AS leg_amount,
           f.last_due_on AS failed_on, f.total AS failed_total, f.status AS failed_status, f.judged_at,
           e.reason AS evidence,
           coalesce((%(amount_points)s::int[])[width_bucket(trunc(k.overdue_amount)::bigint, %(amount_from)s::bigint[])], 0)
           + coalesce((%(days_points)s::int[])[
                 width_bucket(%(business_date)s::date - k.since, %(days_from)s::int[])], 0)
           + coalesce((%(failed_points)s::int[])[
                 width_bucket(coalesce(f.times, 0)::int, %(failed_from)s::int[])], 0)
           + 1000 * coalesce(r.points, 0) AS priority,
           r.segment AS ranked_segment, r.step AS ranked_step, r.channel AS ranked_channel, r.strategy AS ranked_by
    FROM open_case k
    LEFT JOIN held h ON h.customer_id = k.customer_id
    LEFT JOIN next_leg l ON l.case_id = k.id
    LEFT JOIN failed f ON f.case_id = k.id
    LEFT JOIN ended e ON e.customer_id = k.customer_id
    LEFT JOIN done_today t ON t.case_id = k.id
    LEFT JOIN cases_rank r ON r.case_id = k.id
    WHERE (h.customer_id IS NULL OR NOT (h.is_whole OR h.contracts >= k.contract_count))
      AND (l.case_id IS NULL OR l.due_on BETWEEN %(business_date)s AND %(business_date)s::date + 1
           OR NOT (l.is_whole OR l.contracts >= k.contract_count))
), wanted AS (
    SELECT w.id AS case_id, q.id AS queue_id, w.precedence, w.priority,
           CASE WHEN w.precedence = 30 THEN w.callback_at END AS callback_at,
           CASE WHEN w.precedence = 30 THEN coalesce(w.callback_by_id, w.owner_id) ELSE w.owner_id END AS assignee_id,
           -- what the reasons tell, in one number: they are put into words only where it changed
           hashtextextended(concat_ws('|', w.precedence, w.since, w.bucket, w.overdue_amount, w.contract_count, w.times,
               w.ranked_segment || '/' || w.ranked_step || '/' || w.ranked_by,
               CASE w.precedence WHEN 10 THEN w.leg_due_on::text || w.leg_amount
                                 WHEN 20 THEN w.failed_on::text || w.failed_total || w.failed_status
                                 WHEN 30 THEN w.callback_at::text
                                 WHEN 40 THEN w.evidence END), 0) AS facts_hash,
           w.done_at IS NULL OR w.precedence = 30 OR (w.precedence = 20 AND w.judged_at > w.done_at) AS is_new_work,
           w.since, w.bucket, w.overdue_amount, w.contract_count, w.times, w.leg_due_on, w.leg_amount, w.failed_on,
           w.failed_total, w.failed_status, w.evidence, w.ranked_segment, w.ranked_step, w.ranked_channel, w.ranked_by
    FROM weighed w
    JOIN cases_queue q ON q.unit_id = w.branch_id AND q.stage = w.stage
    WHERE w.precedence < 90 OR w.next_action_at IS NULL OR w.next_action_at < %(day_ends)s
), difference AS MATERIALIZED (
    SELECT i.id AS item_id, w.*
    FROM wanted w
    FULL JOIN (SELECT i.id, i.case_id, i.status, i.precedence, i.priority, i.queue_id, i.assignee_id, i.is_moved,
                      i.due_at, i.facts_hash
               FROM cases_workitem i
               WHERE i.status IN ('READY', 'LEASED')
                 AND (%(customers)s::bigint[] IS NULL OR i.case_id IN (
                     SELECT id FROM cases_case WHERE customer_id = ANY (%(customers)s::bigint[])))) i
           ON i.case_id = w.case_id
    WHERE (i.id IS NULL AND w.is_new_work)
       OR (i.status = 'READY' AND (
              w.case_id IS NULL
              OR (i.precedence, i.priority) IS DISTINCT FROM (w.precedence, w.priority)
              OR (NOT i.is_moved AND (i.queue_id, i.assignee_id) IS DISTINCT FROM (w.queue_id, w.assignee_id))
              OR i.facts_hash <> w.facts_hash
              OR (w.callback_at IS NOT NULL AND i.due_at <> w.callback_at)))
), worded AS (
    SELECT d.*,
           CASE d.precedence
               WHEN 10 THEN jsonb_build_array(jsonb_build_object('code', 'PROMISE_FALLS_DUE', 'facts',
                   jsonb_build_object('due_on', d.leg_due_on, 'amount', d.leg_amount::text)))
               WHEN 20 THEN jsonb_build_array(jsonb_build_object('code',
                   CASE WHEN d.failed_status LIKE 'ARRANGEMENT%%' THEN '' ELSE 'PROMISE_' END || d.failed_status, 'facts',
                   jsonb_build_object('due_on', d.failed_on, 'amount', d.failed_total::text)))
               WHEN 30 THEN jsonb_build_array(jsonb_build_object('code', 'CALLBACK', 'facts',
                   jsonb_build_object('at', to_char(d.callback_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'))))
               WHEN 40 THEN jsonb_build_array(jsonb_build_object('code', 'HOLD_ENDED', 'facts',
                   jsonb_build_object('reason', d.evidence)))
               ELSE '[]'::jsonb
           END
           || jsonb_build_array(
               jsonb_build_object('code', 'OVERDUE_SINCE', 'facts',
                   jsonb_build_object('since', d.since, 'bucket', d.bucket)),
               jsonb_build_object('code', 'AMOUNT', 'facts', jsonb_build_object('amount', d.overdue_amount::text)))
           || CASE WHEN d.contract_count > 1 THEN jsonb_build_array(jsonb_build_object(
                   'code', 'SEVERAL_CONTRACTS', 'facts', jsonb_build_object('count', d.contract_count)))
                   ELSE '[]'::jsonb END
           || CASE WHEN d.times > 0 THEN jsonb_build_array(jsonb_build_object(
                   'code', 'FAILED_PROMISES', 'facts', jsonb_build_object('count', d.times)))
                   ELSE '[]'::jsonb END
           || CASE WHEN d.ranked_by IS NOT NULL THEN jsonb_build_array(jsonb_build_object('code', 'DECIDED', 'facts',
                   jsonb_build_object('segment', d.ranked_segment, 'step', d.ranked_step,
                                      'channel', d.ranked_channel, 'strategy', d.ranked_by)))
                   ELSE '[]'::jsonb END AS reasons
    FROM difference d
), made AS (
    INSERT INTO cases_workitem (case_id, queue_id, is_moved, precedence, priority, reasons, facts_hash, due_at,
                                business_date, status, assignee_id, close_reason)
    SELECT case_id, queue_id, false, precedence, priority, reasons, facts_hash, coalesce(callback_at, %(day_starts)s),
           %(business_date)s, 'READY', assignee_id, ''
    FROM worded WHERE item_id IS NULL
    ORDER BY queue_id, precedence, priority DESC, case_id
    RETURNING id
), changed AS (
    UPDATE cases_workitem i
    SET queue_id = CASE WHEN i.is_moved THEN i.queue_id ELSE d.queue_id END,
        precedence = d.precedence, priority = d.priority, reasons = d.reasons, facts_hash = d.facts_hash,
        assignee_id = CASE WHEN i.is_moved THEN i.assignee_id ELSE d.assignee_id END,
        due_at = CASE WHEN d.callback_at IS NOT NULL THEN d.callback_at
                      WHEN i.precedence <> d.precedence THEN least(i.due_at, %(day_starts)s) ELSE i.due_at END
    FROM worded d WHERE i.id = d.item_id AND d.case_id IS NOT NULL
    RETURNING i.id
), cancelled AS (
    UPDATE cases_workitem i
    SET status = 'CANCELLED', closed_at = %(now)s, close_reason = 'NOT_WANTED'
    FROM difference d WHERE i.id = d.item_id AND d.case_id IS NULL
    RETURNING i.id
)
SELECT (SELECT count(*) FROM made) AS made,
       (SELECT count(*) FROM changed) AS changed,
       (SELECT count(*) FROM cancelled) AS cancelled
