"""Which processes of Tagih run on this data folder: a file each, held locked while the process lives."""

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from tagih.kernel import home


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


def _send(number: int, which: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, which)


def _folder() -> Path:
    folder = home.path() / "processes"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
