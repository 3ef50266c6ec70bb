-- One message for a person and day: of those that wait, the highest speaks, and the others are told so.
WITH touched AS (
    SELECT DISTINCT m.customer_id, m.due_on FROM messaging_message m
    WHERE m.ordered_at = %(now)s AND m.state = 'QUEUED' AND NOT m.is_service
), ranked AS (
    SELECT m.id, row_number() OVER (
        PARTITION BY m.customer_id, m.due_on ORDER BY m.level DESC, m.priority DESC, m.due_at, m.id
    ) AS place
    FROM messaging_message m JOIN touched USING (customer_id, due_on)
    WHERE m.state = 'QUEUED' AND NOT m.is_service
)
UPDATE messaging_message m
SET state = 'OUTRANKED', problem = 'HIGHER_SPEAKS', closed_at = %(now)s
FROM ranked WHERE ranked.id = m.id AND ranked.place > 1
