-- The figures of contracts that money changed between two rounds.
UPDATE portfolio_contract c
SET arithmetic = t.arithmetic, oldest_unmet_due_on = t.oldest_unmet_due_on, next_due_on = t.next_due_on,
    dpd_offset = t.dpd_offset, clock_days = t.clock_days, instalments_overdue = t.instalments_overdue,
    overdue_principal = t.overdue_principal, overdue_interest = t.overdue_interest, overdue_fee = t.overdue_fee,
    overdue_penalty = t.overdue_penalty, penalty_per_day = t.penalty_per_day, penalty_as_of = t.penalty_as_of,
    bucket = t.bucket, collectability = t.collectability, last_payment_on = t.last_payment_on,
    last_payment_amount = t.last_payment_amount, restated_at = %(now)s
FROM jsonb_to_recordset(%(rows)s::jsonb) AS t (
    id bigint, arithmetic text, oldest_unmet_due_on date, next_due_on date, dpd_offset int, clock_days int,
    instalments_overdue int, overdue_principal numeric, overdue_interest numeric, overdue_fee numeric,
    overdue_penalty numeric, penalty_per_day numeric, penalty_as_of date, bucket text, collectability text,
    last_payment_on date, last_payment_amount numeric)
WHERE c.id = t.id
