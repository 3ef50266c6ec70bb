-- The next item for a person, leased, in one statement: what is in hand already, renewed, or else the foremost item of
-- the queues that the person's units serve. The best queue is found by one look at the head of each.
WITH held AS (
    UPDATE cases_workitem i SET leased_until = %(until)s
    WHERE i.leased_by_id = %(person)s AND i.status = 'LEASED'
    RETURNING i.id, i.case_id
), below AS MATERIALIZED (
    SELECT u.id
    FROM staff_membership m
    JOIN staff_unit own ON own.id = m.unit_id
    JOIN staff_unit u ON u.path ~>=~ own.path AND u.path ~<~ (own.path || ':')
    WHERE m.person_id = %(person)s AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
), served AS MATERIALIZED (  -- arrays keep the planner from reading whole tables for a handful of rows
    SELECT id FROM cases_queue WHERE NOT is_paused AND unit_id = ANY (ARRAY(SELECT id FROM below))
    UNION
    SELECT id FROM cases_queue WHERE NOT is_paused AND id = ANY (ARRAY(
        SELECT queue_id FROM cases_queue_teams WHERE unit_id = ANY (ARRAY(SELECT id FROM below))))
), head AS MATERIALIZED (
    SELECT i.queue_id, i.precedence, i.priority
    FROM served CROSS JOIN LATERAL (
        SELECT id, queue_id, precedence, priority FROM cases_workitem
        WHERE queue_id = served.id AND status = 'READY' AND due_at <= %(now)s
          AND (assignee_id IS NULL OR assignee_id = %(person)s OR (precedence = 30 AND due_at < %(reserved_until)s))
        ORDER BY precedence, priority DESC, id LIMIT 1) i
    WHERE NOT EXISTS (SELECT FROM held)
    ORDER BY i.precedence, i.priority DESC, i.id LIMIT 1
), own AS MATERIALIZED (
    SELECT i.id FROM cases_workitem i
    WHERE i.assignee_id = %(person)s AND i.status = 'READY' AND i.due_at <= %(now)s
      AND NOT EXISTS (SELECT FROM held)
      AND NOT EXISTS (SELECT FROM head WHERE (head.precedence, -head.priority) < (i.precedence, -i.priority))
    ORDER BY i.precedence, i.priority DESC, i.id LIMIT 1 FOR UPDATE SKIP LOCKED
), listed AS MATERIALIZED (
    SELECT i.id FROM cases_workitem i
    WHERE i.queue_id = (SELECT queue_id FROM head) AND i.status = 'READY' AND i.due_at <= %(now)s
      AND (i.assignee_id IS NULL OR i.assignee_id = %(person)s
           OR (i.precedence = 30 AND i.due_at < %(reserved_until)s))
      AND NOT EXISTS (SELECT FROM own)
    ORDER BY i.precedence, i.priority DESC, i.id LIMIT 1 FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE cases_workitem w
    SET status = 'LEASED', leased_by_id = %(person)s, leased_until = %(until)s
    WHERE w.id = (SELECT id FROM own UNION ALL SELECT id FROM listed)
    RETURNING w.id, w.case_id
)
SELECT id, case_id FROM held UNION ALL SELECT id, case_id FROM taken
