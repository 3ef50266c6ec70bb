INSERT INTO contacts_feedrow (digest, contact_point_id)
SELECT l.digest, p.id
FROM landed_points l
JOIN contacts_contactpoint p
  ON p.customer_id = l.customer_id AND p.kind = l.kind AND p.value_hash = l.value_hash AND p.owner_role = l.owner_role
ON CONFLICT (digest) DO NOTHING
