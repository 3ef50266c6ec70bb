-- What the choice of the next number needs of these people, in one round trip: usable points of their own with what is
-- believed of them, the region of the home, and the newest norm of each kind.
SELECT
    (SELECT coalesce(json_agg(json_build_object(
        'customer', p.customer_id, 'id', p.id, 'kind', p.kind, 'owner_role', p.owner_role, 'source', p.source,
        'obtained_on', p.obtained_on, 'state', p.state, 'zone', p.zone,
        'reached_at', p.reached_at, 'failures', p.failures, 'belief', CASE WHEN b.as_of IS NOT NULL THEN
            json_build_object('as_of', b.as_of, 'right', b."right", 'third', b.third, 'wrong', b.wrong, 'dead', b.dead,
                'tried', b.tried, 'answered', b.answered, 'hours', b.hours, 'weekdays', b.weekdays,
                'rival_at', b.rival_at) END) ORDER BY p.id), '[]')
     FROM contacts_contactpoint p
     LEFT JOIN contacts_pointbelief b ON b.contact_point_id = p.id
     WHERE p.customer_id = ANY (%(customers)s) AND p.kind = ANY (%(kinds)s) AND p.owner_role = 'CONSUMER'
       AND p.unusable_reason = '' AND p.state IN ('VERIFIED', 'UNVERIFIED', 'SUSPECT')) AS points,
    (SELECT coalesce(json_object_agg(h.customer_id, h.region_code), '{}')
     FROM (SELECT DISTINCT ON (customer_id) customer_id, region_code
           FROM contacts_contactpoint
           WHERE customer_id = ANY (%(customers)s) AND kind = 'ADDRESS' AND owner_role = 'CONSUMER'
             AND region_code <> '' AND state NOT IN ('WRONG_PERSON', 'RETIRED')
             AND label IN ('BILLING', 'DOMICILE', 'HOME')
           ORDER BY customer_id, array_position(ARRAY['BILLING', 'DOMICILE', 'HOME'], label::text), id DESC) h) AS homes,
    (SELECT coalesce(json_object_agg(n.kind, n.figures), '{}')
     FROM (SELECT DISTINCT ON (kind) kind, figures FROM contacts_pointnorm ORDER BY kind, learned_at DESC) n) AS norms
