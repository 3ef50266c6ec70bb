import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from tagih.config import processes


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("TAGIH_HOME", str(tmp_path))


def python(text: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(text)], stdout=subprocess.PIPE, text=True)


SLEEPER = """
    import sys, time
    from tagih.config import processes
    with processes.registered("worker"):
        print("here", flush=True)
        time.sleep(60)
"""


def test_living_process_is_known_and_stopped():
    sleeper = python(SLEEPER)
    assert sleeper.stdout.readline() == "here\n"

    known = processes.running()
    stopped = processes.stop_all()

    sleeper.communicate(timeout=10)
    assert known == {sleeper.pid: "worker"}
    assert stopped == ["worker"]
    assert processes.running() == {}


def test_killed_process_is_forgotten():
    sleeper = python(SLEEPER)
    sleeper.stdout.readline()
    sleeper.kill()
    sleeper.communicate()

    assert processes.running() == {}
    assert processes.stop_all() == []


def test_process_that_will_not_end_is_ended_by_force():
    stubborn = python("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + textwrap.dedent(SLEEPER))
    stubborn.stdout.readline()

    processes.stop_all(patience=0.3)

    stubborn.communicate(timeout=10)
    assert stubborn.returncode == -signal.SIGKILL


TOGETHER = """
    import sys
    from tagih.config import processes
    processes.TAGIH = [sys.executable, "-c"]
    sys.exit(processes.run_together(*{commands!r}, ready=lambda: print("ready", flush=True)))
"""


def test_processes_together_end_when_asked():
    sleep = ["import time; time.sleep(60)"]
    both = python(TOGETHER.format(commands=[sleep, sleep]))
    assert both.stdout.readline() == "ready\n"

    os.kill(both.pid, signal.SIGINT)

    both.communicate(timeout=10)
    assert both.returncode == 0


def test_processes_together_end_when_one_breaks():
    began = time.monotonic()

    both = python(TOGETHER.format(commands=[["import time; time.sleep(60)"], ["raise SystemExit(3)"]]))

    both.communicate(timeout=30)
    assert both.returncode == 3
    assert time.monotonic() - began < 25


@pytest.mark.slow
def test_waiting_web_process_ends_with_whoever_started_it():
    """Slow: a Django process."""
    child = processes.begin(["serve", "--on-word"], is_waiting=True)

    child.stdin.close()

    assert child.wait(timeout=60) == 0
    assert processes.running() == {}
