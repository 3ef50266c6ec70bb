-- Sights of personal values, long ago.
SELECT a.id FROM journal_access a WHERE a.at < %(before)s ORDER BY a.id LIMIT %(limit)s
