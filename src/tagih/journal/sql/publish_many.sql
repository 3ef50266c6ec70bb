-- Many events in their order, and the word to pages that are open on any of their topics, once each.
WITH told AS (
    SELECT * FROM unnest(%(names)s::text[], %(versions)s::int[], %(occurred)s::timestamptz[], %(customers)s::text[],
                         %(kinds)s::text[], %(subjects)s::text[], %(payloads)s::jsonb[])
        WITH ORDINALITY AS t (name, version, occurred_at, customer_no, subject_kind, subject_id, payload, place)
), stored AS (
    INSERT INTO journal_event (name, version, occurred_at, recorded_at, actor_id, actor_label, customer_no, subject_kind,
                               subject_id, payload)
    SELECT name, version, occurred_at, %(now)s, %(actor)s, %(actor_label)s, customer_no, subject_kind, subject_id, payload
    FROM told ORDER BY place
    RETURNING id
)
SELECT array_agg(id ORDER BY id),
       (SELECT count(pg_notify(%(channel)s, topic)) FROM unnest(%(topics)s::text[]) AS topic)
FROM stored
