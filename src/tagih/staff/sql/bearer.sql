-- Somebody who may sign in, with what they hold on a day.
SELECT p.id, p.password, p.last_login, p.username, p.employee_no, p.full_name, p.email, p.language, p.theme, p.is_active,
       p.must_change_password, p.joined_on, p.left_on,
       (SELECT coalesce(json_agg(json_build_array(m.role, u.path, u.id, CASE WHEN u.kind = 'TEAM' THEN above.path END)
                                 ORDER BY m.id), '[]')
        FROM staff_membership m
        JOIN staff_unit u ON u.id = m.unit_id
        LEFT JOIN staff_unit above ON above.id = u.parent_id
        WHERE m.person_id = p.id AND m.starts_on <= %(on)s AND (m.ends_on IS NULL OR m.ends_on > %(on)s))
FROM staff_person p WHERE p.id = %(person)s AND p.is_active
