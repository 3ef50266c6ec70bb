"""The clock of a demonstration: how far it differs from the machine's and how fast it goes, told to all its processes
by a file."""

import datetime as dt
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tagih.kernel import clock, home

_followed = ExitStack()
_read: dict[str, Any] = {"at": -1.0}
_told: dict[str, float] = {"ahead": 0.0, "speed": 1.0, "since": 0.0}


def set_ahead(ahead: dt.timedelta, *, speed: float | None = None) -> None:
    """This will set the clock of every process that follows; without a speed it goes as fast as before."""
    now()
    told = {"ahead": ahead.total_seconds(), "speed": _told["speed"] if speed is None else speed,
            "since": dt.datetime.now(dt.UTC).timestamp()}  # fmt: skip
    draft = _file().with_suffix(".draft")
    draft.write_text(json.dumps(told))
    draft.replace(_file())


def follow() -> None:
    """This will let this process tell the demonstration's time from here on."""
    _followed.enter_context(clock.told_by(now))


def now() -> dt.datetime:
    """This will return the demonstration's instant; the machine's where none was set."""
    real = dt.datetime.now(dt.UTC)
    try:
        changed = _file().stat().st_mtime_ns
        if changed != _read["at"]:
            told = json.loads(_file().read_text())  # an earlier program wrote the seconds alone
            _told.update(told if isinstance(told, dict) else {"ahead": told, "speed": 1.0})
            _read["at"] = changed
    except FileNotFoundError:
        _read["at"] = -1.0
        _told.update(ahead=clock.AHEAD.total_seconds(), speed=1.0, since=real.timestamp())
    gained = (real.timestamp() - _told["since"]) * (_told["speed"] - 1)
    return real + dt.timedelta(seconds=_told["ahead"] + gained)


def speed() -> float:
    """This will return how many seconds of the demonstration pass in one of the machine's."""
    now()
    return _told["speed"]


def _file() -> Path:
    return home.path() / "demo-clock"
