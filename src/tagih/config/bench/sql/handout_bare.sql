-- What a hand-out costs at least: one queue, nothing asked about the person.
UPDATE cases_workitem SET status = 'LEASED', leased_by_id = %(person)s, leased_until = %(until)s
WHERE id = (SELECT id FROM cases_workitem WHERE queue_id = %(queue)s AND status = 'READY'
            ORDER BY precedence, priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
