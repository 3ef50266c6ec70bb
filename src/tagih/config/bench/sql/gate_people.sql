-- Agents and a million people for the gate: each person with a contract twelve days late, a number and an address in
-- Lampung.
INSERT INTO staff_unit (id, code, name, kind, path, region_code, is_provisional)
VALUES (1, 'HQ', 'HQ', 'COMPANY', '1.', '', false);
INSERT INTO portfolio_product (id, code, name, is_provisional, is_sharia) VALUES (1, 'M', 'M', false, false);
INSERT INTO staff_person (id, password, username, employee_no, full_name, email, language, theme, is_active,
                          must_change_password, joined_on)
SELECT n, '', 'bench' || n, 'bench' || n, 'Bench ' || n, '', 'id', 'auto', true, false, '2024-01-01'
FROM generate_series(1, %(callers)s) n;
INSERT INTO staff_certificate (person_id, kind, number, issuer, valid_from, valid_until, suspend_reason)
SELECT n, 'DESK', n::text, 'LSP', '2024-01-01', '2030-01-01', '' FROM generate_series(1, %(callers)s) n;
INSERT INTO portfolio_customer (id, customer_no, full_name, identity_type, identity_masked, gender, language,
                                occupation, is_vulnerable, is_provisional)
SELECT n, 'C' || n, 'Debitur ' || n, '', '', '', '', '', false, false FROM generate_series(1, %(people)s) n;
INSERT INTO portfolio_contract (contract_no, customer_id, product_id, branch_id, currency, status, collateral_type,
    collateral_no, fiducia_no, arithmetic, oldest_unmet_due_on, dpd_offset, clock_days, instalments_overdue,
    overdue_principal, overdue_interest, overdue_fee, overdue_penalty, penalty_per_day, bucket, collectability,
    is_in_scope)
SELECT 'K' || n, n, 1, 1, 'IDR', 'ACTIVE', '', '', '', 'BALANCE', date '2026-11-10', 0, 0, 1, 0, 0, 0, 0, 0, '', '',
    true
FROM generate_series(1, %(people)s) n;
INSERT INTO contacts_contactpoint (customer_id, kind, value_cipher, value_hash, masked, owner_role, owner_name, label,
    region_code, postal_code, zone, source, state, unusable_reason, failures)
SELECT n, kind, '\x00', sha256((kind || n)::bytea), '-', 'CONSUMER', '', label, region, '', '', '', 'VERIFIED', '', 0
FROM generate_series(1, %(people)s) n,
     (VALUES ('PHONE', 'MOBILE', ''), ('ADDRESS', 'DOMICILE', '18.71')) p(kind, label, region);
