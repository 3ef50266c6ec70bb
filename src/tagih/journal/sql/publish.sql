-- An event, and the word to pages that are open on its topics; they hear it when the transaction commits.
WITH stored AS (
    INSERT INTO journal_event (name, version, occurred_at, recorded_at, actor_id, actor_label, customer_no, subject_kind,
                               subject_id, payload)
    VALUES (%(name)s, %(version)s, %(occurred_at)s, %(now)s, %(actor)s, %(actor_label)s, %(customer_no)s,
            %(subject_kind)s, %(subject_id)s, %(payload)s::jsonb)
    RETURNING id
)
SELECT id, (SELECT count(pg_notify(%(channel)s, topic)) FROM unnest(%(topics)s::text[]) AS topic) FROM stored
