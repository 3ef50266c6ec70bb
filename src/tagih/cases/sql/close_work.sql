-- The next step on the case, the item in hand closed, and where it comes again on the same day its successor: a call back
-- that was asked for, or another round while a number is left to try and the day has rounds left.
WITH planned AS (
    UPDATE cases_case
    SET next_action_at = %(next_action_at)s::timestamptz, last_contact_at = %(last_contact_at)s::timestamptz,
        callback_at = %(callback_at)s::timestamptz, callback_by_id = %(callback_by)s::bigint
    WHERE id = %(case)s
), done AS (
    UPDATE cases_workitem
    SET status = 'DONE', leased_until = NULL, closed_at = %(now)s, close_reason = 'WORKED', business_date = %(today)s
    WHERE id = %(item)s::bigint AND leased_by_id = %(person)s::bigint AND status = 'LEASED'
    RETURNING case_id, queue_id, is_moved
), again AS (
    INSERT INTO cases_workitem (case_id, queue_id, is_moved, precedence, priority, reasons, facts_hash, due_at,
                                business_date, status, assignee_id, close_reason)
    SELECT done.case_id, done.queue_id, done.is_moved, %(precedence)s::smallint, %(priority)s::int,
           %(reasons)s::jsonb, %(facts_hash)s::bigint, %(again)s::timestamptz, %(today)s::date, 'READY',
           %(assignee)s::bigint, ''
    FROM done
    WHERE %(again)s::timestamptz IS NOT NULL
      AND (%(is_call_back)s::boolean
           OR (SELECT count(*) + 1 FROM cases_workitem i  -- with the one that is closed here
               WHERE i.business_date = %(today)s AND i.case_id = %(case)s AND i.status = 'DONE') < %(rounds)s
          AND EXISTS (SELECT FROM contacts_contactpoint p
                      WHERE p.customer_id = %(customer)s AND p.kind = 'PHONE' AND p.unusable_reason = ''
                        AND p.state IN ('UNVERIFIED', 'VERIFIED', 'SUSPECT')))
)
SELECT count(*) FROM done
