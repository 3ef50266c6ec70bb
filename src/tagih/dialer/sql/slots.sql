SELECT date_bin('5 minutes', dialed_at, %(since)s) AS at,
       count(*) FILTER (WHERE direction = 'OUT') AS dialed,
       count(answered_at) AS answered,
       count(connected_at) AS connected,
       count(*) FILTER (WHERE outcome = 'ABANDONED') AS abandoned
FROM dialer_call
WHERE dialed_at >= %(since)s AND (%(campaign)s::bigint IS NULL OR campaign_id = %(campaign)s::bigint)
GROUP BY 1
ORDER BY 1
