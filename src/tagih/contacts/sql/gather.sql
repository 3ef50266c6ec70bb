-- Everything the gate wants to know about one person, after the person's row is locked. One round trip; every part is
-- bounded: nine days of attempts, open flags and restraints, the calendar from yesterday to seven weeks ahead. Letters
-- and proofs are read only where a rule asks for them.
SELECT
    (SELECT json_build_object(
        'kind', p.kind, 'value', encode(p.value_hash, 'hex'), 'owner_role', p.owner_role,
        'label', p.label, 'region_code', p.region_code, 'zone', p.zone, 'unusable_reason', p.unusable_reason,
        'state', p.state)
     FROM contacts_contactpoint p WHERE p.id = %(point)s) AS point,
    (SELECT coalesce(json_agg(json_build_object(
        'contract_no', c.contract_no, 'product', p.code, 'branch', c.branch_id, 'status', c.status, 'oldest_unmet_due_on', c.oldest_unmet_due_on,
        'dpd_offset', c.dpd_offset, 'arithmetic', c.arithmetic, 'fiducia_no', c.fiducia_no) ORDER BY c.id), '[]')
     FROM portfolio_contract c JOIN portfolio_product p ON p.id = c.product_id
     WHERE c.customer_id = %(customer)s) AS contracts,
    (SELECT coalesce(array_agg(DISTINCT f.flag), '{}')
     FROM contacts_personflag f
     WHERE f.customer_id = %(customer)s AND (f.ends_at IS NULL OR f.ends_at > %(now)s)) AS flags,
    (SELECT coalesce(json_agg(json_build_object(
        'scope', k.scope, 'granted_on', k.granted_on, 'revoked_on', k.revoked_on) ORDER BY k.id), '[]')
     FROM contacts_consent k WHERE k.customer_id = %(customer)s) AS consents,
    (SELECT coalesce(json_agg(json_build_object(
        'contract_no', r.contract_no, 'kind', r.kind, 'due_on', r.due_on, 'starts_at', r.starts_at) ORDER BY r.id), '[]')
     FROM contacts_restraint r
     WHERE r.customer_id = %(customer)s AND (r.ends_at IS NULL OR r.ends_at > %(now)s)) AS restraints,
    (SELECT coalesce(json_agg(json_build_object(
        'at', a.opened_at, 'channel', a.channel, 'value', encode(a.value_hash, 'hex'),
        'result_class', nullif(a.result_class, ''), 'abandoned', a.is_abandoned) ORDER BY a.opened_at), '[]')
     FROM contacts_attempt a
     WHERE a.customer_id = %(customer)s AND a.state <> 'CANCELLED'
       AND a.opened_at > %(now)s::timestamptz - interval '9 days') AS history,
    (SELECT max(a.opened_at)
     FROM contacts_attempt a
     WHERE a.contact_point_id = %(point)s AND a.state <> 'CANCELLED') AS last_here,
    (SELECT coalesce(json_agg(json_build_object('kind', s.kind, 'valid_until', s.valid_until) ORDER BY s.id), '[]')
     FROM staff_certificate s
     WHERE s.person_id = %(agent)s AND s.valid_from <= %(today)s AND s.suspended_at IS NULL) AS certificates,
    (SELECT max(l.valid_until)
     FROM contacts_assignmentletter l
     WHERE l.agent_id = %(agent)s AND l.withdrawn_at IS NULL AND l.valid_from <= %(today)s
       AND (l.customer_id IS NULL OR l.customer_id = %(customer)s)) AS assigned_until,
    (SELECT m.unit_id
     FROM staff_membership m
     WHERE m.person_id = %(agent)s AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
     ORDER BY m.id
     LIMIT 1) AS unit,
    (SELECT json_build_object('not_before', w.not_before, 'not_after', w.not_after, 'days', w.days,
        'refused_channels', w.refused_channels)
     FROM contacts_wish w WHERE w.customer_id = %(customer)s AND w.ends_at IS NULL) AS wish,
    CASE WHEN %(asks_letters)s::boolean THEN
        (SELECT coalesce(json_agg(json_build_object('contract_no', l.contract_no, 'kind', l.kind,
            'delivered_on', l.delivered_on, 'content', l.content) ORDER BY l.id), '[]')
         FROM contacts_letterrecord l WHERE l.customer_id = %(customer)s AND l.withdrawn_at IS NULL)
    END AS letters,
    CASE WHEN %(asks_proof)s::boolean THEN
        (SELECT coalesce(json_agg(json_build_object('contract_no', d.contract_no, 'kind', d.kind) ORDER BY d.id), '[]')
         FROM contacts_defaultproof d WHERE d.customer_id = %(customer)s AND d.withdrawn_at IS NULL)
    END AS proofs,
    (SELECT p.region_code
     FROM contacts_contactpoint p
     WHERE p.customer_id = %(customer)s AND p.kind = 'ADDRESS' AND p.owner_role = 'CONSUMER' AND p.region_code <> ''
       AND p.state NOT IN ('WRONG_PERSON', 'RETIRED') AND p.label IN ('BILLING', 'DOMICILE', 'HOME')
     ORDER BY array_position(ARRAY['BILLING', 'DOMICILE', 'HOME'], p.label::text), p.id DESC
     LIMIT 1) AS region_code,
    (SELECT coalesce(json_object_agg(d.date, d.kind ORDER BY d.kind), '{}')
     FROM kernel_calendarday d
     WHERE d.date BETWEEN %(today)s::date - 2 AND %(today)s::date + 50 AND NOT d.is_cancelled
       AND d.kind IN ('NATIONAL', 'JOINT_LEAVE')) AS free_days,
    (SELECT coalesce(array_agg(DISTINCT extract(year FROM d.date)::int), '{}') FROM kernel_calendarday d) AS known_years,
    (SELECT max(v.stamp) FROM contacts_packversion v) AS stamp
