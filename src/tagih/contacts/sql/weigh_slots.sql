-- Tries and answers by weekday and hour, and the tries weighed by how readily each point answers compared with a
-- pattern (%(shares)s): so that an hour in which willing people were called does not look like a good hour.
WITH pattern AS (
    SELECT * FROM unnest(%(weekdays)s::int[], %(hours)s::int[], %(shares)s::float8[]) AS t(weekday, hour, share)
), levels AS (
    SELECT s.contact_point_id,
        (%(firmness)s + sum(s.answered)) / (%(firmness)s + sum(s.tried * t.share)) AS readiness
    FROM tried_slots s JOIN pattern t USING (weekday, hour)
    GROUP BY s.contact_point_id
)
SELECT s.weekday, s.hour, sum(s.tried) AS tried, sum(s.answered) AS answered, sum(s.tried * l.readiness) AS ready
FROM tried_slots s JOIN levels l USING (contact_point_id)
GROUP BY s.weekday, s.hour
