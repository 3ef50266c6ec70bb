-- New contracts in, changed ones over; what money restated meanwhile is told anew by the lake.
INSERT INTO portfolio_contract (
    contract_no, status, currency, disbursed_on, principal, tenor, instalment_amount, due_day,
    collateral_type, collateral_no, fiducia_no, fiducia_on, score, penalty_daily_rate, outstanding_principal,
    arithmetic, oldest_unmet_due_on, next_due_on, dpd_offset, clock_days, instalments_overdue,
    overdue_principal, overdue_interest, overdue_fee, overdue_penalty, penalty_per_day, bucket,
    collectability, penalty_as_of, balance, last_payment_on, last_payment_amount, is_in_scope, customer_id,
    product_id, branch_id
)
SELECT
    p.contract_no, coalesce(p.status, ''), coalesce(p.currency, ''), p.disbursed_on, p.principal, p.tenor,
    p.instalment_amount, p.due_day, coalesce(p.collateral_type, ''), coalesce(p.collateral_no, ''),
    coalesce(p.fiducia_no, ''), p.fiducia_on, p.score, p.penalty_daily_rate, p.outstanding_principal,
    coalesce(p.arithmetic, ''), p.oldest_unmet_due_on, p.next_due_on, p.dpd_offset, p.clock_days,
    p.instalments_overdue, p.overdue_principal, p.overdue_interest, p.overdue_fee, p.overdue_penalty,
    p.penalty_per_day, coalesce(p.bucket, ''), coalesce(p.collectability, ''), p.penalty_as_of, p.balance,
    p.last_payment_on, p.last_payment_amount, p.is_in_scope, c.id, r.id, u.id
FROM published_contract p
JOIN portfolio_customer c ON c.customer_no = p.customer_no
JOIN portfolio_product r ON r.code = p.product
JOIN staff_unit u ON u.code = upper(btrim(p.branch))
ORDER BY p.contract_no
ON CONFLICT (contract_no) DO UPDATE SET
    status = excluded.status, currency = excluded.currency, disbursed_on = excluded.disbursed_on,
    principal = excluded.principal, tenor = excluded.tenor, instalment_amount = excluded.instalment_amount,
    due_day = excluded.due_day, collateral_type = excluded.collateral_type,
    collateral_no = excluded.collateral_no, fiducia_no = excluded.fiducia_no,
    fiducia_on = excluded.fiducia_on, score = excluded.score,
    penalty_daily_rate = excluded.penalty_daily_rate, outstanding_principal = excluded.outstanding_principal,
    arithmetic = excluded.arithmetic, oldest_unmet_due_on = excluded.oldest_unmet_due_on,
    next_due_on = excluded.next_due_on, dpd_offset = excluded.dpd_offset, clock_days = excluded.clock_days,
    instalments_overdue = excluded.instalments_overdue, overdue_principal = excluded.overdue_principal,
    overdue_interest = excluded.overdue_interest, overdue_fee = excluded.overdue_fee,
    overdue_penalty = excluded.overdue_penalty, penalty_per_day = excluded.penalty_per_day,
    bucket = excluded.bucket, collectability = excluded.collectability,
    penalty_as_of = excluded.penalty_as_of, balance = excluded.balance,
    last_payment_on = excluded.last_payment_on, last_payment_amount = excluded.last_payment_amount,
    is_in_scope = excluded.is_in_scope, customer_id = excluded.customer_id, product_id = excluded.product_id,
    branch_id = excluded.branch_id, restated_at = NULL
