-- The bank's own digits, then the contract's key and a check digit: (sum of key digits times place) mod 10.
INSERT INTO payments_paycode (bank_id, contract_id, number, made_at)
SELECT b.id, c.id,
       b.service_id || lpad(c.id::text, 10, '0') || (
           SELECT sum(substr(lpad(c.id::text, 10, '0'), place, 1)::int * place) %% 10 FROM generate_series(1, 10) place
       )::text,
       %(now)s
FROM payments_bank b
JOIN portfolio_contract c ON c.is_in_scope AND c.status IN ('ACTIVE', 'WRITTEN_OFF')
WHERE b.is_active AND (%(contract)s::bigint IS NULL OR c.id = %(contract)s)
ON CONFLICT DO NOTHING
