"""Cash in hand: what came in, what was handed over, and whose money waited for somebody else's."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tagih.kernel import money

DEPOSIT_UNTIL = dt.time(10, 0)  # of the next day


@dataclass(frozen=True, slots=True)
class Got:
    """Cash received, for a receipt that stands."""

    number: str
    at: dt.datetime
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Gave:
    """Cash handed over, unless it was rejected."""

    at: dt.datetime
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Waited:
    """A receipt whose cash was handed over only when later cash had come in, or was not handed over at all."""

    number: str
    amount: Decimal
    since: dt.datetime
    until: dt.datetime | None


def in_hand(received: Sequence[Got], given: Sequence[Gave]) -> Decimal:
    """This will return what should be in the collector's pocket."""
    return money.total(row.amount for row in received) - money.total(row.amount for row in given)


def oldest(received: Sequence[Got], given: Sequence[Gave]) -> dt.datetime | None:
    """This will return since when the oldest cash in hand is there; what was handed over was the oldest."""
    rest = money.total(row.amount for row in given)
    for row in sorted(received, key=lambda row: (row.at, row.number)):
        rest -= row.amount
        if rest < 0:
            return row.at
    return None


def waited(received: Sequence[Got], given: Sequence[Gave], *, longest: dt.timedelta) -> list[Waited]:
    """This will find cash that stayed longer than allowed although cash was handed over meanwhile (lapping).

    Deposits are laid against receipts in the order of time: whoever hands over today's cash for yesterday's customer
    leaves today's customer waiting, and so on until it is noticed.
    """
    deposits = sorted(given, key=lambda row: row.at)
    found, place, rest = [], 0, Decimal(0)
    for row in sorted(received, key=lambda row: (row.at, row.number)):
        missing, until = row.amount, None
        while missing > 0 and (rest > 0 or place < len(deposits)):
            if rest <= 0:
                rest, place = deposits[place].amount, place + 1
            taken = min(rest, missing)
            rest, missing = rest - taken, missing - taken
            until = deposits[place - 1].at
        covered = until if missing <= 0 else None
        meanwhile = any(row.at < gave.at and gave.at - row.at <= longest for gave in deposits)
        if meanwhile and (covered or deposits[-1].at) - row.at > longest:
            found.append(Waited(row.number, row.amount, row.at, covered))
    return found


def must_stop(now: dt.datetime, since: dt.datetime | None) -> bool:
    """This will tell, in local time, whether cash of an earlier day should have been handed over by now."""
    if since is None or since.date() >= now.date():
        return False
    return (now.date() - since.date()).days > 1 or now.time() >= DEPOSIT_UNTIL
