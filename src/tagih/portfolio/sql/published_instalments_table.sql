-- Where the difference of schedules arrives by COPY.
CREATE TEMPORARY TABLE IF NOT EXISTS published_instalment (
    contract_no text, number int, due_date date, penalty numeric(18,2), fee numeric(18,2), interest numeric(18,2),
    principal numeric(18,2)
) ON COMMIT DROP
