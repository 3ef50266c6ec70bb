-- What was proven of a value before somebody else gave it: dead is dead, refused is refused, wrong is wrong. A value
-- obtained after the proof may have a new holder, so it is only suspect.
UPDATE contacts_contactpoint p
SET state = CASE WHEN proof.state <> 'OPTED_OUT' AND p.obtained_on >= (proof.state_changed_at AT TIME ZONE 'Asia/Jakarta')::date
                 THEN 'SUSPECT' ELSE proof.state END,
    state_changed_at = %(now)s
FROM (
    SELECT DISTINCT ON (o.value_hash, o.kind) o.value_hash, o.kind, o.state, o.state_changed_at
    FROM asked_values
    JOIN contacts_contactpoint o USING (value_hash)
    WHERE o.state IN ('WRONG_PERSON', 'DISCONNECTED', 'OPTED_OUT') AND o.state_changed_at IS NOT NULL
    ORDER BY o.value_hash, o.kind, o.state_changed_at DESC, o.id
) proof
WHERE p.value_hash = proof.value_hash AND p.kind = proof.kind AND p.state = 'UNVERIFIED' AND p.reached_at IS NULL
