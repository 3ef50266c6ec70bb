INSERT INTO portfolio_customer (id, customer_no, full_name, identity_type, identity_masked, gender, language,
                                occupation, is_vulnerable, is_provisional)
SELECT n, 'C' || n, 'Debitur ' || n, '', '', '', '', '', false, false FROM generate_series(1, %(people)s) n
