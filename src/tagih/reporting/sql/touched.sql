-- Persons attempted on a business date, and whether they were reached themselves.
SELECT customer.customer_no, bool_or(result.result_class = 'RPC') AS is_rpc
FROM cases_activity a
JOIN cases_case c ON c.id = a.case_id
JOIN portfolio_customer customer ON customer.id = c.customer_id
JOIN cases_code action ON action.id = a.action_id
JOIN cases_code result ON result.id = a.result_id
LEFT JOIN cases_activity newer ON newer.corrects_id = a.id
WHERE a.business_date = %(date)s AND newer.id IS NULL AND result.is_worked
  AND action.code IN ('CALL_OUT', 'BOT_CALL', 'SMS', 'WHATSAPP', 'EMAIL', 'LETTER', 'VISIT')
GROUP BY customer.customer_no
