-- What searches cost in a period, and what people paid in the thirty days after they could be reached again; beside it
-- what people paid in the thirty days after they fell out of reach while they stayed so. Reversed money counts for nobody,
-- and money in two windows of one person once.
WITH items AS (
    SELECT i.* FROM contacts_repairitem i JOIN staff_unit u ON u.id = i.branch_id WHERE u.path LIKE ANY (%(paths)s)
), windows AS (
    SELECT 'REPAIRED' AS part, i.customer_id, (i.closed_at AT TIME ZONE 'Asia/Jakarta')::date AS first
    FROM items i
    WHERE i.state = 'REPAIRED' AND i.closed_at >= %(since)s AND i.closed_at < %(now)s
    UNION ALL
    SELECT 'UNREACHED', i.customer_id, (i.opened_at AT TIME ZONE 'Asia/Jakarta')::date
    FROM items i
    WHERE i.opened_at >= %(since)s AND i.opened_at < %(now)s::timestamptz - interval '30 days'
      AND (i.closed_at IS NULL OR i.closed_at >= i.opened_at + interval '30 days')
), paid_in AS (
    SELECT DISTINCT w.part, w.customer_id, p.id, p.amount
    FROM windows w
    JOIN portfolio_contract c ON c.customer_id = w.customer_id
    JOIN payments_payment p ON p.contract_id = c.id AND p.match <> 'SUSPENSE' AND p.reversal_of = ''
        AND p.paid_on >= w.first AND p.paid_on < w.first + 30
    WHERE NOT EXISTS (SELECT FROM payments_payment r WHERE r.reversal_of = p.payment_ref)
), money AS (
    SELECT part, customer_id, coalesce(sum(amount), 0) AS paid
    FROM (SELECT DISTINCT part, customer_id FROM windows) people
    LEFT JOIN paid_in USING (part, customer_id)
    GROUP BY part, customer_id
)
SELECT (SELECT coalesce(sum(s.cost), 0) FROM contacts_repairstep s JOIN items i ON i.id = s.item_id
        WHERE s.made_at >= %(since)s AND s.made_at < %(now)s) AS cost,
       (SELECT count(*) FROM contacts_repairstep s JOIN items i ON i.id = s.item_id
        WHERE s.made_at >= %(since)s AND s.made_at < %(now)s) AS steps,
       count(*) FILTER (WHERE part = 'REPAIRED') AS repaired,
       coalesce(sum(paid) FILTER (WHERE part = 'REPAIRED'), 0) AS paid,
       count(*) FILTER (WHERE part = 'UNREACHED') AS unreached,
       coalesce(sum(paid) FILTER (WHERE part = 'UNREACHED'), 0) AS paid_unreached
FROM money
