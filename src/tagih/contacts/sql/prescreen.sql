-- Everybody with an open contract and a point of their own for this channel, with a mark of all facts that the gate
-- asks about. Two people with one mark get one answer: times of attempts are reduced to the side of every boundary at
-- which a rule changes its mind (%(boundaries)s), days past due to the side of every limit (%(dpd_limits)s). Of several
-- points the most promising is asked about, as `rules.choice.choose` would have it.
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
), usable AS (
    SELECT p.*, concat_ws('/', p.kind, p.label, left(p.region_code, 2), p.zone, p.state) AS told
    FROM contacts_contactpoint p
    WHERE p.kind = ANY (%(kinds)s) AND p.owner_role = 'CONSUMER' AND p.unusable_reason = ''
      AND p.state IN ('VERIFIED', 'UNVERIFIED', 'SUSPECT')
), homes AS (
    SELECT DISTINCT ON (p.customer_id) p.customer_id, left(p.region_code, 2) AS told
    FROM contacts_contactpoint p
    WHERE p.kind = 'ADDRESS' AND p.owner_role = 'CONSUMER' AND p.region_code <> ''
      AND p.state NOT IN ('WRONG_PERSON', 'RETIRED') AND p.label IN ('BILLING', 'DOMICILE', 'HOME')
    ORDER BY p.customer_id, array_position(ARRAY['BILLING', 'DOMICILE', 'HOME'], p.label::text), p.id DESC
), choosers AS (
    -- who has one point has no choice: only the others are weighed, each with the clock of the person
    SELECT s.customer_id, coalesce(v.zone, s.zone, 'WIB') AS zone
    FROM (SELECT customer_id, (array_agg(zone ORDER BY id) FILTER (WHERE zone IN ('WIB', 'WITA', 'WIT')))[1] AS zone
          FROM usable GROUP BY customer_id HAVING count(*) > 1) s
    LEFT JOIN homes h USING (customer_id)
    LEFT JOIN unnest(%(provinces)s::text[], %(zones)s::text[]) AS v(province, zone) ON v.province = h.told
), norms AS (
    -- what is compared, by kind of point and clock: the chance of an answer in the hours that count
    SELECT * FROM jsonb_to_recordset(%(norms)s::jsonb) AS t(
        kind text, zone text, today date, weekday int, compared int[], pattern float8[], hours float8[],
        weekdays float8[], mean float8, firmness float8, third_weight float8, steady float8, level_firmness float8,
        hour_firmness float8, shares jsonb, guess float8)
), weighed AS (
    -- `rules.choice.rate` for many: who answers there, times whether anybody does
    SELECT u.id, round(%(alike)s::float8 * who.chance * answer.chance) AS reach
    FROM choosers c
    JOIN usable u USING (customer_id)
    JOIN norms n ON n.kind = u.kind AND n.zone = c.zone
    LEFT JOIN contacts_pointbelief b ON b.contact_point_id = u.id
    CROSS JOIN LATERAL (
        SELECT power(2::float8, -greatest(extract(epoch FROM %(now)s - b.as_of)::float8, 0)
                / (%(half_life_days)s::float8 * 86400)) AS remains,
            CASE WHEN b.rival_at IS NULL THEN 0 ELSE power(2::float8, -greatest(
                extract(epoch FROM %(now)s - b.rival_at)::float8, 0) / (%(half_life_days)s::float8 * 86400)) END AS rival,
            coalesce(b.tried > 0, false) AS tried,
            'CONSUMER|' || u.source AS source,
            coalesce(width_bucket(n.today - u.obtained_on, %(ages)s::int[]), -1) AS age
    ) f
    CROSS JOIN LATERAL (
        SELECT coalesce((n.shares ->> (f.source || '|' || f.age))::float8, (n.shares ->> f.source)::float8,
                (n.shares ->> 'CONSUMER')::float8, n.guess)
            * CASE WHEN u.state = 'SUSPECT' THEN %(suspect)s::float8 ELSE 1 END AS share
    ) g
    CROSS JOIN LATERAL (
        SELECT CASE WHEN u.state = 'VERIFIED' AND coalesce(b."right", 0) = 0
            THEN (n.firmness * g.share + 1) / (n.firmness + 1) ELSE g.share END AS prior
    ) p
    CROSS JOIN LATERAL (
        SELECT least((n.firmness * p.prior + coalesce(b."right" * f.remains, 0)) / (n.firmness
            + coalesce((b."right" + b.wrong + b.dead + n.third_weight * b.third) * f.remains, 0)
            + %(rival_weight)s::float8 * f.rival), greatest(n.steady, p.prior)) AS chance
    ) who
    CROSS JOIN LATERAL (
        SELECT (n.level_firmness + b.answered * f.remains) / (n.level_firmness + f.remains
                * (h.expected + greatest(b.tried - h.placed, 0) * n.mean)
                * coalesce(w.mixed / nullif(w.placed, 0), 1)) AS readiness
        FROM (SELECT coalesce(sum((value ->> 0)::float8 * n.hours[key::int + 1]), 0) AS expected,
                  coalesce(sum((value ->> 0)::float8), 0) AS placed
              FROM jsonb_each(b.hours) WHERE f.tried) h,
             (SELECT sum((value ->> 0)::float8 * n.weekdays[key::int + 1]) AS mixed, sum((value ->> 0)::float8) AS placed
              FROM jsonb_each(b.weekdays) WHERE f.tried) w
    ) l
    CROSS JOIN LATERAL (
        SELECT (%(weekday_firmness)s::float8 + f.remains * coalesce((b.weekdays -> n.weekday::text ->> 1)::float8, 0))
            / (%(weekday_firmness)s::float8 + f.remains * coalesce((b.weekdays -> n.weekday::text ->> 0)::float8, 0)
                * l.readiness * n.mean * n.weekdays[n.weekday + 1]) AS on_day
    ) d
    CROSS JOIN LATERAL (
        -- the hours of a block are looked up by name: to unfold all hours again for each point is dearer
        SELECT avg(least(n.pattern[hour + 1] * CASE WHEN f.tried THEN l.readiness * d.on_day
                * (n.hour_firmness + f.remains * k.answered) / (n.hour_firmness + f.remains * l.readiness * k.due)
            ELSE 1 END, %(surest)s::float8)) AS chance
        FROM unnest(n.compared) AS hour
        CROSS JOIN LATERAL (
            SELECT sum((b.hours -> slot::text ->> 1)::float8) AS seen,
                sum((b.hours -> slot::text ->> 0)::float8 * n.hours[slot + 1]) AS expected
            FROM generate_series(hour - hour %% %(block)s, hour - hour %% %(block)s + %(block)s - 1) AS slot
            WHERE f.tried) s
        CROSS JOIN LATERAL (SELECT coalesce(s.seen, 0) AS answered, coalesce(s.expected, 0) AS due) k
    ) answer
), points AS (
    SELECT DISTINCT ON (u.customer_id) u.customer_id, u.id, u.value_hash, u.told
    FROM usable u
    LEFT JOIN weighed w USING (id)
    ORDER BY u.customer_id, w.reach DESC NULLS LAST,
        array_position(ARRAY['VERIFIED', 'UNVERIFIED', 'SUSPECT'], u.state::text),
        u.reached_at DESC NULLS LAST, u.failures, u.obtained_on DESC NULLS LAST, u.id DESC
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
    coalesce(a.told, '-'), coalesce(f.told, '-'), coalesce(k.told, '-'), coalesce(e.told, '-'),
    coalesce(w.told, '-'), coalesce(l.told, '-'), coalesce(g.told, '-'), u.is_vulnerable,
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
