-- Queues that nobody serves get the teams below their unit, or else the teams that hang higher up (a desk at head office).
WITH bare AS (
    SELECT q.id, u.path FROM cases_queue q JOIN staff_unit u ON u.id = q.unit_id
    WHERE NOT EXISTS (SELECT FROM cases_queue_teams s WHERE s.queue_id = q.id)
), near AS (
    SELECT b.id AS queue_id, t.id AS unit_id
    FROM bare b JOIN staff_unit t ON t.kind = 'TEAM' AND t.closed_on IS NULL AND starts_with(t.path, b.path)
), far AS (
    SELECT b.id AS queue_id, t.id AS unit_id
    FROM bare b
    JOIN staff_unit t ON t.kind = 'TEAM' AND t.closed_on IS NULL
    JOIN staff_unit above ON above.id = t.parent_id AND above.kind <> 'BRANCH' AND starts_with(b.path, above.path)
    WHERE b.id NOT IN (SELECT queue_id FROM near)
)
INSERT INTO cases_queue_teams (queue_id, unit_id)
SELECT queue_id, unit_id FROM near UNION SELECT queue_id, unit_id FROM far
