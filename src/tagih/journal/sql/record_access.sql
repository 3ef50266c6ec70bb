-- Who saw what.
INSERT INTO journal_access (at, person_id, person_label, what, subject_kind, subject_id, customer_no, reason)
VALUES (%(now)s, %(person)s, %(label)s, %(what)s, %(subject_kind)s, %(subject_id)s, %(customer_no)s, %(reason)s)
RETURNING id
