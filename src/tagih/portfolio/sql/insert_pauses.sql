INSERT INTO portfolio_clockaction (contract_id, start_date, end_date, reason)
SELECT c.id, p.start_date, p.end_date, p.reason
FROM published_pause p JOIN portfolio_contract c ON c.contract_no = p.contract_no
ON CONFLICT DO NOTHING
