-- What an entry about a case stands on, read after the case is locked: whether the entry is known, the business date,
-- the person's team of that day (or the unit nearest to one), the codes that were named, the item in hand.
SELECT
    (SELECT a.case_id FROM cases_activity a WHERE a.id = %(activity)s) AS known_case,
    (SELECT max(b.date) FROM portfolio_businessday b) AS business_date,
    (SELECT u.id
     FROM staff_membership m JOIN staff_unit u ON u.id = m.unit_id
     WHERE m.person_id = %(person)s AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
     ORDER BY u.kind <> 'TEAM', CASE WHEN u.kind = 'TEAM' THEN u.path END, u.path DESC LIMIT 1) AS team,
    (SELECT coalesce(json_agg(to_json(k)), '[]')
     FROM cases_code k JOIN unnest(%(kinds)s::text[], %(names)s::text[]) AS named(kind, name)
       ON k.kind = named.kind AND (k.code = named.name OR k.short = named.name)
     WHERE k.valid_from <= %(today)s AND (k.valid_until IS NULL OR k.valid_until >= %(today)s)) AS codes,
    (SELECT json_build_object('id', i.id, 'priority', i.priority, 'precedence', i.precedence, 'reasons', i.reasons,
                              'facts_hash', i.facts_hash, 'assignee', i.assignee_id)
     FROM cases_workitem i
     WHERE i.case_id = %(case)s AND i.leased_by_id = %(person)s AND i.status = 'LEASED' LIMIT 1) AS item
