"""The life of one feed file, and when it must wait for a person."""

from dataclasses import dataclass, fields
from decimal import Decimal

from tagih.portfolio.enums import Feed, LandingStatus

TRANSITIONS: dict[LandingStatus, frozenset[LandingStatus]] = {
    LandingStatus.RECEIVED: frozenset({LandingStatus.LANDING, LandingStatus.FAILED}),
    LandingStatus.LANDING: frozenset({LandingStatus.LANDED, LandingStatus.WAITING, LandingStatus.FAILED}),
    LandingStatus.WAITING: frozenset({LandingStatus.LANDED, LandingStatus.REFUSED}),
    LandingStatus.LANDED: frozenset(),
    LandingStatus.REFUSED: frozenset(),
    LandingStatus.FAILED: frozenset(),
}

SNAPSHOTS = frozenset({Feed.CONTRACTS, Feed.BALANCES})
"""Feeds whose every file is the whole portfolio. The others may be partial, so fewer rows mean nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a file is suspicious: a share, and a number below which the share says nothing."""

    rejected_share: Decimal = Decimal("0.02")
    rejected_least: int = 20
    fewer_share: Decimal = Decimal("0.20")
    fewer_least: int = 10

    @classmethod
    def parse(cls, text: str) -> "Limits":
        """This will read `rejected_share=0.05,fewer_least=50`; what is not named keeps its default.

        :raises ValueError: an unknown name, or no number
        """
        given = dict(pair.split("=", 1) for pair in text.replace(" ", "").split(",") if pair)
        types = {item.name: int if item.name.endswith("_least") else Decimal for item in fields(cls)}
        if unknown := set(given) - set(types):
            raise ValueError(f"TAGIH_FEED_LIMITS knows {', '.join(types)}, not {', '.join(sorted(unknown))}")
        return cls(**{name: types[name](value) for name, value in given.items()})


def suspicions(
    *, feed: str, rows: int, rejected: int, repeated: int, previous_rows: int | None, limits: Limits
) -> list[tuple[str, int]]:
    """This will return why a file must wait for a person, as (code, count); nothing when it may land.

    Rows that repeat another row exactly do not count as rejected: nothing of them is missing.
    """
    found = []
    lost = rejected - repeated
    if lost >= limits.rejected_least and lost > limits.rejected_share * rows:
        found.append(("MANY_REJECTS", lost))
    if feed in SNAPSHOTS and previous_rows is not None:
        missing = previous_rows - rows
        if missing >= limits.fewer_least and missing > limits.fewer_share * previous_rows:
            found.append(("FEWER_ROWS", missing))
    return found
