INSERT INTO touched_points SELECT DISTINCT contact_point_id FROM contacts_evidence ON CONFLICT DO NOTHING
