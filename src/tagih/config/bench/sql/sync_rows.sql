-- A branch with its team, and people with an open case each; doors come through the operation that adds them.
INSERT INTO staff_unit (id, code, name, kind, parent_id, path, region_code, is_provisional)
VALUES (1, 'PT', 'PT', 'COMPANY', NULL, '1.', '', false), (2, 'CB', 'CB', 'BRANCH', 1, '1.2.', '18.71', false),
       (3, 'TIM', 'TIM', 'TEAM', 2, '1.2.3.', '', false);
INSERT INTO portfolio_customer (id, customer_no, full_name, identity_type, identity_masked, gender, language,
                                occupation, is_vulnerable, is_provisional)
SELECT n, 'N' || n, 'Nama ' || n, '', '', '', '', '', false, false FROM generate_series(1, %(doors)s) n;
INSERT INTO cases_case (id, customer_id, branch_id, stage, status, close_reason, opened_on, bucket,
                        oldest_unmet_due_on, overdue_amount, outstanding_principal, contract_count)
SELECT n, n, 2, 'LATE', 'OPEN', '', '2026-11-20', 'C0', '2026-11-01', 1000000, 12000000, 1
FROM generate_series(1, %(doors)s) n
