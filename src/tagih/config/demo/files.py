"""The files of the demonstration's dawns, written by a process of their own while the database is made ready.

Without Django: the process has to know the lender only.
"""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tagih.config.demo.plan import Day
from tagih.sandbox.lender import core
from tagih.sandbox.lender.core import Lender

SELF = "from tagih.config.demo import files; files.write_as_told()"


@dataclass(slots=True)
class Files:
    """Where the files of each dawn are, or will be."""

    folder: Path
    writer: subprocess.Popen | None = None
    promised: set[str] = field(default_factory=set)

    def of(self, lender: Lender, *, date: dt.date, since: dt.date | None) -> dict[str, Path]:
        """This will return the files of a dawn by feed; what nobody writes for us is written here and now."""
        place = self.folder / date.isoformat()
        while self.writer is not None and date.isoformat() in self.promised:
            is_over = self.writer.poll() is not None
            if place.exists():
                return {file.name.rpartition("-")[0]: file for file in sorted(place.iterdir())}
            if is_over:
                break
            time.sleep(0.02)
        return core.write_files(lender, day=date, since=since, folder=place)

    def drop(self) -> None:
        """This will end whoever writes, and leave nothing."""
        if self.writer is not None:
            self.writer.kill()
            self.writer.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def begin(*, seed: int, customers: int, anchor: dt.date, days: Sequence[Day], folder: Path) -> Files:
    """This will let a process of its own write the files of some dawns, in order."""
    shutil.rmtree(folder, ignore_errors=True)
    told = {
        "seed": seed, "customers": customers, "anchor": anchor.isoformat(), "folder": str(folder),
        "days": [(day.date.isoformat(), day.since.isoformat() if day.since else "") for day in days],
    }  # fmt: skip
    writer = subprocess.Popen([sys.executable, "-c", SELF], stdin=subprocess.PIPE, start_new_session=True)
    assert writer.stdin is not None
    writer.stdin.write(json.dumps(told).encode())
    writer.stdin.close()
    return Files(folder, writer, {day.date.isoformat() for day in days})


def write_as_told() -> None:
    """This will write the files that standard input names; each dawn's folder appears when it is whole."""
    told = json.load(sys.stdin)
    parent, folder = os.getppid(), Path(told["folder"])
    anchor = dt.date.fromisoformat(told["anchor"])
    lender = core.open_lender(seed=told["seed"], customers=told["customers"], anchor=anchor)
    for date, since in told["days"]:
        if os.getppid() != parent:  # nobody waits for them any more
            return
        draft = folder / f"{date}.draft"
        before = dt.date.fromisoformat(since) if since else None
        core.write_files(lender, day=dt.date.fromisoformat(date), since=before, folder=draft)
        draft.rename(folder / date)
