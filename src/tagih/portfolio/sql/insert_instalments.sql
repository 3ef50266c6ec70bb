INSERT INTO portfolio_instalment (contract_id, number, due_date, principal, interest, fee, penalty)
SELECT c.id, p.number, p.due_date, p.principal, p.interest, p.fee, p.penalty
FROM published_instalment p JOIN portfolio_contract c ON c.contract_no = p.contract_no
