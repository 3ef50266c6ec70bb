-- Last right party and the failures since then, for the touched points, from their evidence.
UPDATE contacts_contactpoint p
SET reached_at = greatest(p.reached_at, s.reached_at), failures = least(s.failures, 32767)
FROM (
    SELECT e.contact_point_id, max(l.reached_at) AS reached_at,
        count(*) FILTER (WHERE e.outcome = ANY (%(fails)s) AND (l.reached_at IS NULL OR e.at > l.reached_at)) AS failures
    FROM contacts_evidence e
    JOIN touched_points USING (contact_point_id)
    CROSS JOIN LATERAL (
        SELECT max(r.at) AS reached_at FROM contacts_evidence r
        WHERE r.contact_point_id = e.contact_point_id AND r.outcome = 'RPC') l
    GROUP BY e.contact_point_id
) s
WHERE p.id = s.contact_point_id AND (p.failures <> least(s.failures, 32767)
    OR s.reached_at > coalesce(p.reached_at, '-infinity'))
