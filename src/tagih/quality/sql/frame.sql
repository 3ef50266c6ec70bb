-- Every contact that left us between two instants below a unit, with what is known without hearing it.
SELECT a.id, a.agent_id, p.employee_no AS agent, a.channel, a.opened_at, a.customer_id,
    extract(epoch FROM a.closed_at - coalesce(a.started_at, a.opened_at))::float AS seconds,
    (SELECT count(*) FROM contacts_attempt o
     WHERE o.customer_id = a.customer_id AND o.state <> 'CANCELLED'
       AND o.opened_at > a.opened_at - interval '24 hours' AND o.opened_at <= a.opened_at) AS attempts_of_day,
    coalesce(result.code IN ('REFUSES', 'RELATIVE_REFUSES', 'MET_REFUSED'), false) AS refused,
    flagged.complained, flagged.disputed,
    EXISTS (SELECT FROM cases_caretask c
            WHERE c.customer_id = a.customer_id AND c.opened_at >= a.opened_at
              AND c.opened_at < a.opened_at + interval '24 hours') AS escalated,
    coalesce(promise.status = 'BROKEN', false) AS promise_broken,
    p.joined_on, certified.until AS certified_until,
    rec.state AS recording, reading.talk_over, reading.silence, reading.last_voice,
    coalesce(hits.phrases, 0) AS phrases, coalesce(hits.grave, 0) AS grave_phrases
FROM contacts_attempt a
JOIN contacts_gatedecision d ON d.id = a.decision_id
JOIN staff_unit u ON u.id = d.unit_id AND starts_with(u.path, %(path)s)
LEFT JOIN staff_person p ON p.id = a.agent_id
LEFT JOIN cases_activity act ON act.attempt_id = a.id
LEFT JOIN cases_code result ON result.id = act.result_id
LEFT JOIN cases_promise promise ON promise.activity_id = act.id
LEFT JOIN quality_recording rec ON rec.attempt_id = a.id
LEFT JOIN quality_callreading reading ON reading.recording_id = rec.id
LEFT JOIN LATERAL (
    SELECT count(*) AS phrases, count(*) FILTER (WHERE h.kind <> 'PRESSURE') AS grave
    FROM quality_phrasehit h WHERE h.attempt_id = a.id
) hits ON true
LEFT JOIN LATERAL (
    SELECT coalesce(bool_or(f.flag = 'COMPLAINT'), false) AS complained,
        coalesce(bool_or(f.flag = 'DISPUTE'), false) AS disputed
    FROM contacts_personflag f
    WHERE f.customer_id = a.customer_id AND f.starts_at >= a.opened_at AND f.starts_at < a.opened_at + interval '7 days'
) flagged ON true
LEFT JOIN LATERAL (
    SELECT max(s.valid_until) AS until FROM staff_certificate s
    WHERE s.person_id = a.agent_id AND s.kind IN ('DESK', 'FIELD') AND s.valid_from <= %(last)s
) certified ON true
WHERE (%(agent)s::bigint IS NULL OR a.agent_id = %(agent)s) AND a.opened_at >= %(first_at)s AND a.opened_at < %(end_at)s AND a.state IN ('DONE', 'EXPIRED')
ORDER BY a.opened_at, a.id
