"""Which processes of Tagih run on this data folder: a file each, held locked while the process lives."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tagih.kernel import home

TAGIH = [sys.executable, "-c", "from tagih.config.cli import main; main()"]


@contextlib.contextmanager
def registered(name: str) -> Iterator[None]:
    """This will make the process known to `tagih stop` while it lives; killed, it leaves only an unlocked file."""
    file = _folder() / f"{name}-{os.getpid()}"
    with file.open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        try:
            yield
        finally:
            file.unlink(missing_ok=True)


def running() -> dict[int, str]:
    """This will return the name of each living process by its id, and clear the marks of dead ones."""
    found = {}
    for file in _folder().iterdir():
        name, _, number = file.name.rpartition("-")
        with file.open() as mark:
            try:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
                file.unlink(missing_ok=True)
            except BlockingIOError:
                found[int(number)] = name
    return found


def stop_all(*, patience: float = 15) -> list[str]:
    """This will ask every process to end, wait for it, and end it by force after `patience` seconds."""
    asked = {number: name for number, name in running().items() if number != os.getpid()}
    for number in asked:
        _send(number, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while (left := running().keys() & asked.keys()) and time.monotonic() < deadline:
        time.sleep(0.05)
    for number in left:
        _send(number, signal.SIGKILL)
    return sorted(asked.values())


def run_together(*commands: Sequence[str], ready: Callable[[], None] = lambda: None) -> int:
    """This will run several `tagih` commands side by side in this terminal until one ends or we are asked to end.

    `ready` is called once all are started. Ctrl-C or SIGTERM ends all of them gently, a second time at once. Returns 0
    when asked to end, otherwise the status of the one that ended first.
    """
    asked = []
    before = {
        number: signal.signal(number, lambda number, _frame: asked.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    # a session of their own: Ctrl-C reaches us alone, and we end them in order
    children = [subprocess.Popen([*TAGIH, *command], start_new_session=True) for command in commands]
    try:
        ready()
        while not asked and all(child.poll() is None for child in children):
            time.sleep(0.1)
        first = next((child.returncode for child in children if child.returncode is not None), 0)
        return 0 if asked else first or 1
    finally:
        _end(children, asked)
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(children: list[subprocess.Popen], asked: list[int], *, patience: float = 15) -> None:
    for child in children:
        child.terminate()
    deadline, times = time.monotonic() + patience, len(asked)
    while any(child.poll() is None for child in children):
        if time.monotonic() > deadline or len(asked) > times:
            for child in children:
                child.kill()
        time.sleep(0.05)


def _send(number: int, which: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, which)


def _folder() -> Path:
    folder = home.path() / "processes"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
