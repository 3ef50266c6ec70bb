-- How many points gave so many answers in a block of hours where a pattern, at the point's own readiness, expects so many.
WITH pattern AS (
    SELECT * FROM unnest(%(weekdays)s::int[], %(hours)s::int[], %(shares)s::float8[]) AS t(weekday, hour, share)
), levels AS (
    SELECT s.contact_point_id,
        (%(firmness)s + sum(s.answered)) / (%(firmness)s + sum(s.tried * t.share)) AS readiness
    FROM tried_slots s JOIN pattern t USING (weekday, hour)
    GROUP BY s.contact_point_id
)
SELECT answered, tried, expected::float8 AS expected, count(*) AS points
FROM (
    SELECT sum(s.answered) AS answered, sum(s.tried) AS tried,
        round(sum(s.tried * t.share * l.readiness)::numeric, 1) AS expected
    FROM tried_slots s
    JOIN pattern t USING (weekday, hour)
    JOIN levels l USING (contact_point_id)
    GROUP BY s.contact_point_id, s.hour / %(block)s
) b
GROUP BY 1, 2, 3
