-- Where the difference of customers arrives by COPY; identity numbers are encrypted by then.
CREATE TEMPORARY TABLE IF NOT EXISTS published_customer (
    customer_no text, full_name text, identity_type text, birth_date date, gender text, language text,
    occupation text, vulnerable boolean, deceased_on date, is_provisional boolean, cipher bytea, hash bytea, masked text
) ON COMMIT DROP
