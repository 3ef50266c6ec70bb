-- Values that so many people gave as a way to reach them. One that was looked at comes back when twice as many have it.
INSERT INTO contacts_sharednumber AS held (value_hash, kind, masked, people, state, found_at, reason)
SELECT p.value_hash, min(p.kind), min(p.masked), count(DISTINCT p.customer_id), 'OPEN', %(now)s, ''
FROM asked_values
JOIN contacts_contactpoint p USING (value_hash)
WHERE p.kind <> 'ADDRESS' AND p.owner_role <> 'OFFICE' AND p.unusable_reason = ''
  AND p.state IN ('VERIFIED', 'UNVERIFIED', 'SUSPECT')
GROUP BY p.value_hash
HAVING count(DISTINCT p.customer_id) >= %(shared_by)s
ON CONFLICT (value_hash) DO UPDATE SET
    people = excluded.people, state = 'OPEN', found_at = excluded.found_at, resolved_at = NULL, resolved_by_id = NULL,
    owner_id = NULL
WHERE (held.state = 'OPEN' AND held.people <> excluded.people)
   OR (held.state IN ('KEPT', 'OWNED') AND excluded.people >= 2 * held.people)
