-- Whether work is ready that a person's teams serve.
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
)
SELECT EXISTS (
    SELECT FROM served CROSS JOIN LATERAL (
        SELECT FROM cases_workitem
        WHERE queue_id = served.id AND status = 'READY' AND due_at <= %(now)s
          AND (assignee_id IS NULL OR assignee_id = %(person)s OR (precedence = 30 AND due_at < %(reserved_until)s))
        LIMIT 1) i
) AS is_waiting
