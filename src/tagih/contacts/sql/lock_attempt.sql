-- One attempt with its contact point, both locked until the transaction ends, and what is needed to learn from it.
SELECT a.id, a.decision_id, a.customer_id, a.contact_point_id, a.value_hash, a.channel, a.purpose, a.agent_id, a.state,
       a.opened_at, a.started_at, a.closed_at, a.is_abandoned, a.result_class,
       p.id, p.customer_id, p.value_hash, p.region_code, p.zone, p.state, p.state_changed_at, p.reached_at, p.failures,
       c.customer_no, d.facts -> 'person' ->> 'region_code'
FROM contacts_attempt a
JOIN contacts_contactpoint p ON p.id = a.contact_point_id
JOIN portfolio_customer c ON c.id = p.customer_id
JOIN contacts_gatedecision d ON d.id = a.decision_id
WHERE a.id = %(attempt)s
FOR UPDATE OF a, p
