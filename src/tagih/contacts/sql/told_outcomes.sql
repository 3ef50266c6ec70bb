-- Where the rows of a bulk of outcomes wait inside the transaction.
CREATE TEMPORARY TABLE IF NOT EXISTS told_outcomes (
    value_hash bytea NOT NULL,
    other_hash bytea NOT NULL,  -- of the same value; the same one unless the search key changes
    kinds text[] NOT NULL,
    evidence text NOT NULL,
    outcome text NOT NULL,
    at timestamptz NOT NULL,
    customer_no text NOT NULL,
    key text NOT NULL
) ON COMMIT DROP;
TRUNCATE told_outcomes
