-- Files made for people who asked for their data.
SELECT r.id FROM privacy_datarequest r
WHERE r.stored_as <> '' AND r.done_at < %(before)s
ORDER BY r.id LIMIT %(limit)s
