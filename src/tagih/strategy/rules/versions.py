"""The life of a version of a strategy, and which version decides about a person on a day."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tagih.strategy.enums import VersionStatus

TRANSITIONS: dict[VersionStatus, frozenset[VersionStatus]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.SUBMITTED}),
    VersionStatus.SUBMITTED: frozenset({VersionStatus.APPROVED, VersionStatus.REJECTED}),
    VersionStatus.REJECTED: frozenset({VersionStatus.DRAFT}),
    VersionStatus.APPROVED: frozenset(),
}
EVERYBODY = 100


def may_become(status: str, target: str) -> bool:
    """This will tell whether a version in `status` may go to `target`."""
    return VersionStatus(target) in TRANSITIONS[VersionStatus(status)]


@dataclass(frozen=True, slots=True)
class Released:
    """A release that nobody took back: which version, to what share, from which day, in the order of its making."""

    order: int
    version: int
    share: int
    salt: str
    effective_on: dt.date


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides on a day: the base for everybody (None: the strategy that comes with Tagih), a trial for some."""

    base: Released | None = None
    trial: Released | None = None


def standing_on(releases: Sequence[Released], date: dt.date) -> Standing:
    """This will return what decides on a date: the latest release to everybody, and a later one to a share, if any."""
    begun = sorted(
        (one for one in releases if one.effective_on <= date), key=lambda one: (one.effective_on, one.order)
    )
    whole = [one for one in begun if one.share == EVERYBODY]
    base = whole[-1] if whole else None
    later = [one for one in begun if one.share < EVERYBODY and (base is None or begun.index(one) > begun.index(base))]
    return Standing(base, later[-1] if later else None)


def place_of(salt: str, customer_no: str) -> int:
    """This will return a person's place from 0 to 99; the columnar pass finds the same."""
    digest = hashlib.md5(f"{salt}:{customer_no}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) % 100


def chosen(standing: Standing, customer_no: str) -> Released | None:
    """This will return the one release that decides about a person; None: the strategy that comes with Tagih."""
    trial = standing.trial
    if trial is not None and place_of(trial.salt, customer_no) < trial.share:
        return trial
    return standing.base
