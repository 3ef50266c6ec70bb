-- A reason not to press a person: new, or the open one of the same source about the same contract, changed.
INSERT INTO contacts_restraint (customer_id, contract_no, kind, due_on, source, starts_at)
VALUES (%(customer)s, %(contract_no)s, %(kind)s, %(due_on)s, %(source)s, %(now)s)
ON CONFLICT (source, contract_no) WHERE ends_at IS NULL DO UPDATE
SET customer_id = excluded.customer_id, kind = excluded.kind, due_on = excluded.due_on
RETURNING id, starts_at
