-- Entries that are wanted and not there yet, by reference; a customer waits once in a campaign.
INSERT INTO dialer_entry (campaign_id, customer_id, case_id, reference, reason, script, priority, due_at, state, tries,
                          wants_id, why)
SELECT DISTINCT ON (wanted.customer)
       %(campaign)s, wanted.customer, wanted.case_id, wanted.reference, wanted.reason, wanted.script, wanted.priority,
       wanted.due_at, 'WAITING', 0, wanted.wants, ''
FROM unnest(%(customers)s::bigint[], %(cases)s::bigint[], %(references)s::text[], %(reasons)s::text[],
            %(scripts)s::text[], %(priorities)s::int[], %(dues)s::timestamptz[], %(wants)s::bigint[])
     AS wanted (customer, case_id, reference, reason, script, priority, due_at, wants)
ORDER BY wanted.customer, wanted.priority DESC
ON CONFLICT DO NOTHING
