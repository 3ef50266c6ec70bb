UPDATE contacts_contactpoint p SET state = 'SUSPECT', state_changed_at = %(now)s
FROM asked_values
JOIN contacts_sharednumber s USING (value_hash)
WHERE s.state = 'OPEN' AND p.value_hash = s.value_hash AND p.kind <> 'ADDRESS' AND p.owner_role <> 'OFFICE'
  AND p.state = 'UNVERIFIED'
