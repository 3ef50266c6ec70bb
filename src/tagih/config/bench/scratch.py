"""A database of its own for a benchmark, beside the one in use, and what to say about the machine."""

import contextlib
import os
import platform
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql


@contextlib.contextmanager
def database(name: str, *, like: str = "") -> Iterator[str]:
    """This will make an empty, migrated database, point this process at it, and drop it at the end.

    With the name of another empty database from `migrated` it is a copy, which takes a second.
    """
    scratch, usual = f"tagih_bench_{name}_{secrets.token_hex(3)}", connection.settings_dict["NAME"]
    if like:
        _maintain("CREATE DATABASE {} TEMPLATE {}", scratch, like)
    else:
        _maintain("CREATE DATABASE {}", scratch)
    connection.close()
    connection.settings_dict["NAME"] = scratch
    try:
        if not like:
            call_command("migrate", verbosity=0)
        yield scratch
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        _maintain("DROP DATABASE {} WITH (FORCE)", scratch)


@contextlib.contextmanager
def migrated() -> Iterator[str]:
    """This will make a database with empty tables that others are copied from, and drop it at the end."""
    usual = connection.settings_dict["NAME"]
    with database("like") as name:
        connection.close()  # nobody may look at what is copied
        connection.settings_dict["NAME"] = usual
        yield name


@contextlib.contextmanager
def empty_house(*, like: str = "") -> Iterator[None]:
    """This will point this process at an empty database and lake, quick rather than crash-proof, and drop both."""
    before, folder = settings.TAGIH_LAKE, Path(tempfile.mkdtemp(prefix="tagih-town-lake-"))
    try:
        with database("town", like=like):
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit = off")
            settings.TAGIH_LAKE = str(folder)
            yield
    finally:
        settings.TAGIH_LAKE = before
        shutil.rmtree(folder, ignore_errors=True)


def _maintain(statement: str, *names: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def processors() -> dict[str, str | int | float]:
    """This will say what a calculation without a database was measured on, and how busy it was."""
    return {"cores": os.cpu_count() or 0, "python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}


def machine() -> dict[str, str | int]:
    """This will say what the figures were measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
    return {"cores": os.cpu_count() or 0, "python": platform.python_version(), "postgresql": server.split()[0]}
