-- What a desk page reads, beside the rows of the hand-out: contracts, numbers, addresses, history, promises. 8 in 10
-- people have five activities over half a year, 1 in 5 has ten.
INSERT INTO staff_certificate (person_id, kind, number, issuer, valid_from, valid_until, suspend_reason)
SELECT n, 'DESK', 'S' || n, 'LSP', '2024-01-01', '2030-01-01', '' FROM generate_series(1, %(people)s) n;
INSERT INTO portfolio_product (id, code, name, is_provisional, is_sharia) VALUES (1000, 'BENCH', 'Bench', false, false);
INSERT INTO portfolio_contract (contract_no, customer_id, product_id, branch_id, currency, status, principal, tenor,
    instalment_amount, due_day, outstanding_principal, collateral_type, collateral_no, fiducia_no, arithmetic,
    oldest_unmet_due_on, next_due_on, dpd_offset, clock_days, instalments_overdue, overdue_principal, overdue_interest,
    overdue_fee, overdue_penalty, penalty_per_day, bucket, collectability, is_in_scope)
SELECT 'K' || n || '-' || k, n, 1000, 2 + n %% 100, 'IDR', 'ACTIVE', 18000000, 24, 750000, 5, 12000000, 'MOTOR',
       'B ' || n, '', 'NONE', date '2026-11-01', date '2026-12-01', 0, 0, 1, 600000, 150000, 0, 0, 0, 'C0', '', true
FROM generate_series(1, %(items)s) n, generate_series(1, 1 + (n %% 10 = 0)::int) k;
INSERT INTO contacts_contactpoint (customer_id, kind, value_cipher, value_hash, masked, owner_role, owner_name, label,
    region_code, postal_code, zone, source, state, unusable_reason, failures)
SELECT n, kind, %(cipher)s, sha256((kind || label || n)::bytea), shown, role, '', label, region, '', zone, 'FEED',
       'UNVERIFIED', '', 0
FROM generate_series(1, %(items)s) n,
     (VALUES ('PHONE', 'MOBILE', '', '', '0812-****-123', 'CONSUMER'),
             ('PHONE', 'MOBILE', '', '', '0857-****-456', 'EMERGENCY_CONTACT'),
             ('ADDRESS', 'DOMICILE', '18.71', 'WIB', 'Jl. ***', 'CONSUMER')) p(kind, label, region, zone, shown, role);
INSERT INTO cases_activity (id, case_id, action_id, result_id, party_id, agent_id, team_id, contact_point_id,
    started_at, ended_at, notes, business_date, dpd, bucket, overdue_amount)
SELECT gen_random_uuid(), n, %(action)s, %(result)s, %(party)s, 1 + n %% %(people)s, 201 + n %% 100, 3 * n - 2,
       at, at + interval '2 minutes', 'tidak diangkat', at::date, 10, 'C0', 750000
FROM generate_series(1, %(items)s) n, generate_series(1, 4 + 5 * (n %% 5 = 0)::int) k,
     LATERAL (SELECT timestamptz '2026-11-20 03:00+00' - k * interval '17 days' - n %% 400 * interval '1 minute' AS at) w;
INSERT INTO cases_promise (case_id, status, made_at, made_on, made_by_id, team_id, bucket, tolerance, grace_days, total,
    paid, last_due_on, judged_at, cancel_reason)
SELECT n, 'BROKEN', '2026-10-20 03:00+00', '2026-10-20', 1 + n %% %(people)s, 201 + n %% 100, 'C0', 0, 0, 750000, 0,
       '2026-10-23', '2026-10-23 13:00+00', ''
FROM generate_series(1, %(items)s, 5) n
