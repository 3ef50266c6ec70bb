-- What PostgreSQL knows of people on the morning of a date, one row for each customer; only the asked columns are computed.
-- day_starts: first instant of the date in Jakarta; what is counted in days lies before it. cut: what holds at that instant.
SELECT customer.customer_no, {columns}
FROM portfolio_customer customer
LEFT JOIN (
    SELECT k.customer_id,
           count(*) FILTER (WHERE p.status IN ('BROKEN', 'PARTIAL') AND p.judged_at < %(day_starts)s
                            AND p.judged_at >= %(day_starts)s - interval '90 days') AS broken_promises_90d,
           count(*) FILTER (WHERE p.status = 'KEPT' AND p.judged_at < %(day_starts)s
                            AND p.judged_at >= %(day_starts)s - interval '90 days') AS kept_promises_90d,
           %(date)s::date - max((p.judged_at AT TIME ZONE 'Asia/Jakarta')::date)
               FILTER (WHERE p.status IN ('BROKEN', 'PARTIAL') AND p.judged_at < %(day_starts)s) AS days_since_broken,
           bool_or(p.made_at <= %(cut)s AND (p.status = 'OPEN' OR p.judged_at > %(cut)s)) AS has_promise
    FROM cases_promise p JOIN cases_case k ON k.id = p.case_id
    WHERE p.made_at <= %(cut)s
    GROUP BY k.customer_id
) promise ON promise.customer_id = customer.id
LEFT JOIN (
    SELECT k.customer_id, min(l.due_on) - %(date)s::date AS days_to_promise
    FROM cases_promise p JOIN cases_case k ON k.id = p.case_id JOIN cases_promiseleg l ON l.promise_id = p.id
    WHERE p.made_at <= %(cut)s AND (p.status = 'OPEN' OR p.judged_at > %(cut)s)
      AND (l.status = 'OPEN' OR p.judged_at > %(cut)s)
    GROUP BY k.customer_id
) leg ON leg.customer_id = customer.id
LEFT JOIN (
    SELECT c.customer_id,
           count(*) FILTER (WHERE p.paid_on >= %(date)s::date - 90) AS payments_90d,
           %(date)s::date - max(p.paid_on) AS days_since_payment
    FROM payments_payment p JOIN portfolio_contract c ON c.id = p.contract_id
    WHERE p.paid_on < %(date)s AND p.reversal_of = ''
      AND NOT EXISTS (SELECT FROM payments_payment r WHERE r.reversal_of = p.payment_ref AND r.recorded_at <= %(cut)s)
    GROUP BY c.customer_id
) payment ON payment.customer_id = customer.id
LEFT JOIN (
    SELECT a.customer_id,
           count(*) FILTER (WHERE a.opened_at >= %(day_starts)s - interval '7 days') AS attempts_7d,
           %(date)s::date - max((a.opened_at AT TIME ZONE 'Asia/Jakarta')::date) AS days_since_attempt,
           count(*) FILTER (WHERE a.result_class = 'RPC' AND a.opened_at >= %(day_starts)s - interval '30 days')
               AS right_party_30d,
           %(date)s::date - max((a.opened_at AT TIME ZONE 'Asia/Jakarta')::date) FILTER (WHERE a.result_class = 'RPC')
               AS days_since_right_party{channels}
    FROM contacts_attempt a
    WHERE a.state IN ('RESERVED', 'DONE') AND a.opened_at < %(day_starts)s
    GROUP BY a.customer_id
) attempt ON attempt.customer_id = customer.id
LEFT JOIN (
    SELECT DISTINCT ON (k.customer_id) k.customer_id, r.code AS last_result,
           %(date)s::date - (a.started_at AT TIME ZONE 'Asia/Jakarta')::date AS days_since_result
    FROM cases_activity a JOIN cases_case k ON k.id = a.case_id JOIN cases_code r ON r.id = a.result_id
    WHERE a.started_at < %(day_starts)s
      AND NOT EXISTS (SELECT FROM cases_activity c WHERE c.corrects_id = a.id)
    ORDER BY k.customer_id, a.started_at DESC, a.id DESC
) result ON result.customer_id = customer.id
LEFT JOIN (
    SELECT p.customer_id,
           count(*) FILTER (WHERE p.kind = 'PHONE') AS phones,
           count(*) FILTER (WHERE p.kind = 'WHATSAPP') AS whatsapp_numbers,
           count(*) FILTER (WHERE p.kind = 'EMAIL') AS email_addresses,
           count(*) FILTER (WHERE p.kind = 'ADDRESS') AS addresses
    FROM contacts_contactpoint p
    WHERE p.owner_role = 'CONSUMER' AND p.state IN ('UNVERIFIED', 'VERIFIED', 'SUSPECT') AND p.unusable_reason = ''
    GROUP BY p.customer_id
) reach ON reach.customer_id = customer.id
LEFT JOIN (
    SELECT k.customer_id, true AS is_held
    FROM cases_hold h JOIN cases_case k ON k.id = h.case_id
    WHERE h.contract_no = '' AND h.starts_at <= %(cut)s AND (h.lifted_at IS NULL OR h.lifted_at > %(cut)s)
      AND (h.ends_on IS NULL OR h.ends_on >= %(date)s)
    GROUP BY k.customer_id
) held ON held.customer_id = customer.id
LEFT JOIN (
    SELECT f.customer_id, bool_or(f.flag NOT IN ('VULNERABLE', 'DECEASED')) AS is_flagged,
           bool_or(f.flag = 'VULNERABLE') AS is_flagged_vulnerable, bool_or(f.flag = 'DECEASED') AS is_flagged_deceased
    FROM contacts_personflag f
    WHERE f.starts_at <= %(cut)s AND (f.ends_at IS NULL OR f.ends_at > %(cut)s)
    GROUP BY f.customer_id
) flag ON flag.customer_id = customer.id
WHERE %(customers)s::text[] IS NULL OR customer.customer_no = ANY (%(customers)s::text[])
ORDER BY customer.customer_no
