import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tagih.config import cli
from tagih.config.cli.answers import BusinessDate, answer
from tagih.kernel import postgres
from tagih.kernel.errors import Refusal

TAGIH = Path(sys.executable).with_name("tagih")


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_explains_itself(name):
    result = CliRunner().invoke(cli.root, [name, "--help"])

    assert result.exit_code == 0, result.output
    assert result.output.startswith("Usage:")


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_list_of_commands_says_what_the_command_says_of_itself(name):
    command = cli.root.get_command(None, name)

    assert cli.COMMANDS[name][1] == ("" if command.hidden else command.get_short_help_str(200))


@pytest.mark.parametrize(
    ("fault", "status", "line"),
    [
        (Refusal("FULL", "The disk is full.", remedy="Make room."), 1, "The disk is full. Make room.\n"),
        (RuntimeError("first line\nsecond"), 2, "tagih: unexpected RuntimeError: first line\n"),
        (click.ClickException("no such file"), 1, "Error: no such file\n"),
    ],
)
def test_failure_is_one_line_and_a_status(monkeypatch, capsys, fault, status, line):
    def fail(**options):
        raise fault

    monkeypatch.setattr(cli.root, "main", fail)

    assert cli.run(["anything"]) == status
    assert capsys.readouterr().err.endswith(line)


def test_unknown_command_is_refused(capsys):
    assert cli.run(["fly"]) == 2
    assert "No such command 'fly'" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["2026-11-20", "20/11/2026"])
def test_business_date_is_read_in_both_notations(text):
    assert str(BusinessDate().convert(text, None, None)) == "2026-11-20"


@pytest.mark.parametrize("text", ["2026-02-29", "20.11.2026", ""])
def test_impossible_business_date_is_refused(text):
    with pytest.raises(click.BadParameter, match="is not a date"):
        BusinessDate().convert(text, None, None)


def test_json_answer_is_one_object(capsys):
    answer({"rows": 3, "file": Path("/tmp/x")}, as_json=True)

    assert json.loads(capsys.readouterr().out) == {"rows": 3, "file": "/tmp/x"}


@pytest.mark.slow
def test_fresh_home_is_set_up_served_and_stopped(tmp_path, unused_port, monkeypatch):
    """Slow: founds a database and starts a web process."""
    environment = {
        **os.environ,
        "TAGIH_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "tagih.config.settings",
    }
    environment.pop("DATABASE_URL", None)

    def tagih(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([TAGIH, *arguments], env=environment, capture_output=True, text=True, timeout=120)

    try:
        first = json.loads(tagih("init", "--json").stdout)
        again = json.loads(tagih("init", "--json").stdout)
        web = subprocess.Popen([TAGIH, "serve", "--port", str(unused_port)], env=environment)
        answered = _get(f"http://127.0.0.1:{unused_port}/health")
    finally:
        stopped = json.loads(tagih("stop", "--json").stdout)
        monkeypatch.setenv("TAGIH_HOME", environment["TAGIH_HOME"])
        shutil.rmtree(postgres._seat().folder)  # as root it lies outside of the test's folder

    assert first["administrator"] == "admin"
    assert len(first["password"]) >= 12
    assert "password" not in again
    assert answered == "ok\n"
    assert web.wait(timeout=20) is not None
    assert stopped == {"processes": ["serve"], "database": "stopped"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_init_creates_a_missing_database_and_two_at_once_agree(tmp_path):
    """Slow: migrates a database."""
    from django.db import connection

    connection.ensure_connection()
    info = connection.connection.info
    name = f"{info.dbname}_init"
    url = f"postgresql://{info.user}:{info.password or ''}@/{name}?host={info.host}&port={info.port}"
    environment = {**os.environ, "TAGIH_HOME": str(tmp_path / "home"), "DATABASE_URL": url}
    environment["DJANGO_SETTINGS_MODULE"] = "tagih.config.settings"

    try:
        both = [
            subprocess.Popen([TAGIH, "init", "--json"], env=environment, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        answers = [json.loads(one.communicate(timeout=240)[0]) for one in both]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    assert [one.returncode for one in both] == [0, 0]
    assert [answer["database"] for answer in answers] == [name, name]
    assert sum("password" in answer for answer in answers) == 1


def _get(url: str) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
