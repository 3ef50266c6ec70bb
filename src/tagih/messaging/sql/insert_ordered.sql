-- New orders of known, active templates whose words are approved; the first of a reference counts.
WITH chosen AS (
    SELECT DISTINCT ON (o.reference) o.*, t.id AS template_id, t.channel, t.purpose, t.level, t.is_service
    FROM ordered_message o
    JOIN messaging_template t ON t.code = o.template AND t.is_active
    JOIN portfolio_customer c ON c.id = o.customer_id
    WHERE EXISTS (SELECT FROM messaging_templateversion v WHERE v.template_id = t.id AND v.state = 'APPROVED')
    ORDER BY o.reference, o.place
), about AS (
    -- a reminder before anything is late is about the instalment that comes next
    SELECT chosen.reference, coalesce(
        chosen.about_due_on,
        (SELECT min(k.next_due_on) FROM portfolio_contract k
         WHERE chosen.purpose = 'REMIND' AND k.customer_id = chosen.customer_id
           AND (chosen.contract_no = '' OR k.contract_no = chosen.contract_no)
           AND NOT EXISTS (SELECT FROM portfolio_contract late WHERE late.customer_id = chosen.customer_id
                           AND late.oldest_unmet_due_on IS NOT NULL
                           AND (chosen.contract_no = '' OR late.contract_no = chosen.contract_no)))
    ) AS about_due_on
    FROM chosen
)
INSERT INTO messaging_message (
    id, reference, customer_id, case_id, contract_no, about_due_on, template_id, channel, purpose, level, is_service,
    reason, step, arm, priority, extra, ordered_at, ordered_by_id, due_at, due_on, expires_at, state, problem, tries,
    subject, language, parts, cost, provider, provider_ref
)
SELECT chosen.id, chosen.reference, chosen.customer_id, chosen.case_id, chosen.contract_no, about.about_due_on,
       chosen.template_id, chosen.channel, chosen.purpose, chosen.level, chosen.is_service, chosen.reason, chosen.step,
       chosen.arm, chosen.priority, chosen.extra, %(now)s, %(by)s, chosen.due_at,
       (chosen.due_at AT TIME ZONE 'Asia/Jakarta')::date, chosen.expires_at, 'QUEUED', '', 0, '', 'id', 0, 0, '', ''
FROM chosen JOIN about USING (reference)
ON CONFLICT (reference) DO NOTHING
