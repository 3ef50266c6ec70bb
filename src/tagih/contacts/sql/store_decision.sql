-- The answer of the gate and, when it is a permission, the attempt that it reserves: both or neither, in one round trip.
WITH decision AS (
    INSERT INTO contacts_gatedecision (customer_id, contact_point_id, channel, purpose, asked_at, asked_by, unit_id,
                                       verdict, refused_by, reasons, facts, packs, next_allowed_at)
    VALUES (%(customer)s, %(point)s, %(channel)s, %(purpose)s, %(asked_at)s, %(asked_by)s, %(unit)s,
            %(verdict)s, %(refused_by)s::text[], %(reasons)s::jsonb, %(facts)s::jsonb, %(packs)s, %(next_allowed_at)s)
    RETURNING id
), reserved AS (
    INSERT INTO contacts_attempt (id, decision_id, customer_id, contact_point_id, value_hash, channel, purpose, agent_id,
                                  state, opened_at, started_at, is_abandoned, result_class)
    SELECT %(attempt)s, decision.id, %(customer)s, %(point)s, %(value_hash)s, %(channel)s, %(purpose)s, %(agent)s,
           'RESERVED', %(asked_at)s, %(started_at)s, false, ''
    FROM decision WHERE %(verdict)s = 'ALLOW'
)
SELECT id FROM decision
