-- The foremost entries that wait, taken: nobody else dials them. Those whose work somebody has in hand stay.
WITH chosen AS (
    SELECT e.id
    FROM dialer_entry e
    WHERE e.campaign_id = %(campaign)s AND e.state = 'WAITING' AND e.due_at <= %(now)s
      AND NOT EXISTS (SELECT FROM cases_workitem i WHERE i.case_id = e.case_id AND i.status = 'LEASED')
      AND NOT EXISTS (SELECT FROM dialer_entry o WHERE o.customer_id = e.customer_id AND o.state = 'TAKEN')
    ORDER BY e.priority DESC, e.due_at, e.id
    LIMIT %(most)s
    FOR UPDATE SKIP LOCKED
)
UPDATE dialer_entry SET state = 'TAKEN' FROM chosen WHERE dialer_entry.id = chosen.id
RETURNING dialer_entry.id, dialer_entry.customer_id, dialer_entry.case_id, dialer_entry.priority,
          dialer_entry.tries, dialer_entry.wants_id
