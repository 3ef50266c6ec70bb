"""Money changed one contract between two rounds: its figures are computed anew, from nothing."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from tagih.kernel import database
from tagih.kernel.database import transaction_required
from tagih.portfolio.columnar.sources import Schemes
from tagih.portfolio.models import BusinessDay, Contract
from tagih.portfolio.queries.days import newest_day, schemes_on
from tagih.portfolio.queries.figures import late_charge_on
from tagih.portfolio.rules.allocation import Due
from tagih.portfolio.rules.clock import Pause
from tagih.portfolio.rules.delinquency import Balance, Facts, Standing, standing
from tagih.portfolio.rules.payments import Money

STORED = (
    "arithmetic", "oldest_unmet_due_on", "next_due_on", "dpd_offset", "clock_days", "instalments_overdue",
    "overdue_principal", "overdue_interest", "overdue_fee", "overdue_penalty", "penalty_per_day", "bucket",
    "collectability", "last_payment_on", "last_payment_amount",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restated:
    """How a contract stands after a restatement."""

    is_changed: bool
    is_settled: bool


@transaction_required
def restate_contract(*, contract: Contract, money: Sequence[Money], now: dt.datetime) -> Restated:
    """This will do for one contract what `restate_contracts` does."""
    return restate_contracts(money={contract.pk: money}, now=now)[contract.pk]


@transaction_required
def restate_contracts(*, money: Mapping[int, Sequence[Money]], now: dt.datetime) -> dict[int, Restated]:
    """This will compute contracts' figures as of the newest business date from schedules or balances and all money.

    `money` has all of it by contract (id). The same as the daily round would say, but money of a later day already
    counts. The rows are locked in the order of their ids; where nothing changes, nothing is written. Before the first
    round there is nothing to restate.
    """
    day = newest_day()
    rows = Contract.objects.select_for_update(of=("self",)).select_related("product").order_by("pk")
    found = list(rows.filter(pk__in=list(money)).prefetch_related("instalments", "clock_actions"))
    if day is None:
        return {row.pk: Restated(is_changed=False, is_settled=False) for row in found}
    schemes, restated, changed = schemes_on(day.date), {}, []
    for row in found:
        stand = standing_of(row, money[row.pk], day=day, schemes=schemes)
        is_changed = _take_over(row, stand, day.date)
        changed += [row] if is_changed else []
        overdue = stand.overdue_principal + stand.overdue_interest + stand.overdue_fee + stand.overdue_penalty
        restated[row.pk] = Restated(is_changed, is_settled=stand.dpd == 0 and overdue == 0)
    if changed:
        told = [{name: getattr(row, name) for name in ("id", *STORED, "penalty_as_of")} for row in changed]
        database.execute(
            "tagih.portfolio", "write_standings", {"rows": json.dumps(told, cls=DjangoJSONEncoder), "now": now}
        )
    return restated


def _take_over(row: Contract, stand: Standing, on: dt.date) -> bool:
    """Gives a contract the figures of a standing, and tells whether any is another one."""
    wanted = {name: getattr(stand, name) for name in STORED}
    wanted["penalty_as_of"] = on if stand.penalty_per_day else None
    if _only_grew(row, stand, on):
        del wanted["overdue_penalty"], wanted["penalty_as_of"]
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return bool(changed)


def _only_grew(row: Contract, stand: Standing, on: dt.date) -> bool:
    """Whether the late charge is what its stored figure, daily amount and date say it is on that day."""
    if not row.penalty_as_of or stand.penalty_per_day != row.penalty_per_day:
        return False
    return late_charge_on(row, on) == stand.overdue_penalty


def standing_of(
    contract: Contract, money: Sequence[Money], *, day: BusinessDay, schemes: Schemes | None = None
) -> Standing:
    """This will return how a contract of PostgreSQL stands with the given money."""
    terms = (schemes or schemes_on(day.date)).of(contract.product.code)
    dues = [
        Due(row.number, row.due_date, row.principal, row.interest, row.fee, row.penalty)
        for row in contract.instalments.all()
    ]
    pauses = [Pause(row.start_date, row.end_date) for row in contract.clock_actions.all()]
    facts = Facts(
        status=contract.status, dues=dues, balance=_balance(contract.balance, day.date), money=money, pauses=pauses,
        due_day=contract.due_day, penalty_daily_rate=contract.penalty_daily_rate,
    )  # fmt: skip
    until = max([day.date, *(entry.paid_on for entry in money)])
    return standing(facts, on=day.date, terms=terms, until=until)


def _balance(told: dict[str, Any] | None, on: dt.date) -> Balance | None:
    if not told:
        return None
    said_on = _date(told.get("on")) or on
    oldest = _date(told.get("oldest"))
    days = (said_on - oldest).days + int(told["offset"]) if oldest else 0
    return Balance(
        business_date=said_on, days_past_due=days, oldest_unpaid_due_date=oldest,
        overdue_principal=_amount(told.get("principal")), overdue_interest=_amount(told.get("interest")),
        overdue_fee=_amount(told.get("fee")), overdue_penalty=_amount(told.get("penalty")),
        instalments_overdue=int(told.get("instalments") or 0),
        last_payment_on=_date(told.get("paid_on")), last_payment_amount=_amount(told.get("paid")),
    )  # fmt: skip


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
