-- The result of an attempt and what its contact point takes from it; the caller holds the lock on both.
WITH closed AS (
    UPDATE contacts_attempt
    SET state = 'DONE', result_class = %(result_class)s, closed_at = %(now)s, is_abandoned = %(is_abandoned)s
    WHERE id = %(attempt)s
), learned AS (
    UPDATE contacts_contactpoint
    SET failures = %(failures)s, reached_at = %(reached_at)s, state = %(point_state)s,
        state_changed_at = %(state_changed_at)s
    WHERE id = %(point)s
      AND (failures <> %(failures)s OR state <> %(point_state)s
           OR reached_at IS DISTINCT FROM %(reached_at)s::timestamptz)
)
SELECT true
