-- Branches with a team each, people in the teams, and an item ready for every case.
INSERT INTO staff_unit (id, code, name, kind, parent_id, path, region_code, is_provisional)
VALUES (1, 'PT', 'PT', 'COMPANY', NULL, '1.', '', false);
INSERT INTO staff_unit (id, code, name, kind, parent_id, path, region_code, is_provisional)
SELECT 1 + n, 'CB' || n, 'CB' || n, 'BRANCH', 1, '1.' || (1 + n) || '.', '', false FROM generate_series(1, 100) n;
INSERT INTO staff_unit (id, code, name, kind, parent_id, path, region_code, is_provisional)
SELECT 200 + n, 'TIM' || n, 'TIM' || n, 'TEAM', 1 + n, '1.' || (1 + n) || '.' || (200 + n) || '.', '', false
FROM generate_series(1, 100) n;
INSERT INTO staff_person (id, password, username, employee_no, full_name, email, language, theme, is_active,
                          must_change_password, joined_on)
SELECT n, '', 'p' || n, 'E' || n, 'P ' || n, '', 'id', 'auto', true, false, '2025-01-01'
FROM generate_series(1, %(people)s) n;
INSERT INTO staff_membership (person_id, unit_id, role, starts_on)
SELECT n, 201 + n %% 100, 'AGENT', '2025-01-01' FROM generate_series(1, %(people)s) n;
INSERT INTO portfolio_customer (id, customer_no, full_name, identity_type, identity_masked, gender, language,
                                occupation, is_vulnerable, is_provisional)
SELECT n, 'N' || n, 'Nama ' || n, '', '', '', '', '', false, false FROM generate_series(1, %(items)s) n;
INSERT INTO cases_case (id, customer_id, branch_id, stage, status, close_reason, opened_on, bucket,
                        oldest_unmet_due_on, overdue_amount, outstanding_principal, contract_count)
SELECT n, n, 2 + n %% 100, (ARRAY['EARLY', 'LATE', 'REMEDIAL'])[1 + n %% 3], 'OPEN', '', '2026-11-20', 'C0',
       '2026-11-01', 1000000, 12000000, 1
FROM generate_series(1, %(items)s) n;
INSERT INTO cases_queue (id, code, name, stage, unit_id, is_paused)
SELECT 1 + 3 * n + s, 'Q' || n || '-' || s, 'Q', (ARRAY['EARLY', 'LATE', 'REMEDIAL'])[1 + s], 2 + n, false
FROM generate_series(0, 99) n, generate_series(0, 2) s;
INSERT INTO cases_queue_teams (queue_id, unit_id)
SELECT 1 + 3 * n + s, 201 + n FROM generate_series(0, 99) n, generate_series(0, 2) s;
INSERT INTO cases_workitem (id, case_id, queue_id, is_moved, precedence, priority, reasons, facts_hash, due_at,
                            business_date, status, close_reason)
SELECT n, n, 1 + 3 * (n %% 100) + n %% 3, false, CASE WHEN n %% 20 = 0 THEN 20 ELSE 90 END, n * 7919 %% 100,
       '[{"code": "AMOUNT", "facts": {"amount": "1000000.00"}}]', 0, '2026-11-20', '2026-11-20', 'READY', ''
FROM generate_series(1, %(items)s::bigint) n
