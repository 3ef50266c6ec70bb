-- Evidence from a bulk of outcomes, each told once. Who answered is believed only of the person named, or where one
-- person alone has the value; that a value is dead, or was delivered to, is true of everybody who has it.
WITH matched AS (
    SELECT p.id, p.customer_id, p.zone, p.region_code, t.evidence, t.outcome, t.at, t.key
    FROM told_outcomes t
    JOIN contacts_contactpoint p ON p.value_hash = t.value_hash AND p.kind = ANY (t.kinds)
    LEFT JOIN portfolio_customer c ON c.id = p.customer_id AND t.customer_no <> ''
    WHERE CASE
        WHEN t.customer_no <> '' THEN c.customer_no = t.customer_no
        WHEN t.outcome = ANY (%(of_value)s) THEN true
        ELSE NOT EXISTS (SELECT 1 FROM contacts_contactpoint o
                         WHERE o.value_hash IN (t.value_hash, t.other_hash) AND o.customer_id <> p.customer_id)
    END
), placed AS (
    SELECT m.*, coalesce(
        z.name,
        CASE m.zone WHEN 'WIB' THEN 'Asia/Jakarta' WHEN 'WITA' THEN 'Asia/Makassar' WHEN 'WIT' THEN 'Asia/Jayapura' END,
        'Asia/Jakarta') AS clock
    FROM matched m
    LEFT JOIN LATERAL (
        SELECT h.region_code FROM contacts_contactpoint h
        WHERE h.customer_id = m.customer_id AND h.kind = 'ADDRESS' AND h.owner_role = 'CONSUMER' AND h.region_code <> ''
          AND h.state NOT IN ('WRONG_PERSON', 'RETIRED') AND h.label IN ('BILLING', 'DOMICILE', 'HOME')
        ORDER BY array_position(ARRAY['BILLING', 'DOMICILE', 'HOME'], h.label::text), h.id DESC
        LIMIT 1) home ON m.evidence IN ('DIAL', 'VISIT')
    LEFT JOIN unnest(%(provinces)s::text[], %(zones)s::text[]) AS z(province, name)
      ON z.province = left(coalesce(home.region_code, m.region_code), 2)
), written AS (
    INSERT INTO contacts_evidence (contact_point_id, kind, outcome, at, recorded_at, hour, weekday, source, key)
    SELECT id, evidence, outcome, at, %(now)s,
        CASE WHEN evidence IN ('DIAL', 'VISIT') THEN extract(hour FROM at AT TIME ZONE clock) END,
        CASE WHEN evidence IN ('DIAL', 'VISIT') THEN extract(isodow FROM at AT TIME ZONE clock) - 1 END,
        %(source)s, key
    FROM placed
    ON CONFLICT (contact_point_id, key) DO NOTHING
    RETURNING contact_point_id
), touched AS (
    INSERT INTO touched_points SELECT DISTINCT contact_point_id FROM written ON CONFLICT DO NOTHING
)
SELECT count(*) AS written FROM written
