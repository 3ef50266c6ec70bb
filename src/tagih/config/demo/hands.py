"""The clock of a demonstration: how far it differs from the machine's, told to all its processes by a file."""

import datetime as dt
from contextlib import ExitStack
from pathlib import Path

from tagih.kernel import clock, home

_followed = ExitStack()
_read: dict[str, float] = {"at": -1.0, "ahead": 0.0}


def set_ahead(ahead: dt.timedelta) -> None:
    """This will set the clock of every process that follows."""
    draft = _file().with_suffix(".draft")
    draft.write_text(str(ahead.total_seconds()))
    draft.replace(_file())


def follow() -> None:
    """This will let this process tell the demonstration's time from here on."""
    _followed.enter_context(clock.told_by(now))


def now() -> dt.datetime:
    """This will return the demonstration's instant; the machine's where none was set."""
    try:
        changed = _file().stat().st_mtime
        if changed != _read["at"]:
            _read.update(at=changed, ahead=float(_file().read_text()))
    except FileNotFoundError:
        _read.update(at=-1.0, ahead=clock.AHEAD.total_seconds())
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=_read["ahead"])


def _file() -> Path:
    return home.path() / "demo-clock"
