-- Identity numbers that an older key encrypted.
SELECT id FROM portfolio_customer
WHERE identity_cipher IS NOT NULL AND substring(identity_cipher FROM 2 FOR 4) <> %(key)s
ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
