-- Evidence of attempts that were closed before evidence was kept; each once.
INSERT INTO contacts_evidence (contact_point_id, kind, outcome, at, recorded_at, hour, weekday, source, key)
SELECT a.contact_point_id, CASE a.channel WHEN 'VISIT' THEN 'VISIT' ELSE 'DIAL' END,
    CASE WHEN a.result_class <> 'BAD' THEN a.result_class
         WHEN p.state = 'WRONG_PERSON' THEN 'WRONG_PERSON' ELSE 'DEAD' END,
    a.closed_at, %(now)s, extract(hour FROM a.opened_at AT TIME ZONE z.clock),
    extract(isodow FROM a.opened_at AT TIME ZONE z.clock) - 1, 'attempt', a.id::text
FROM contacts_attempt a
JOIN contacts_contactpoint p ON p.id = a.contact_point_id
CROSS JOIN LATERAL (SELECT CASE p.zone WHEN 'WITA' THEN 'Asia/Makassar' WHEN 'WIT' THEN 'Asia/Jayapura'
                                       ELSE 'Asia/Jakarta' END AS clock) z
WHERE a.state = 'DONE' AND a.result_class <> '' AND a.channel IN ('CALL', 'BOT', 'VISIT')
ON CONFLICT (contact_point_id, key) DO NOTHING
