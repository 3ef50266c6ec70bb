"""The result of a release to a tenth: sides by the hash, people whose days are over, money from the files."""

import datetime as dt

import pytest

from tagih.config import day, jobs, setup
from tagih.strategy import operations, queries
from tagih.strategy.rules.experiments import Verdict
from tagih.strategy.rules.versions import place_of
from tests.factories import staff
from tests.factories.lake import landed
from tests.strategy.test_day import DAY, NOW
from tests.strategy.test_versions import OTHER, approved

CROWD = [f"M{number:03d}" for number in range(600)]
AFTER = DAY + dt.timedelta(8)


def lay_crowd(on: dt.date, now: dt.datetime, *, began: dt.date = DAY) -> None:
    """This will land a contract of each of 600 people who were from 5 to 24 days late on the day it began."""
    landed("contracts", on, *(
        {"contract_no": f"K{no}", "customer_no": no, "outstanding_principal": "9000000", "score": "70",
         "disbursed_on": dt.date(2026, 1, 20)} for no in CROWD
    ), now=now)  # fmt: skip
    landed("instalments", on, *(
        {"contract_no": f"K{no}", "due_date": began - dt.timedelta(5 + place % 20)} for place, no in enumerate(CROWD)
    ))  # fmt: skip


def play_crowd(on: dt.date = DAY, now: dt.datetime = NOW) -> None:
    """This will decide a day of the crowd."""
    lay_crowd(on, now)
    landed("contact_points", on, *(
        {"customer_no": no, "kind": "PHONE", "value": f"0812345{place:05d}"} for place, no in enumerate(CROWD)
    ))  # fmt: skip
    day.run_day(on, now=lambda: now, until="decisions")


def pay(salt: str, *, tried: int, others: int, share: int) -> None:
    """This will let so many of 10 people pay on either side, and bring it with the files of eight days later."""
    now = NOW + (AFTER - DAY)
    payers = [no for place, no in enumerate(CROWD) if place % 10 < (tried if place_of(salt, no) < share else others)]
    rows = [
        {"payment_ref": f"P{no}", "contract_no": f"K{no}", "paid_on": DAY + dt.timedelta(3), "amount": "1000000"}
        for no in payers
    ]
    lay_crowd(AFTER, now)
    landed("payments", AFTER, *rows, now=now)
    day.derive(business_date=AFTER, now=now, by=None)
    day.publish(business_date=AFTER, now=now, by=None)


@pytest.mark.slow
@pytest.mark.django_db
def test_trial_is_judged_by_the_people_whose_days_are_over(lake):
    """Slow: 600 people through two mornings."""
    staff.company()
    setup.load_reference_data(now=NOW)
    play_crowd()
    writer, second = staff.person(role="STRATEGIST"), staff.person(role="HEAD")
    version = approved(OTHER, writer, second)
    made = operations.release_version(
        version=version, share=10, effective_on=DAY, metric="PAID", window_days=7, worth_seeing="0.2", by=second,
        now=NOW,
    )
    jobs.drain()
    pay(made.salt, tried=8, others=3, share=10)

    early = queries.trial_result(made, today=DAY + dt.timedelta(6))
    told = queries.trial_result(made, today=AFTER)

    assert (early.main.verdict, early.entered) == (Verdict.TOO_FEW, 600)
    sides = [sum(place_of(made.salt, no) < 10 for no in CROWD), sum(place_of(made.salt, no) >= 10 for no in CROWD)]
    assert [told.main.trial.people, told.main.base.people] == sides
    assert told.main.verdict is Verdict.BETTER
    assert 0 < told.main.low < told.main.apart < told.main.high < 1
    assert {name: found.verdict for name, found in told.guards.items()} == {
        "CONTACTS": Verdict.OPEN, "COMPLAINTS": Verdict.OPEN,
    }  # fmt: skip
