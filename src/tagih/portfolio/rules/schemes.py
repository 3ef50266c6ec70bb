"""Schemes: how money is allocated, days are counted, late charges grow and days become buckets. Data, parsed once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tagih.portfolio.enums import Component, Timing

COMPONENTS = (Component.PENALTY, Component.FEE, Component.INTEREST, Component.PRINCIPAL)
TIMINGS = (Timing.PAST_DUE, Timing.DUE, Timing.IN_ADVANCE)


class SchemeInvalid(ValueError):
    """The definition of a scheme does not say what it must, and how."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """In which order money meets what is due: groups are served one after the other.

    Inside a group the oldest instalment comes first, and inside an instalment the components in the group's order.
    What stands in no group is never paid: that money is credit.
    """

    groups: tuple[tuple[Timing, tuple[Component, ...]], ...]

    @property
    def is_static(self) -> bool:
        """Whether the order does not depend on the day of payment: oldest instalment first, one order."""
        timings = tuple(timing for timing, _ in self.groups)
        orders = {components for _, components in self.groups}
        return timings == TIMINGS and len(orders) == 1 and len(self.groups[0][1]) == len(COMPONENTS)

    @property
    def past_due_order(self) -> tuple[Component, ...]:
        """The components in the order in which one overdue instalment takes money."""
        order = [part for timing, parts in self.groups if timing == Timing.PAST_DUE for part in parts]
        return tuple(dict.fromkeys(order))

    @classmethod
    def parse(cls, definition: Mapping[str, Any]) -> "Allocation":
        """This will read `{"first": "INSTALMENT" | "COMPONENT", "order": ["PAST_DUE.PENALTY", ...]}`.

        :raises SchemeInvalid:
        """
        pairs = []
        for entry in definition.get("order", []):
            timing, _, component = str(entry).partition(".")
            if timing not in TIMINGS or component not in COMPONENTS:
                raise SchemeInvalid(f"order: {entry!r} is not TIMING.COMPONENT such as PAST_DUE.PENALTY")
            pairs.append((Timing(timing), Component(component)))
        if not pairs or len(set(pairs)) != len(pairs):
            raise SchemeInvalid("order: each TIMING.COMPONENT once, and at least one")
        first = definition.get("first", "INSTALMENT")
        if first not in ("INSTALMENT", "COMPONENT"):
            raise SchemeInvalid(f"first: {first!r} is neither INSTALMENT nor COMPONENT")
        groups: list[tuple[Timing, tuple[Component, ...]]] = []
        for timing, component in pairs:
            if first == "INSTALMENT" and groups and groups[-1][0] == timing:
                groups[-1] = (timing, (*groups[-1][1], component))
            else:
                groups.append((timing, (component,)))
        return cls(tuple(groups))


@dataclass(frozen=True, slots=True)
class Penalty:
    """Late charges: none, a flat amount per instalment, or simple per day on principal and interest of the instalment.

    `rate` is a share a day; None takes the contract's own. `cap_rate` is a share of the instalment, `cap_amount` an
    amount; the lower one holds. Nothing is charged in the first `grace_days`; after them all days count.
    """

    method: str = "NONE"
    rate: Decimal | None = None
    amount: Decimal = Decimal(0)
    cap_rate: Decimal | None = None
    cap_amount: Decimal | None = None
    grace_days: int = 0
    round_to: Decimal = Decimal(1)

    @classmethod
    def parse(cls, definition: Mapping[str, Any]) -> "Penalty":
        """This will read `{"method": "NONE" | "FLAT" | "DAILY", "rate", "amount", "cap_rate", "cap_amount", ...}`."""
        method = definition.get("method", "NONE")
        if method not in ("NONE", "FLAT", "DAILY"):
            raise SchemeInvalid(f"method: {method!r} is none of NONE, FLAT, DAILY")
        numbers = {
            name: Decimal(str(definition[name]))
            for name in ("rate", "amount", "cap_rate", "cap_amount", "round_to")
            if definition.get(name) is not None
        }
        if any(number < 0 for number in numbers.values()) or numbers.get("round_to") == 0:
            raise SchemeInvalid("rates and amounts are not negative, and round_to is above 0")
        return cls(method=method, grace_days=int(definition.get("grace_days", 0)), **numbers)


@dataclass(frozen=True, slots=True)
class Counting:
    """How days are counted: what may stay open, how many days are forgiven, and whether the due date is day 0 or 1."""

    tolerance: Decimal = Decimal(0)
    grace_days: int = 0
    due_date_is_day: int = 0

    @classmethod
    def parse(cls, definition: Mapping[str, Any]) -> "Counting":
        """This will read `{"tolerance": "1000", "grace_days": 3, "due_date_is_day": 0 | 1}`."""
        day = int(definition.get("due_date_is_day", 0))
        tolerance = Decimal(str(definition.get("tolerance", 0)))
        grace = int(definition.get("grace_days", 0))
        if day not in (0, 1) or tolerance < 0 or grace < 0:
            raise SchemeInvalid("due_date_is_day is 0 or 1; tolerance and grace_days are not negative")
        return cls(tolerance, grace, day)


@dataclass(frozen=True, slots=True)
class Buckets:
    """Equal steps of days: below `start` the label `base` and rank 0, then `prefix` and a number."""

    base: str = ""
    start: int = 1
    step: int = 30
    prefix: str = "C"
    first_number: int = 0
    last_number: int | None = None

    @classmethod
    def parse(cls, definition: Mapping[str, Any]) -> "Buckets":
        """This will read `{"base", "start": 1, "step": 30, "prefix": "C", "first_number": 0, "last_number": null}`."""
        unknown = set(definition) - set(cls.__slots__)
        if unknown:
            raise SchemeInvalid(f"unknown: {', '.join(sorted(unknown))}")
        scheme = cls(**definition)
        if scheme.step < 1 or scheme.start < 1:
            raise SchemeInvalid("start and step are days above 0")
        return scheme

    def rank(self, days: int) -> int:
        """This will return 0 below the first bucket, then 1, 2, ..."""
        if days < self.start:
            return 0
        rank = (days - self.start) // self.step + 1
        return rank if self.last_number is None else min(rank, self.last_number - self.first_number + 1)

    def label(self, days: int) -> str:
        """This will return the bucket's name for delinquent days."""
        rank = self.rank(days)
        return f"{self.prefix}{self.first_number + rank - 1}" if rank else self.base


@dataclass(frozen=True, slots=True)
class Collectability:
    """Classes of asset quality by days past due: the last day of each class, the last class is open."""

    last_days: tuple[int, ...]
    labels: tuple[str, ...] = ("1", "2", "3", "4", "5")

    @classmethod
    def parse(cls, definition: Mapping[str, Any]) -> "Collectability":
        """This will read `{"last_days": [10, 90, 120, 180], "labels": ["1", "2", "3", "4", "5"]}`."""
        last_days = tuple(int(day) for day in definition["last_days"])
        labels = tuple(definition.get("labels", ("1", "2", "3", "4", "5")))
        if list(last_days) != sorted(set(last_days)) or len(labels) != len(last_days) + 1:
            raise SchemeInvalid("last_days rise, and there is one label more than days")
        return cls(last_days, labels)

    def label(self, dpd: int) -> str:
        """This will return the class for days past due."""
        return self.labels[sum(dpd > last for last in self.last_days)]


def _default_order() -> Allocation:
    return Allocation(tuple((timing, COMPONENTS) for timing in TIMINGS))


@dataclass(frozen=True, slots=True)
class Terms:
    """All schemes that hold for a product on a date."""

    allocation: Allocation = field(default_factory=_default_order)
    penalty: Penalty = Penalty(method="DAILY")
    counting: Counting = Counting()
    buckets: Buckets = Buckets()
    collectability: Collectability = Collectability((10, 90, 120, 180))
