-- Facts are only added. A second reversal of one payment finds the first one there.
INSERT INTO payments_payment (
    payment_ref, contract_no, contract_id, match, paid_on, recorded_at, amount, channel, reversal_of, source, fed_on
)
SELECT f.payment_ref, f.contract_no, c.id, CASE WHEN c.id IS NULL THEN 'SUSPENSE' ELSE 'MATCHED' END, f.paid_on,
       coalesce(f.recorded_at AT TIME ZONE 'UTC', %(now)s), f.amount, coalesce(f.channel, ''),
       coalesce(f.reversal_of, ''), 'FEED', f.fed_on
FROM fed_payment f LEFT JOIN portfolio_contract c ON c.contract_no = f.contract_no
ORDER BY f.payment_ref
ON CONFLICT DO NOTHING
