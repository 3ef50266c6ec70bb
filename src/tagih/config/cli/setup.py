"""`tagih init`: from nothing, or from an older version, to a database that works."""

import os
import secrets

import click
from django.core.management import call_command
from django.db import connection

from tagih.config import setup
from tagih.config.cli.answers import answer, json_option
from tagih.kernel import clock, database


@click.command()
@click.option("--admin", default="admin", show_default=True, help="User name of the first administrator.")
@json_option
def init(admin: str, as_json: bool) -> None:
    """Create or migrate the database, load reference data, make the first administrator.

    Safe to repeat: what exists stays as it is. The administrator's first password is printed.
    """
    database.create_if_missing()
    with database.session_lock("init"):  # two that start at once go one after the other
        call_command("migrate", interactive=False, verbosity=0)
        rows = setup.load_reference_data(now=clock.now())
        password = os.environ.get("TAGIH_ADMIN_PASSWORD") or secrets.token_urlsafe(12)
        made = setup.first_administrator(username=admin, password=password, now=clock.now())
    result = {"database": connection.settings_dict["NAME"], "reference_rows": rows}
    if made:
        result |= {"administrator": admin, "password": password}
    answer(result, as_json=as_json)
