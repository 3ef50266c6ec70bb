-- Whether work is ready that a person's units serve.
WITH below AS MATERIALIZED (
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
)
SELECT EXISTS (
    SELECT FROM served CROSS JOIN LATERAL (
        SELECT FROM cases_workitem
        WHERE queue_id = served.id AND status = 'READY' AND due_at <= %(now)s
          AND (assignee_id IS NULL OR assignee_id = %(person)s OR (precedence = 30 AND due_at < %(reserved_until)s))
        LIMIT 1) i
) AS is_waiting
