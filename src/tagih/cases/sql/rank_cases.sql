-- The ranks of open cases from the table `ranked`; only the difference is written, and who is not among them loses the rank.
WITH wanted AS (
    SELECT k.id AS case_id, r.points, r.segment, r.step, r.channel, r.strategy
    FROM ranked r
    JOIN portfolio_customer c ON c.customer_no = r.customer_no
    JOIN cases_case k ON k.customer_id = c.id AND k.status = 'OPEN'
), written AS (
    INSERT INTO cases_rank AS own (case_id, points, segment, step, channel, strategy, decided_on)
    SELECT case_id, points, segment, step, channel, strategy, %(business_date)s FROM wanted
    ON CONFLICT (case_id) DO UPDATE
        SET points = excluded.points, segment = excluded.segment, step = excluded.step, channel = excluded.channel,
            strategy = excluded.strategy, decided_on = excluded.decided_on
        WHERE (own.points, own.segment, own.step, own.channel, own.strategy)
              IS DISTINCT FROM (excluded.points, excluded.segment, excluded.step, excluded.channel, excluded.strategy)
    RETURNING case_id
), gone AS (
    DELETE FROM cases_rank own WHERE NOT EXISTS (SELECT FROM wanted w WHERE w.case_id = own.case_id)
    RETURNING case_id
)
SELECT (SELECT count(*) FROM written) + (SELECT count(*) FROM gone) AS changed
