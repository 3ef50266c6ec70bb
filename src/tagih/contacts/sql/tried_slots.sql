-- Tries and answers by point, weekday and hour over the last year.
DROP TABLE IF EXISTS tried_slots;
CREATE TEMPORARY TABLE tried_slots ON COMMIT DROP AS
SELECT e.contact_point_id, e.weekday::int AS weekday, e.hour::int AS hour, count(*)::float8 AS tried,
    (count(*) FILTER (WHERE e.outcome IN ('RPC', 'TPC', 'WRONG_PERSON')))::float8 AS answered
FROM contacts_evidence e
JOIN contacts_contactpoint p ON p.id = e.contact_point_id
WHERE p.kind = %(kind)s AND e.kind IN ('DIAL', 'VISIT') AND e.hour IS NOT NULL AND e.at > %(since)s
  AND p.id %% %(every)s = 0
GROUP BY e.contact_point_id, e.weekday, e.hour
