-- Money that waited for its contract is matched when the contract appears.
UPDATE payments_payment p SET contract_id = c.id, match = 'MATCHED'
FROM portfolio_contract c
WHERE p.contract_id IS NULL AND p.match IN ('MATCHED', 'SUSPENSE') AND c.contract_no = p.contract_no
