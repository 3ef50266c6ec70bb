-- What waits for a person and says something that money has settled. Messages of service are about something else.
WITH standing AS (
    SELECT contract_no, next_due_on,
           oldest_unmet_due_on IS NOT NULL AND overdue_principal + overdue_interest + overdue_fee > 0 AS is_late
    FROM portfolio_contract
    WHERE customer_id = %(customer)s AND status IN ('ACTIVE', 'WRITTEN_OFF')
), waiting AS (
    SELECT m.id, m.attempt_id FROM messaging_message m
    WHERE m.customer_id = %(customer)s AND m.state IN ('QUEUED', 'RESERVED') AND NOT m.is_service
      AND NOT EXISTS (
        SELECT FROM standing s
        WHERE (m.contract_no = '' OR s.contract_no = m.contract_no)
          AND (s.is_late OR (m.about_due_on IS NOT NULL AND s.next_due_on <= m.about_due_on))
      )
    FOR UPDATE
)
UPDATE messaging_message m
SET state = 'CANCELLED', problem = 'PAID', closed_at = %(now)s
FROM waiting WHERE waiting.id = m.id
RETURNING m.id, waiting.attempt_id
