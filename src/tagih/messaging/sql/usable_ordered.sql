SELECT DISTINCT o.reference
FROM ordered_message o
JOIN messaging_template t ON t.code = o.template AND t.is_active
JOIN portfolio_customer c ON c.id = o.customer_id
WHERE EXISTS (SELECT FROM messaging_templateversion v WHERE v.template_id = t.id AND v.state = 'APPROVED')
