"""Cash in the hands of collectors."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from tagih.field.enums import DepositState, ReceiptState
from tagih.field.models import Collector, Deposit, Receipt
from tagih.field.rules import cash
from tagih.kernel import clock
from tagih.staff.models import Person

LONGEST = dt.timedelta(hours=24)
LIMIT = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one collector received, handed over and holds. `waiting` deposits are not checked yet."""

    received: Decimal
    given: Decimal
    in_hand: Decimal
    oldest_at: dt.datetime | None
    waiting: int
    limit: Decimal
    must_stop: bool
    waited: tuple[cash.Waited, ...]
    receipts: int
    voided: int

    @property
    def is_over_limit(self) -> bool:
        return self.in_hand > self.limit


def ledger_of(person: Person, *, now: dt.datetime) -> Ledger:
    """This will return the cash of one collector. Three queries."""
    receipts = list(Receipt.objects.filter(collector=person).values_list("number", "issued_at", "amount", "state"))
    deposits = list(Deposit.objects.filter(collector=person).exclude(state=DepositState.REJECTED).values_list(
        "made_at", "amount", "state"
    ))  # fmt: skip
    limit = Collector.objects.filter(person=person).values_list("cash_limit", flat=True).first()
    return _ledger(receipts, deposits, LIMIT if limit is None else limit, now)


def _ledger(receipts: list[tuple], deposits: list[tuple], limit: Decimal, now: dt.datetime) -> Ledger:
    standing = [cash.Got(number, at, amount) for number, at, amount, state in receipts if state == ReceiptState.ISSUED]
    given = [cash.Gave(at, amount) for at, amount, _state in deposits]
    since = cash.oldest(standing, given)
    local_since = clock.local(since, clock.WIB) if since else None
    return Ledger(
        received=sum((row.amount for row in standing), Decimal(0)),
        given=sum((row.amount for row in given), Decimal(0)),
        in_hand=cash.in_hand(standing, given),
        oldest_at=since,
        waiting=sum(state == DepositState.SUBMITTED for _at, _amount, state in deposits),
        limit=limit,
        must_stop=cash.must_stop(clock.local(now, clock.WIB), local_since),
        waited=tuple(cash.waited(standing, given, longest=LONGEST)),
        receipts=len(standing),
        voided=sum(state == ReceiptState.VOID for *_rest, state in receipts),
    )


def ledgers(people: list[Person], *, now: dt.datetime) -> list[tuple[Person, Ledger]]:
    """This will return the cash of several collectors, in three queries."""
    ids = [person.pk for person in people]
    receipts: dict[int, list[tuple]] = {pk: [] for pk in ids}
    deposits: dict[int, list[tuple]] = {pk: [] for pk in ids}
    for pk, *row in Receipt.objects.filter(collector_id__in=ids).values_list(
        "collector_id", "number", "issued_at", "amount", "state"
    ):
        receipts[pk].append(tuple(row))
    for pk, *row in (
        Deposit.objects.filter(collector_id__in=ids)
        .exclude(state=DepositState.REJECTED)
        .values_list("collector_id", "made_at", "amount", "state")
    ):
        deposits[pk].append(tuple(row))
    limits = dict(Collector.objects.filter(person_id__in=ids).values_list("person_id", "cash_limit"))
    return [(one, _ledger(receipts[one.pk], deposits[one.pk], limits.get(one.pk, LIMIT), now)) for one in people]
