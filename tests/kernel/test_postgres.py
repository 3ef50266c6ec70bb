"""The embedded server, for real: each test founds a cluster of its own."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tagih.kernel import postgres

pytestmark = pytest.mark.slow  # starts servers


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TAGIH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TAGIH_PG_FAST")
    yield tmp_path / "home"
    abolish()


def abolish() -> None:
    postgres.stop()
    shutil.rmtree(postgres._seat().folder)  # as root it lies outside of the test's folder


def answer_of_server() -> int:
    with psycopg.connect(**postgres.connection_options()) as connection:
        return connection.execute("SELECT 1").fetchone()[0]


def test_server_starts_and_stops(own_home):
    postgres.start()

    assert answer_of_server() == 1
    assert postgres.is_running()
    assert postgres.stop() is True
    assert postgres.stop() is False
    assert not postgres.is_running()


def test_server_killed_starts_again_with_its_data(own_home):
    postgres.start()
    with psycopg.connect(**postgres.connection_options()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    os.kill(postgres._living(postgres._seat()), signal.SIGKILL)
    postgres.start()

    with psycopg.connect(**postgres.connection_options()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_pid_file_of_a_dead_server_naming_a_living_process_is_no_hindrance(own_home):
    postgres.start()
    pid_file = postgres._seat().data / "postmaster.pid"
    left = pid_file.read_text().splitlines()
    postgres.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *left[1:]]))

    postgres.start()

    assert answer_of_server() == 1


def test_four_processes_starting_at_once_share_one_server(own_home):
    program = "from tagih.kernel import postgres; postgres.start(); print(postgres._living(postgres._seat()))"

    starters = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(4)]

    servers = {starter.communicate(timeout=60)[0] for starter in starters}
    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]
    assert len(servers) == 1


def test_a_long_path_still_has_a_socket(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGIH_HOME", str(tmp_path / ("long" * 30)))

    try:
        postgres.start()
        assert answer_of_server() == 1
    finally:
        abolish()
