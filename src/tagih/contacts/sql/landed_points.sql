-- Where changed feed rows wait inside the transaction of one publication.
CREATE TEMPORARY TABLE IF NOT EXISTS landed_points (
    digest text NOT NULL,
    customer_id bigint NOT NULL,
    kind text NOT NULL,
    value_cipher bytea NOT NULL,
    value_hash bytea NOT NULL,
    masked text NOT NULL,
    owner_role text NOT NULL,
    owner_name text NOT NULL,
    label text NOT NULL,
    region_code text NOT NULL,
    postal_code text NOT NULL,
    latitude numeric(9, 6),
    longitude numeric(9, 6),
    zone text NOT NULL,
    source text NOT NULL,
    obtained_on date,
    unusable_reason text NOT NULL
) ON COMMIT DROP;
TRUNCATE landed_points
