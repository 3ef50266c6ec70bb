"""The house as an operator runs it: `tagih serve` and `tagih worker` beside each other, commands between."""

import datetime as dt
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from tagih.kernel import clock
from tests.settings import CHECKOUT

PROGRAM = [sys.executable, "-m", "tests.journeys.program"]


@dataclass
class Operator:
    """Starts processes on the test's database and lake, and ends them."""

    lake: Path
    secrets: str
    processes: list[subprocess.Popen] = field(default_factory=list)
    address: str = ""

    def open(self) -> None:
        """This will start the screens and a worker and wait until the screens answer."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://localhost:{port}"
        self._start("serve", "--port", str(port))
        self._start("worker", "--concurrency", "2")
        deadline = time.monotonic() + 90
        while not self._answers():
            assert time.monotonic() < deadline, "tagih serve did not answer"
            assert all(process.poll() is None for process in self.processes), "a process ended"
            time.sleep(0.2)

    def do(self, *arguments: str) -> str:
        """This will run one command to its end and return what it said."""
        done = subprocess.run(
            [*PROGRAM, *arguments], env=self._environment(), cwd=CHECKOUT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def close(self) -> None:
        """This will ask every process to end, as a service manager does."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)

    def _start(self, *arguments: str) -> None:
        self.processes.append(
            subprocess.Popen([*PROGRAM, *arguments], env=self._environment(), cwd=CHECKOUT, start_new_session=True)
        )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _environment(self) -> dict[str, str]:
        unwanted = ("TAGIH", "DJANGO", "PYTEST", "DATABASE_URL")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        return kept | {
            "TAGIH_HOME": os.environ["TAGIH_HOME"],
            "TAGIH_LAKE": str(self.lake),
            "TAGIH_LAKE_MEMORY": "512MB",
            "TAGIH_WEBHOOK_SECRETS": self.secrets,
            "TAGIH_ROUND": "off",
            "DATABASE_URL": database_address(),
            "TEST_CLOCK_AHEAD": str((clock.now() - dt.datetime.now(dt.UTC)).total_seconds()),
            "PYTHONPATH": str(CHECKOUT / "src"),
        }


def database_address() -> str:
    connection.ensure_connection()
    known, secret = connection.connection.info, connection.settings_dict.get("PASSWORD", "")
    login = quote(known.user) + (f":{quote(secret)}" if secret else "")
    return f"postgresql://{login}@/{known.dbname}?host={known.host}&port={known.port}"
