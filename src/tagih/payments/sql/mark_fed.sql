-- What a notice told first, the core system tells too.
UPDATE payments_payment p SET fed_on = f.fed_on
FROM fed_payment f
WHERE f.payment_ref = p.payment_ref AND p.fed_on IS NULL
