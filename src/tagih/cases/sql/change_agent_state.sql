-- A person's new state, unless it is the state already; the caller holds the person's lock.
WITH newest AS (
    SELECT id, state, since FROM cases_agentstatechange WHERE person_id = %(person)s
    ORDER BY since DESC, id DESC LIMIT 1
), changed AS (
    INSERT INTO cases_agentstatechange (person_id, state, since)
    SELECT %(person)s, %(state)s::text, %(now)s WHERE NOT EXISTS (SELECT FROM newest WHERE state = %(state)s::text)
    RETURNING id, since
), told AS MATERIALIZED (
    SELECT pg_notify(%(channel)s, 'floor') FROM changed
)
SELECT id, since, (SELECT count(*) FROM told) FROM changed
UNION ALL SELECT id, since, 0 FROM newest WHERE state = %(state)s::text
