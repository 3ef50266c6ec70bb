-- A contract that is in no file any more leaves scope as closed; its history stays.
UPDATE portfolio_contract
SET is_in_scope = false, status = 'CLOSED', oldest_unmet_due_on = NULL, next_due_on = NULL, dpd_offset = 0,
    clock_days = 0, instalments_overdue = 0, overdue_principal = 0, overdue_interest = 0, overdue_fee = 0,
    overdue_penalty = 0, penalty_per_day = 0, penalty_as_of = NULL, bucket = '', collectability = '1', balance = NULL,
    restated_at = NULL
WHERE contract_no = ANY(%(numbers)s)
