-- A consumer's number that reached its right party is likely not the number of somebody else who also gave it as his
-- own: `rival_at` of the touched points and of all that share their value. People of one address are not rivals.
WITH asked AS (
    SELECT DISTINCT p.value_hash
    FROM contacts_contactpoint p
    JOIN touched_points t ON t.contact_point_id = p.id
    WHERE p.kind <> 'ADDRESS'
), found AS (
    SELECT p.id, max(o.reached_at) AS rival_at
    FROM asked
    JOIN contacts_contactpoint p USING (value_hash)
    JOIN contacts_contactpoint o USING (value_hash)
    WHERE p.owner_role = 'CONSUMER' AND o.owner_role = 'CONSUMER' AND o.customer_id <> p.customer_id
      AND o.reached_at IS NOT NULL AND o.state NOT IN ('WRONG_PERSON', 'DISCONNECTED')
      AND NOT EXISTS (
        SELECT 1 FROM contacts_contactpoint mine
        JOIN contacts_contactpoint theirs ON theirs.value_hash = mine.value_hash AND theirs.kind = 'ADDRESS'
        WHERE mine.customer_id = p.customer_id AND mine.kind = 'ADDRESS' AND theirs.customer_id = o.customer_id)
    GROUP BY p.id
), over AS (
    UPDATE contacts_pointbelief b SET rival_at = NULL
    FROM asked JOIN contacts_contactpoint p USING (value_hash)
    WHERE b.contact_point_id = p.id AND b.rival_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM found f WHERE f.id = p.id)
)
INSERT INTO contacts_pointbelief AS held (
    contact_point_id, as_of, "right", third, wrong, dead, tried, answered, hours, weekdays, rival_at)
SELECT id, rival_at, 0, 0, 0, 0, 0, 0, '{}', '{}', rival_at FROM found
ON CONFLICT (contact_point_id) DO UPDATE SET rival_at = excluded.rival_at
WHERE held.rival_at IS DISTINCT FROM excluded.rival_at
