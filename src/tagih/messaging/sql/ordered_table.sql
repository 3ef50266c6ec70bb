CREATE TEMPORARY TABLE IF NOT EXISTS ordered_message (
    place integer, id uuid, reference text, customer_id bigint, case_id bigint, template text, contract_no text,
    about_due_on date, due_at timestamptz, expires_at timestamptz, priority integer, reason text, step text, arm text,
    extra jsonb
) ON COMMIT DELETE ROWS
