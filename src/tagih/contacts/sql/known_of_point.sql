-- What is believed of a point, and whether this piece of evidence is known already. The caller holds the lock on the point.
SELECT EXISTS (SELECT FROM contacts_evidence e WHERE e.contact_point_id = %(point)s AND e.key = %(key)s),
       b.as_of, b."right", b.third, b.wrong, b.dead, b.tried, b.answered, b.hours::json, b.weekdays::json, b.rival_at
FROM (SELECT) one LEFT JOIN contacts_pointbelief b ON b.contact_point_id = %(point)s
