-- Clock actions that changed or are gone; the table is emptied for the new ones.
WITH gone AS (
    DELETE FROM portfolio_clockaction a
    USING published_pause p JOIN portfolio_contract c ON c.contract_no = p.contract_no
    WHERE a.contract_id = c.id AND a.start_date = p.start_date AND a.end_date = p.end_date AND a.reason = p.reason
)
DELETE FROM published_pause
