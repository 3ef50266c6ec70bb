-- Contact values that an older key encrypted: the value names its key after its first byte.
SELECT id FROM contacts_contactpoint
WHERE substring(value_cipher FROM 2 FOR 4) <> %(key)s
ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
