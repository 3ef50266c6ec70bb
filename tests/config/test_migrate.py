"""An empty database gets its tables at once: they are those that the migrations make one by one."""

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as StepByStep
from django.db import connection

from tagih.config.bench import scratch

SHAPES = (
    """SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length,
              numeric_precision, numeric_scale, is_identity, collation_name
       FROM information_schema.columns WHERE table_schema = 'public'
       -- Django's own: migrations take the project's kind of key for this one, its model takes the app's
         AND (table_name, column_name) <> ('auth_group_permissions', 'id')
       ORDER BY 1, 2""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2""",
    """SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid)
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal ORDER BY 1, 2""",
    "SELECT app, name FROM django_migrations ORDER BY 1, 2",
    "SELECT app_label, model, codename FROM auth_permission JOIN django_content_type t ON t.id = content_type_id",
)


def shape() -> list[list[tuple]]:
    rows = []
    with connection.cursor() as cursor:
        for question in SHAPES:
            cursor.execute(question)
            rows.append(cursor.fetchall())
    return rows


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_tables_made_at_once_are_those_of_the_migrations() -> None:
    """Slow: takes every migration step by step."""
    with scratch.database("shape"):  # through the product's `migrate`
        at_once = shape()
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        call_command(StepByStep(), verbosity=0)
        for quick, slow in zip(at_once, shape(), strict=True):
            assert set(quick) ^ set(slow) == set()
        assert len(at_once[0]) > 1_000 and ("cases", "0001_initial") in at_once[4]


@pytest.mark.django_db(transaction=True)
def test_a_database_with_tables_is_migrated_step_by_step() -> None:
    with scratch.database("later"):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'; DROP TABLE django_session")
        call_command("migrate", verbosity=0)
        assert "django_session" in connection.introspection.table_names()
