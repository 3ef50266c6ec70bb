-- A case as it is now, locked until the transaction ends.
SELECT id, customer_id, branch_id, stage, status, close_reason, opened_on, closed_on, owner_id, team_id, bucket,
       oldest_unmet_due_on, overdue_amount, outstanding_principal, contract_count, next_action_at, callback_at,
       callback_by_id, last_contact_at
FROM cases_case WHERE id = %(case)s FOR UPDATE
