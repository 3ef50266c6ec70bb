"""Money changed one contract between two rounds: its figures are computed anew, from nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tagih.kernel.database import transaction_required
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
    """This will compute a contract's figures as of the newest business date from its schedule or balance and all money.

    The same as the daily round would say, but money of a later day already counts. The row is locked; where nothing
    changes, nothing is written. Before the first round there is nothing to restate.
    """
    day = newest_day()
    row = Contract.objects.select_for_update(of=("self",)).select_related("product").get(pk=contract.pk)
    if day is None:
        return Restated(is_changed=False, is_settled=False)
    stand = standing_of(row, money, day=day)
    wanted = {name: getattr(stand, name) for name in STORED}
    wanted["penalty_as_of"] = day.date if stand.penalty_per_day else None
    if _only_grew(row, stand, day.date):
        del wanted["overdue_penalty"], wanted["penalty_as_of"]
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, wanted[name])
        row.restated_at = now
        row.save(update_fields=[*changed, "restated_at"])
    overdue = stand.overdue_principal + stand.overdue_interest + stand.overdue_fee + stand.overdue_penalty
    return Restated(bool(changed), is_settled=stand.dpd == 0 and overdue == 0)


def _only_grew(row: Contract, stand: Standing, on: dt.date) -> bool:
    """Whether the late charge is what its stored figure, daily amount and date say it is on that day."""
    if not row.penalty_as_of or stand.penalty_per_day != row.penalty_per_day:
        return False
    return late_charge_on(row, on) == stand.overdue_penalty


def standing_of(contract: Contract, money: Sequence[Money], *, day: BusinessDay) -> Standing:
    """This will return how a contract of PostgreSQL stands with the given money."""
    terms = schemes_on(day.date).of(contract.product.code)
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
