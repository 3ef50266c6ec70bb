-- Open cases of people who live where a disaster struck, paused once for each area: who was released by a trained
-- person is not paused again. Returns the new holds.
WITH struck AS (
    SELECT DISTINCT ON (k.id) k.id AS case_id, k.customer_id, a.id AS area_id, a.name, a.declared_by_id
    FROM cases_disasterarea a
    JOIN contacts_contactpoint p
      ON p.kind = 'ADDRESS' AND p.owner_role = 'CONSUMER'
     AND (p.region_code = a.region_code OR starts_with(p.region_code, a.region_code || '.'))
    JOIN cases_case k ON k.customer_id = p.customer_id AND k.status = 'OPEN'
    WHERE a.ended_at IS NULL
      AND NOT EXISTS (SELECT FROM cases_hold h JOIN cases_case c ON c.id = h.case_id
                      WHERE c.customer_id = k.customer_id AND h.area_id = a.id)
    ORDER BY k.id, a.id
), held AS (
    INSERT INTO cases_hold (case_id, contract_no, reason, note, starts_at, opened_by_id, lift_reason, area_id)
    SELECT case_id, '', 'DISASTER', name, %(now)s, declared_by_id, '', area_id FROM struck
    RETURNING id, case_id, note
), idle AS (
    UPDATE cases_workitem w
    SET status = 'CANCELLED', closed_at = %(now)s, close_reason = 'HELD'
    FROM held WHERE w.case_id = held.case_id AND w.status = 'READY'
)
SELECT held.id, struck.customer_id, held.note FROM held JOIN struck USING (case_id)
