-- What the customers feed says wins over a provisional row, never the other way round.
INSERT INTO portfolio_customer (
    customer_no, full_name, identity_type, birth_date, gender, language, occupation, is_vulnerable, deceased_on,
    is_provisional, identity_cipher, identity_hash, identity_masked
)
SELECT customer_no, full_name, coalesce(identity_type, ''), birth_date, coalesce(gender, ''), coalesce(language, ''),
       coalesce(occupation, ''), vulnerable, deceased_on, is_provisional, cipher, hash,
       coalesce(masked, '')
FROM published_customer
ORDER BY customer_no  -- the same people get the same numbers: the same files, the same day
ON CONFLICT (customer_no) DO UPDATE SET
    full_name = excluded.full_name, identity_type = excluded.identity_type, birth_date = excluded.birth_date,
    gender = excluded.gender, language = excluded.language, occupation = excluded.occupation,
    is_vulnerable = excluded.is_vulnerable, deceased_on = excluded.deceased_on,
    is_provisional = excluded.is_provisional, identity_cipher = excluded.identity_cipher,
    identity_hash = excluded.identity_hash, identity_masked = excluded.identity_masked
WHERE portfolio_customer.is_provisional OR NOT excluded.is_provisional
