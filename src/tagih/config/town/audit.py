"""The proof at the end of a run: what the town knows to be true against what Tagih says, by its own exports."""

import datetime as dt
import tempfile
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyarrow import parquet

from tagih.cases.enums import PromiseStatus
from tagih.cases.models import Activity, Promise
from tagih.config import exports
from tagih.config.town.months import Played
from tagih.contacts.enums import AttemptState
from tagih.contacts.models import Attempt
from tagih.portfolio.models import Contract
from tagih.sandbox.town import town as life
from tagih.sandbox.town.book import day_number

FIRST_HOUR, LAST_HOUR = 8, 20


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: whether it holds, and the figures that say so."""

    name: str
    holds: bool
    detail: str


def proof(played: Played) -> list[Check]:
    """This will check every invariant of a finished run. Reads exports and tables; changes nothing."""
    assert played.last_file is not None
    date = played.last_file
    with tempfile.TemporaryDirectory(prefix="tagih-audit-") as folder:
        place = Path(folder)
        late = _rows(exports.delinquency, date, place / "delinquency.parquet")
        parts = _rows(exports.allocations, date, place / "allocations.parquet")
        money = _rows(exports.money, date, place / "payments.parquet")
    return [
        *_contacts(played),
        _payments(played, date, money),
        _books(played, parts),
        _arithmetic(played, date, late),
        _stores(late),
        _promises(date),
    ]


def _rows(export: Any, date: dt.date, out: Path) -> list[dict[str, Any]]:
    export(date, out)
    return parquet.read_table(out).to_pylist()


def _contacts(played: Played) -> list[Check]:
    rung = played.exchange.rung
    attempts = Attempt.objects.exclude(state=AttemptState.CANCELLED)
    denied = attempts.exclude(decision__verdict="ALLOW").count()
    bare = Activity.objects.filter(action__code="CALL_OUT", attempt=None).count()
    offset = played.town.folk.traits.offset
    sundays = sum(1 for at, person, _hour, _outcome in rung if _weekday(at, int(offset[person])) == 6)
    wrong_hours = sum(1 for _at, _person, hour, _outcome in rung if not FIRST_HOUR <= hour < LAST_HOUR)
    return [
        Check(
            "no contact outside the gate", len(rung) == attempts.count() and denied == 0 and bare == 0,
            f"{len(rung)} rung, {attempts.count()} attempts, {denied} without leave, {bare} entries without attempt",
        ),
        Check(
            "no call at a forbidden hour", sundays == 0 and wrong_hours == 0,
            f"{wrong_hours} outside 8 to 20 local time, {sundays} on Sundays",
        ),
    ]  # fmt: skip


def _weekday(at: int, offset: int) -> int:
    return dt.datetime.fromtimestamp(at, dt.timezone(dt.timedelta(hours=offset))).weekday()


def _payments(played: Played, date: dt.date, money: list[dict[str, Any]]) -> Check:
    ends = life.dawn(day_number(date))
    told = [move for move in played.town.ledger.movements if move.recorded < ends]
    ours = Counter((move.ref, Decimal(move.amount)) for move in told)
    theirs = Counter((row["payment_ref"], row["amount"].normalize().quantize(Decimal(1))) for row in money)
    lost, extra = sum((ours - theirs).values()), sum((theirs - ours).values())
    return Check(
        "no payment lost or counted twice", lost == 0 and extra == 0,
        f"{len(ours)} movements in town, {sum(theirs.values())} in Tagih, {lost} lost, {extra} too many",
    )  # fmt: skip


def _books(played: Played, parts: list[dict[str, Any]]) -> Check:
    town = played.town
    placed: Counter[str] = Counter()
    for row in parts:
        placed[row["contract_no"]] += row["amount"]
    wrong = [
        number
        for number, told in zip(town.loans.contract_no, town.ledger.told, strict=True)
        if placed[str(number)] != Decimal(int(told))
    ]
    total = Decimal(int(town.ledger.told.sum()))
    return Check(
        "books balance to the rupiah", not wrong,
        f"{total} in town, {sum(placed.values())} allocated, {len(wrong)} contracts differ {wrong[:3]}",
    )  # fmt: skip


def _arithmetic(played: Played, date: dt.date, late: list[dict[str, Any]]) -> Check:
    town, today = played.town, day_number(date)
    days = life.days_late(town, today, town.ledger.told)
    told = dict(zip(map(str, town.loans.contract_no), days.tolist(), strict=True))
    wrong = [row["contract_no"] for row in late if row["dpd"] != told.get(row["contract_no"])]
    return Check(
        "days past due agree", not wrong and len(late) == len(told),
        f"{len(late)} contracts, {len(wrong)} differ {wrong[:3]}",
    )  # fmt: skip


def _stores(late: list[dict[str, Any]]) -> Check:
    """The lake of the last round against the rows of PostgreSQL."""
    lake = {row["contract_no"]: (row["oldest_unpaid_due_date"], row["bucket"] or "") for row in late}
    rows = Contract.objects.all()
    wrong = [
        number
        for number, due, bucket in rows.values_list("contract_no", "oldest_unmet_due_on", "bucket")
        if number in lake and lake[number] != (due, bucket)
    ]
    return Check("lake and database agree", not wrong, f"{rows.count()} rows, {len(wrong)} differ {wrong[:3]}")


def _promises(date: dt.date) -> Check:
    still = Promise.objects.filter(status=PromiseStatus.OPEN).values_list("last_due_on", "grace_days")
    due = [day for day, grace in still if day + dt.timedelta(days=grace) < date]
    counts = Counter(Promise.objects.values_list("status", flat=True))
    return Check("every promise judged", not due, f"{dict(counts)}, {len(due)} due and open")
