-- One row a point: two spellings of one number in the feed are one point, the newest says what is known of it.
WITH laid AS (
    INSERT INTO contacts_contactpoint AS held (
        customer_id, kind, value_cipher, value_hash, masked, owner_role, owner_name, label, region_code, postal_code,
        latitude, longitude, zone, source, obtained_on, state, unusable_reason, failures)
    SELECT DISTINCT ON (l.customer_id, l.kind, l.value_hash, l.owner_role)
        l.customer_id, l.kind, l.value_cipher, l.value_hash, l.masked, l.owner_role, l.owner_name, l.label,
        l.region_code, l.postal_code, l.latitude, l.longitude, l.zone, l.source, l.obtained_on, 'UNVERIFIED',
        l.unusable_reason, 0
    FROM landed_points l
    ORDER BY l.customer_id, l.kind, l.value_hash, l.owner_role, l.obtained_on DESC NULLS LAST, l.digest
    ON CONFLICT (customer_id, kind, value_hash, owner_role) DO UPDATE SET
        owner_name = excluded.owner_name, label = excluded.label, region_code = excluded.region_code,
        postal_code = excluded.postal_code, latitude = excluded.latitude, longitude = excluded.longitude,
        source = excluded.source, obtained_on = excluded.obtained_on
    WHERE (held.owner_name, held.label, held.region_code, held.postal_code, held.latitude, held.longitude, held.source,
           held.obtained_on)
        IS DISTINCT FROM (excluded.owner_name, excluded.label, excluded.region_code, excluded.postal_code,
           excluded.latitude, excluded.longitude, excluded.source, excluded.obtained_on)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new) AS added, count(*) FILTER (WHERE NOT is_new) AS changed FROM laid
