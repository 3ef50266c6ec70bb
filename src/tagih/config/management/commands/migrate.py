"""`migrate`, with a short way for a database that is empty."""

from typing import Any

from django.apps import apps
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

STEP_BY_STEP = ("procrastinate",)
"""Apps whose migrations are SQL of their own: the models alone do not tell their tables."""


class Command(DjangoMigrate):
    """Applies migrations; an empty database gets its tables from the models at once.

    Django draws every model anew at each step, which costs half a minute when nothing is there to be changed. Both
    ways give the same tables: tests/config/test_migrate.py compares them column by column.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options.get("database") or DEFAULT_DB_ALIAS]
        for_all = not (options.get("app_label") or options.get("plan") or options.get("check_unapplied"))
        if for_all and not connection.introspection.table_names():
            make_tables(connection)
        super().handle(*args, **options)


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """This will make the tables of all models in an empty database and note their migrations.

    All or nothing.
    """
    loaded = MigrationExecutor(connection).loader
    with transaction.atomic(using=connection.alias):
        with connection.schema_editor() as editor:
            for config in apps.get_app_configs():
                if config.label in loaded.migrated_apps and config.label not in STEP_BY_STEP:
                    for model in config.get_models(include_auto_created=True):
                        if model._meta.can_migrate(connection) and not model._meta.auto_created:
                            editor.create_model(model)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for label, name in sorted(loaded.graph.nodes):
            if label not in STEP_BY_STEP:
                recorder.record_applied(label, name)
