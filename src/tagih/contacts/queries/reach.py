"""How many people can be reached, and where the numbers come from that work."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tagih.kernel import database
from tagih.kernel.clock import WIB, local

DAYS = 30
AGES = ("UNDER_3M", "UNDER_1Y", "UNDER_3Y", "OLDER", "UNKNOWN")


@dataclass(frozen=True, slots=True)
class ReachLine:
    """Counts of people (of a branch) or of numbers (of a source or age). `broken`: nobody is reached with it."""

    key: str
    of: int
    verified: int
    broken: int

    @property
    def verified_share(self) -> float | None:
        return self.verified / self.of if self.of else None

    @property
    def broken_share(self) -> float | None:
        return self.broken / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class ReachReport:
    """People in arrears in a row scope: all of them, by branch; their numbers by source and age; calls of 30 days."""

    everybody: ReachLine
    branches: list[ReachLine]
    sources: list[ReachLine]
    ages: list[ReachLine]
    calls: ReachLine


def reach(paths: Iterable[str], *, now: dt.datetime) -> ReachReport:
    """This will count who can be reached within the units under `paths`. One query; shares come from counts."""
    facts = {
        "paths": [f"{path}%" for path in paths],
        "today": local(now, WIB).date(),
        "since": now - dt.timedelta(days=DAYS),
    }
    lines: dict[str, list[ReachLine]] = {}
    for row in database.fetch("tagih.contacts", "reach", facts):
        line = ReachLine(row["key"], row["of"], row["verified"], row["broken"])
        lines.setdefault(row["part"], []).append(line)
    branches = lines.get("BRANCH", [])
    return ReachReport(
        everybody=ReachLine(
            "", sum(b.of for b in branches), sum(b.verified for b in branches), sum(b.broken for b in branches)
        ),
        branches=branches,
        sources=sorted(lines.get("SOURCE", []), key=lambda line: -line.of),
        ages=sorted(lines.get("AGE", []), key=lambda line: AGES.index(line.key)),
        calls=lines.get("CALLS", [ReachLine("", 0, 0, 0)])[0],
    )
