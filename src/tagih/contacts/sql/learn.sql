-- One piece of evidence with the belief that follows from it.
WITH piece AS (
    INSERT INTO contacts_evidence (contact_point_id, kind, outcome, at, recorded_at, hour, weekday, source, key)
    VALUES (%(point)s, %(kind)s, %(outcome)s, %(at)s, %(now)s, %(hour)s, %(weekday)s, %(source)s, %(key)s)
), believed AS (
    INSERT INTO contacts_pointbelief (contact_point_id, as_of, "right", third, wrong, dead, tried, answered, hours,
                                      weekdays, rival_at)
    VALUES (%(point)s, %(as_of)s, %(right)s, %(third)s, %(wrong)s, %(dead)s, %(tried)s, %(answered)s,
            %(hours)s::jsonb, %(weekdays)s::jsonb, %(rival_at)s)
    ON CONFLICT (contact_point_id) DO UPDATE
    SET as_of = excluded.as_of, "right" = excluded."right", third = excluded.third, wrong = excluded.wrong,
        dead = excluded.dead, tried = excluded.tried, answered = excluded.answered, hours = excluded.hours,
        weekdays = excluded.weekdays, rival_at = excluded.rival_at
)
SELECT true
