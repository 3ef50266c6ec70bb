-- Where the core system's payments arrive by COPY.
CREATE TEMPORARY TABLE IF NOT EXISTS fed_payment (
    payment_ref text, contract_no text, paid_on date, amount numeric(18,2), channel text, reversal_of text,
    recorded_at timestamp, fed_on date
) ON COMMIT DROP
