-- Everybody with an open contract and a point of their own for this channel, with a mark of all facts that the gate
-- asks about. Two people with one mark get one answer: times of attempts are reduced to the side of every boundary at
-- which a rule changes its mind (%(boundaries)s), days past due to the side of every limit (%(dpd_limits)s).
WITH contracts AS (
    SELECT c.customer_id,
        string_agg(DISTINCT concat_ws('/', c.product_id, c.status,
            CASE WHEN c.arithmetic = 'NONE' THEN '?' ELSE width_bucket(
                CASE WHEN c.oldest_unmet_due_on IS NULL THEN 0
                     ELSE %(today)s::date - c.oldest_unmet_due_on + c.dpd_offset END, %(dpd_limits)s::int[])::text END,
            (SELECT string_agg(DISTINCT concat_ws(':', r.kind, r.due_on), ',')
             FROM contacts_restraint r
             WHERE r.customer_id = c.customer_id AND r.contract_no = c.contract_no
               AND (r.ends_at IS NULL OR r.ends_at > %(now)s))), ';') AS told
    FROM portfolio_contract c
    GROUP BY c.customer_id
), points AS (
    SELECT DISTINCT ON (p.customer_id) p.customer_id, p.id, p.value_hash,
        concat_ws('/', p.kind, p.label, left(p.region_code, 2), p.zone, p.state) AS told
    FROM contacts_contactpoint p
    WHERE p.kind = ANY (%(kinds)s) AND p.owner_role = 'CONSUMER' AND p.unusable_reason = ''
      AND p.state IN ('VERIFIED', 'UNVERIFIED', 'SUSPECT')
    ORDER BY p.customer_id, array_position(ARRAY['VERIFIED', 'UNVERIFIED', 'SUSPECT'], p.state::text),
        p.reached_at DESC NULLS LAST, p.failures, p.obtained_on DESC NULLS LAST, p.id DESC
), homes AS (
    SELECT DISTINCT ON (p.customer_id) p.customer_id, left(p.region_code, 2) AS told
    FROM contacts_contactpoint p
    WHERE p.kind = 'ADDRESS' AND p.owner_role = 'CONSUMER' AND p.region_code <> ''
      AND p.state NOT IN ('WRONG_PERSON', 'RETIRED') AND p.label IN ('BILLING', 'DOMICILE', 'HOME')
    ORDER BY p.customer_id, array_position(ARRAY['BILLING', 'DOMICILE', 'HOME'], p.label::text), p.id DESC
), attempts AS (
    SELECT a.customer_id,
        string_agg(concat_ws('/', a.channel, a.result_class, a.is_abandoned, a.value_hash = p.value_hash,
            width_bucket(a.opened_at, %(boundaries)s::timestamptz[]),
            width_bucket(a.opened_at - interval '1 microsecond', %(boundaries)s::timestamptz[])), ';'
            ORDER BY a.opened_at, a.id) AS told
    FROM contacts_attempt a
    JOIN points p USING (customer_id)
    WHERE a.state <> 'CANCELLED' AND a.opened_at > %(now)s::timestamptz - interval '9 days'
    GROUP BY a.customer_id
), flags AS (
    SELECT f.customer_id, string_agg(DISTINCT f.flag, ',') AS told
    FROM contacts_personflag f
    WHERE f.ends_at IS NULL OR f.ends_at > %(now)s
    GROUP BY f.customer_id
), consents AS (
    SELECT k.customer_id,
        string_agg(concat_ws('/', k.scope, k.granted_on, coalesce(k.revoked_on::text, '-')), ';' ORDER BY k.id) AS told
    FROM contacts_consent k
    GROUP BY k.customer_id
), wishes AS (
    SELECT w.customer_id, concat_ws('/', coalesce(w.not_before::text, '-'), coalesce(w.not_after::text, '-'),
        coalesce(w.days::text, '-'), w.refused_channels) AS told
    FROM contacts_wish w
    WHERE w.ends_at IS NULL
), letters AS (
    SELECT l.customer_id, string_agg(concat_ws('/', l.contract_no, l.kind, coalesce(l.delivered_on::text, '-'),
        l.content), ';' ORDER BY l.id) AS told
    FROM contacts_letterrecord l
    WHERE l.withdrawn_at IS NULL AND %(asks_letters)s
    GROUP BY l.customer_id
), assigned AS (
    SELECT l.customer_id, max(l.valid_until)::text AS told
    FROM contacts_assignmentletter l
    WHERE l.agent_id = %(agent)s AND l.customer_id IS NOT NULL AND l.withdrawn_at IS NULL AND l.valid_from <= %(today)s
    GROUP BY l.customer_id
), elsewhere AS (
    SELECT r.customer_id, string_agg(DISTINCT concat_ws(':', r.kind, r.due_on), ',') AS told
    FROM contacts_restraint r
    WHERE (r.ends_at IS NULL OR r.ends_at > %(now)s)
      AND NOT EXISTS (SELECT 1 FROM portfolio_contract c
                      WHERE c.customer_id = r.customer_id AND c.contract_no = r.contract_no)
    GROUP BY r.customer_id
)
SELECT p.customer_id, p.id, hashtextextended(concat_ws('|', p.told, coalesce(c.told, '-'), coalesce(h.told, '-'),
    coalesce(a.told, '-'), coalesce(f.told, '-'), coalesce(k.told, '-'), coalesce(e.told, '-'), coalesce(w.told, '-'), coalesce(l.told, '-'), coalesce(g.told, '-'), u.is_vulnerable,
    u.deceased_on IS NOT NULL), 0)
FROM points p
JOIN portfolio_customer u ON u.id = p.customer_id
LEFT JOIN contracts c USING (customer_id)
LEFT JOIN homes h USING (customer_id)
LEFT JOIN attempts a USING (customer_id)
LEFT JOIN flags f USING (customer_id)
LEFT JOIN consents k USING (customer_id)
LEFT JOIN elsewhere e USING (customer_id)
LEFT JOIN wishes w USING (customer_id)
LEFT JOIN letters l USING (customer_id)
LEFT JOIN assigned g USING (customer_id)
