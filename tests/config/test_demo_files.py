import datetime as dt
from pathlib import Path

import pytest

from tagih.config.demo import files, plan
from tagih.sandbox.lender import core

ANCHOR = dt.date(2026, 11, 20)
DAYS = plan.days(ANCHOR, lambda date: date.weekday() < 6)[-2:]


@pytest.mark.slow
@pytest.mark.parametrize("is_killed", [False, True])
def test_files_of_a_dawn_are_the_same_whoever_writes_them(tmp_path: Path, is_killed: bool) -> None:
    """Slow: a process of its own writes them."""
    lender = core.open_lender(seed=3, customers=60, anchor=ANCHOR)
    begun = files.begin(seed=3, customers=60, anchor=ANCHOR, days=DAYS, folder=tmp_path / "files")
    assert begun.writer is not None
    if is_killed:
        begun.writer.kill()
        begun.writer.wait()

    found = {day.date: begun.of(lender, date=day.date, since=day.since) for day in DAYS}
    begun.writer.wait()

    for day in DAYS:
        written = core.write_files(lender, day=day.date, since=day.since, folder=tmp_path / f"{day.date}")
        assert {feed: path.read_bytes() for feed, path in found[day.date].items()} == {
            feed: path.read_bytes() for feed, path in written.items()
        }
