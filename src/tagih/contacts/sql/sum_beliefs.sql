-- The sums of all evidence about the touched points, each piece faded to the newest: what `rules.belief.add` does piece
-- by piece. What a kind and outcome count for comes from the rules (%(kinds)s and the arrays beside it).
WITH tallies AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(outcomes)s::text[], %(right)s::float8[], %(third)s::float8[],
        %(wrong)s::float8[], %(dead)s::float8[], %(tried)s::float8[], %(answered)s::float8[])
        AS t(kind, outcome, "right", third, wrong, dead, tried, answered)
), faded AS MATERIALIZED (
    SELECT e.contact_point_id, e.at, e.hour, e.weekday, t."right", t.third, t.wrong, t.dead, t.tried, t.answered,
        power(2::float8, extract(epoch FROM e.at - max(e.at) OVER (PARTITION BY e.contact_point_id))::float8
            / (%(half_life_days)s::float8 * 86400)) AS remains
    FROM contacts_evidence e
    JOIN touched_points USING (contact_point_id)
    JOIN tallies t USING (kind, outcome)
), sums AS (
    SELECT contact_point_id, max(at) AS as_of, sum("right" * remains) AS "right", sum(third * remains) AS third,
        sum(wrong * remains) AS wrong, sum(dead * remains) AS dead, sum(tried * remains) AS tried,
        sum(answered * remains) AS answered
    FROM faded
    GROUP BY contact_point_id
), hours AS (
    SELECT contact_point_id, jsonb_object_agg(hour, jsonb_build_array(tried, answered)) AS slots
    FROM (SELECT contact_point_id, hour, sum(tried * remains) AS tried, sum(answered * remains) AS answered
          FROM faded WHERE tried > 0 AND hour IS NOT NULL GROUP BY contact_point_id, hour) h
    GROUP BY contact_point_id
), weekdays AS (
    SELECT contact_point_id, jsonb_object_agg(weekday, jsonb_build_array(tried, answered)) AS slots
    FROM (SELECT contact_point_id, weekday, sum(tried * remains) AS tried, sum(answered * remains) AS answered
          FROM faded WHERE tried > 0 AND weekday IS NOT NULL GROUP BY contact_point_id, weekday) w
    GROUP BY contact_point_id
)
INSERT INTO contacts_pointbelief AS held (
    contact_point_id, as_of, "right", third, wrong, dead, tried, answered, hours, weekdays)
SELECT s.contact_point_id, s.as_of, s."right", s.third, s.wrong, s.dead, s.tried, s.answered,
    coalesce(h.slots, '{}'), coalesce(w.slots, '{}')
FROM sums s
LEFT JOIN hours h USING (contact_point_id)
LEFT JOIN weekdays w USING (contact_point_id)
ON CONFLICT (contact_point_id) DO UPDATE SET
    as_of = excluded.as_of, "right" = excluded."right", third = excluded.third, wrong = excluded.wrong,
    dead = excluded.dead, tried = excluded.tried, answered = excluded.answered, hours = excluded.hours,
    weekdays = excluded.weekdays
