-- What was done and what came of it.
INSERT INTO cases_activity (id, case_id, attempt_id, action_id, result_id, party_id, place_id, delay_reason_id,
                            contact_point_id, agent_id, team_id, started_at, ended_at, notes, follow_up_at, business_date,
                            dpd, bucket, overdue_amount)
VALUES (%(id)s, %(case_id)s, %(attempt_id)s, %(action_id)s, %(result_id)s, %(party_id)s, %(place_id)s,
        %(delay_reason_id)s, %(contact_point_id)s, %(agent_id)s, %(team_id)s, %(started_at)s, %(ended_at)s, %(notes)s,
        %(follow_up_at)s, %(business_date)s, %(dpd)s, %(bucket)s, %(overdue_amount)s)
RETURNING true
