-- How many points gave so many answers where a pattern expects so many.
WITH pattern AS (
    SELECT * FROM unnest(%(weekdays)s::int[], %(hours)s::int[], %(shares)s::float8[]) AS t(weekday, hour, share)
)
SELECT answered, tried, expected::float8 AS expected, count(*) AS points
FROM (
    SELECT sum(s.answered) AS answered, sum(s.tried) AS tried,
        round(sum(s.tried * t.share)::numeric, 1) AS expected
    FROM tried_slots s JOIN pattern t USING (weekday, hour)
    GROUP BY s.contact_point_id
) l
GROUP BY 1, 2, 3
