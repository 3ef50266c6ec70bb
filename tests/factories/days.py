"""Whole business days: facts of contracts laid into the lake, and the round's first steps over them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from tagih.config import day
from tagih.kernel.steps import StepResult
from tagih.portfolio.rules.delinquency import Facts
from tagih.staff.models import Unit
from tests.factories.lake import landed

NOW = dt.datetime(2026, 11, 21, 1, tzinfo=dt.UTC)


def company() -> Unit:
    return Unit.objects.create(code="HQ", name="Head office", kind="COMPANY", path="1.")


def land_facts(facts: Mapping[str, Facts], on: dt.date, *, now: dt.datetime = NOW, **more: object) -> None:
    """This will land a portfolio as the feeds of a date would. Payments that no file told are left out."""
    contracts = [
        {
            "contract_no": no, "customer_no": f"C{int(no[1:]) // 2}", "status": own.status, "due_day": own.due_day,
            "penalty_daily_rate": own.penalty_daily_rate, "outstanding_principal": "100",
        }
        for no, own in facts.items()
    ]  # fmt: skip
    landed("contracts", on, *contracts, now=now)
    landed("instalments", on, *({"contract_no": no} | asdict(due) for no, own in facts.items() for due in own.dues))
    pauses = {
        (no, pause.start_date, pause.end_date): {"contract_no": no, "reason": "FLOOD"} | asdict(pause)
        for no, own in facts.items()
        for pause in own.pauses
    }
    landed("clock_actions", on, *pauses.values())
    landed("balances", on, *(_balance(no, own) for no, own in facts.items() if own.balance))
    fed_dates = {entry.fed_on for own in facts.values() for entry in own.money if entry.fed_on}
    for fed_on in sorted(fed_dates):
        rows = [
            {"payment_ref": entry.ref, "contract_no": no, "paid_on": entry.paid_on, "amount": entry.amount,
             "reversal_of": entry.reversal_of or None, "recorded_at": dt.datetime(2026, 1, 1)}
            for no, own in facts.items() for entry in own.money if entry.fed_on == fed_on
        ]  # fmt: skip
        landed("payments", fed_on, *rows)


def _balance(no: str, own: Facts) -> dict[str, object]:
    return asdict(own.balance) | {"contract_no": no, "outstanding_principal": "100"}


def run_portfolio(on: dt.date, *, now: dt.datetime = NOW) -> dict[str, StepResult]:
    """This will do the steps `derive` and `publish`."""
    return {
        "derive": day.derive(business_date=on, now=now, by=None),
        "publish": day.publish(business_date=on, now=now, by=None),
    }
