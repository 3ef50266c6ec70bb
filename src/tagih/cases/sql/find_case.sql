-- A case with customer and branch inside a row scope, and whether somebody has it in hand. Columns in the models' order.
SELECT c.id, c.customer_id, c.branch_id, c.stage, c.status, c.close_reason, c.opened_on, c.closed_on, c.owner_id, c.team_id,
       c.bucket, c.oldest_unmet_due_on, c.overdue_amount, c.outstanding_principal, c.contract_count, c.next_action_at,
       c.callback_at, c.callback_by_id, c.last_contact_at,
       k.id, k.customer_no, k.full_name, k.identity_type, k.identity_cipher, k.identity_hash, k.identity_masked,
       k.birth_date, k.gender, k.language, k.occupation, k.is_vulnerable, k.deceased_on, k.is_provisional,
       b.id, b.code, b.name, b.kind, b.parent_id, b.path, b.region_code, b.is_provisional, b.closed_on,
       EXISTS (SELECT FROM cases_workitem i
               WHERE i.case_id = c.id AND i.leased_by_id = %(holder)s AND i.status = 'LEASED')
FROM cases_case c
JOIN portfolio_customer k ON k.id = c.customer_id
JOIN staff_unit b ON b.id = c.branch_id
WHERE c.id = %(case)s AND EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS path WHERE starts_with(b.path, path))
