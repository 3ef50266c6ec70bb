from django.db import migrations

WITHOUT_END = """
UPDATE cases_hold SET ends_on = NULL
WHERE reason IN ('DECEASED', 'ILLNESS', 'DISASTER', 'DISTRESS') AND ends_on IS NOT NULL
"""


class Migration(migrations.Migration):
    """A pause that protects a person is ended by a trained person, never by a date."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(WITHOUT_END, migrations.RunSQL.noop)]
