-- Ready work of the campaign's queues that is due, as entries; the order is that of the work itself.
INSERT INTO dialer_entry (campaign_id, customer_id, case_id, reference, reason, script, priority, due_at, state, tries,
                          wants_id, why)
SELECT q.campaign_id, c.customer_id, c.id, 'work:' || i.id, coalesce(i.reasons -> 0 ->> 'code', 'LIST'), '',
       (100 - i.precedence) * 1000 + i.priority, i.due_at, 'WAITING', 0, i.assignee_id, ''
FROM dialer_campaign_queues q
JOIN cases_queue k ON k.id = q.queue_id AND NOT k.is_paused
JOIN cases_workitem i ON i.queue_id = k.id AND i.status = 'READY' AND i.due_at <= %(now)s
JOIN cases_case c ON c.id = i.case_id AND c.status = 'OPEN'
WHERE q.campaign_id = %(campaign)s
ON CONFLICT DO NOTHING
