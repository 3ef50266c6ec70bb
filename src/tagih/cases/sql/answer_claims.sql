-- Lifts holds for money that was said to be paid, once money recorded since then has arrived.
UPDATE cases_hold h
SET lifted_at = %(now)s, lift_reason = 'MONEY_ARRIVED'
FROM cases_case k
WHERE k.id = h.case_id AND h.lifted_at IS NULL AND h.reason = 'CLAIM_PAID'
  AND (%(customers)s::bigint[] IS NULL OR k.customer_id = ANY (%(customers)s::bigint[]))
  AND EXISTS (
      SELECT FROM portfolio_contract c
      JOIN payments_payment y ON y.contract_id = c.id
      WHERE c.customer_id = k.customer_id AND (h.contract_no = '' OR c.contract_no = h.contract_no)
        AND y.reversal_of = '' AND y.recorded_at >= h.starts_at)
RETURNING h.id, h.case_id, k.customer_id
