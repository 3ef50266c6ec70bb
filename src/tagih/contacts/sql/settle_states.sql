-- What a bulk of outcomes makes of the states, as `close_attempt` and `retire_point` would do one by one: a right party
-- verifies; a dead value is dead on everybody; a wrong person's is wrong on everybody, but suspect where it was proven.
WITH newest AS (
    SELECT DISTINCT ON (e.contact_point_id) e.contact_point_id, e.outcome
    FROM contacts_evidence e
    JOIN touched_points USING (contact_point_id)
    WHERE e.recorded_at = %(now)s AND e.outcome IN ('RPC', 'WRONG_PERSON', 'DEAD')
    ORDER BY e.contact_point_id, e.at DESC, e.id DESC
), ended AS (
    SELECT DISTINCT ON (p.value_hash, o.id) o.id, n.outcome, o.id = p.id AS told
    FROM newest n
    JOIN contacts_contactpoint p ON p.id = n.contact_point_id
    JOIN told_outcomes t ON t.value_hash = p.value_hash AND t.outcome = n.outcome
    JOIN contacts_contactpoint o ON o.value_hash = p.value_hash AND o.kind = ANY (t.kinds)
    WHERE n.outcome IN ('WRONG_PERSON', 'DEAD')
    ORDER BY p.value_hash, o.id, (n.outcome = 'DEAD') DESC, (o.id = p.id) DESC
), states AS (
    SELECT p.id, CASE
        WHEN e.outcome = 'DEAD' THEN 'DISCONNECTED'
        WHEN NOT e.told AND p.state = 'VERIFIED' AND p.reached_at IS NOT NULL THEN 'SUSPECT'
        ELSE 'WRONG_PERSON' END AS state
    FROM ended e
    JOIN contacts_contactpoint p USING (id)
    WHERE p.state IN ('UNVERIFIED', 'VERIFIED', 'SUSPECT')
    UNION ALL
    SELECT p.id, 'VERIFIED'
    FROM newest n
    JOIN contacts_contactpoint p ON p.id = n.contact_point_id
    WHERE n.outcome = 'RPC' AND p.state IN ('UNVERIFIED', 'SUSPECT') AND NOT EXISTS (
        SELECT 1 FROM ended e WHERE e.id = p.id)
), changed AS (
    UPDATE contacts_contactpoint p SET state = s.state, state_changed_at = %(now)s
    FROM states s
    WHERE p.id = s.id AND p.state <> s.state
    RETURNING p.state
)
SELECT count(*) FILTER (WHERE state = 'VERIFIED') AS verified,
    count(*) FILTER (WHERE state IN ('DISCONNECTED', 'WRONG_PERSON')) AS retired
FROM changed
