INSERT INTO asked_values SELECT DISTINCT value_hash FROM landed_points WHERE kind <> 'ADDRESS' AND unusable_reason = ''
