-- The points whose beliefs are to be summed anew inside this transaction.
CREATE TEMPORARY TABLE IF NOT EXISTS touched_points (contact_point_id bigint PRIMARY KEY) ON COMMIT DROP;
TRUNCATE touched_points
