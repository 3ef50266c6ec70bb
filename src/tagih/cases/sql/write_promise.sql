-- A promise with its legs; ready work about the same debt is cancelled.
WITH promise AS (
    INSERT INTO cases_promise (case_id, contract_id, activity_id, status, made_at, made_on, made_by_id, team_id, bucket,
                               tolerance, grace_days, total, paid, last_due_on, cancel_reason)
    SELECT %(case_id)s, %(contract_id)s, %(activity_id)s, 'OPEN', %(made_at)s, %(made_on)s, %(made_by_id)s, %(team_id)s,
           %(bucket)s, %(tolerance)s, %(grace_days)s, %(total)s, 0, %(last_due_on)s, ''
    WHERE NOT EXISTS (  -- an agreement in force promised this debt already
        SELECT FROM cases_arrangement a
        WHERE a.case_id = %(case_id)s AND a.status IN ('ACTIVE', 'LATE')
          AND a.contract_id = coalesce(%(contract_id)s, a.contract_id))
    RETURNING id
), legs AS (
    INSERT INTO cases_promiseleg (promise_id, number, due_on, amount, channel, paid, status)
    SELECT promise.id, leg.number, leg.due_on, leg.amount, leg.channel, 0, 'OPEN'
    FROM promise, unnest(%(due_on)s::date[], %(amounts)s::numeric[], %(channels)s::text[])
        WITH ORDINALITY AS leg(due_on, amount, channel, number)
), cancelled AS (
    UPDATE cases_workitem SET status = 'CANCELLED', closed_at = %(made_at)s, close_reason = 'PROMISED'
    WHERE %(covers_all)s::boolean AND case_id = %(case_id)s AND status = 'READY'
)
SELECT id FROM promise
