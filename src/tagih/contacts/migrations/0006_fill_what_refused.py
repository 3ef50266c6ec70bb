from django.db import migrations

FILL = """
UPDATE contacts_gatedecision d
SET refused_by = ARRAY(SELECT r ->> 'rule' FROM jsonb_array_elements(d.reasons) r WHERE r ->> 'severity' = 'DENY')
WHERE d.verdict = 'DENY'
"""
START = "UPDATE contacts_attempt SET started_at = opened_at WHERE started_at IS NULL"


class Migration(migrations.Migration):

    dependencies = [
        ("contacts", "0005_what_the_gate_is_told"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(START, migrations.RunSQL.noop),
    ]
