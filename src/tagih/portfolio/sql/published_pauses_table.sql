-- Where the difference of clock actions arrives by COPY.
CREATE TEMPORARY TABLE IF NOT EXISTS published_pause (contract_no text, start_date date, end_date date, reason text) ON COMMIT DROP
