-- The next item for a person, leased, in one statement. The best queue is found by one look at the head of each.
WITH served AS MATERIALIZED (
    SELECT q.id
    FROM staff_membership m
    JOIN staff_unit own ON own.id = m.unit_id
    JOIN staff_unit u ON u.path ~>=~ own.path AND u.path ~<~ (own.path || ':')
    JOIN cases_queue q ON q.unit_id = u.id
    WHERE m.person_id = %(person)s AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
      AND NOT q.is_paused
    UNION
    SELECT q.id
    FROM staff_membership m
    JOIN staff_unit own ON own.id = m.unit_id
    JOIN staff_unit u ON u.path ~>=~ own.path AND u.path ~<~ (own.path || ':')
    JOIN cases_queue_teams t ON t.unit_id = u.id
    JOIN cases_queue q ON q.id = t.queue_id
    WHERE m.person_id = %(person)s AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
      AND NOT q.is_paused
), head AS (
    (SELECT i.queue_id, i.precedence, i.priority
     FROM served CROSS JOIN LATERAL (
        SELECT queue_id, precedence, priority FROM cases_workitem
        WHERE queue_id = served.id AND status = 'READY' AND due_at <= %(now)s
          AND (assignee_id IS NULL OR assignee_id = %(person)s OR (precedence = 30 AND due_at < %(reserved_until)s))
        ORDER BY precedence, priority DESC, id LIMIT 1) i
     ORDER BY i.precedence, i.priority DESC LIMIT 1)
), own AS (
    SELECT i.id FROM cases_workitem i
    WHERE i.assignee_id = %(person)s AND i.status = 'READY' AND i.due_at <= %(now)s
      AND NOT EXISTS (SELECT FROM head WHERE (head.precedence, -head.priority) < (i.precedence, -i.priority))
    ORDER BY i.precedence, i.priority DESC, i.id LIMIT 1 FOR UPDATE SKIP LOCKED
), listed AS (
    SELECT i.id FROM cases_workitem i
    WHERE i.queue_id = (SELECT queue_id FROM head) AND i.status = 'READY' AND i.due_at <= %(now)s
      AND (i.assignee_id IS NULL OR i.assignee_id = %(person)s
           OR (i.precedence = 30 AND i.due_at < %(reserved_until)s))
      AND NOT EXISTS (SELECT FROM own)
    ORDER BY i.precedence, i.priority DESC, i.id LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE cases_workitem w
SET status = 'LEASED', leased_by_id = %(person)s, leased_until = %(until)s
FROM (SELECT id FROM own UNION ALL SELECT id FROM listed) chosen
WHERE w.id = chosen.id
RETURNING w.id
