-- The values that a review of shared numbers looks at inside this transaction.
CREATE TEMPORARY TABLE IF NOT EXISTS asked_values (value_hash bytea PRIMARY KEY) ON COMMIT DROP;
TRUNCATE asked_values
