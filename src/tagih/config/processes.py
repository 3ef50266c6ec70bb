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


def begin(command: Sequence[str], *, is_waiting: bool = False) -> subprocess.Popen:
    """This will start a `tagih` command in a session of its own: Ctrl-C does not reach it.

    One that `is_waiting` for a line on its standard input gets it by `tell`, and ends by itself if we are gone.
    """
    stdin = subprocess.PIPE if is_waiting else None
    return subprocess.Popen([*TAGIH, *command], start_new_session=True, stdin=stdin)


def tell(child: subprocess.Popen) -> None:
    """This will tell a waiting process to begin."""
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(b"\n")
        child.stdin.close()


def run_together(*commands: Sequence[str] | subprocess.Popen, ready: Callable[[], None] = lambda: None) -> int:
    """This will run several `tagih` commands side by side in this terminal until one ends or we are asked to end.

    A command may have begun before. Sessions of their own let Ctrl-C reach us alone: we end them in order.
    `ready` is called once all are started. Ctrl-C or SIGTERM ends all of them gently, a second time at once. Returns 0
    when asked to end, otherwise the status of the one that ended first.
    """
    asked = []
    before = {
        number: signal.signal(number, lambda number, _frame: asked.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    children = [command if isinstance(command, subprocess.Popen) else begin(command) for command in commands]
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
