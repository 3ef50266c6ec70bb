import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from tagih.cases.enums import CaseStatus, ItemStatus, Precedence, Stage
from tagih.cases.rules import limits, stages, work
from tagih.cases.rules.limits import Limits
from tagih.cases.rules.promises import Leg

DAY = dt.date(2026, 11, 20)
FACTS = work.Facts(
    business_date=DAY,
    overdue_since=DAY - dt.timedelta(days=10),
    overdue_amount=Decimal("1250000.00"),
    bucket="C0",
)


def leg(days: int, amount: int) -> Leg:
    return Leg(DAY + dt.timedelta(days=days), Decimal(amount))


@pytest.mark.parametrize(
    ("days", "stage"),
    [(0, None), (1, Stage.EARLY), (30, Stage.EARLY), (31, Stage.LATE), (90, Stage.LATE), (91, Stage.REMEDIAL)],
)
def test_stage_follows_the_days(days: int, stage: Stage | None) -> None:
    assert stages.stage_of(days, is_written_off=False) == stage


def test_stage_of_a_written_off_contract_is_written_off() -> None:
    assert stages.stage_of(0, is_written_off=True) == Stage.WRITTEN_OFF


def test_stage_before_the_due_date_exists_where_a_lender_wants_it() -> None:
    bands = (stages.Band(Stage.PRE_DUE, -3), *stages.STARTER)

    assert stages.stage_of(-4, is_written_off=False, bands=bands) is None
    assert stages.stage_of(-3, is_written_off=False, bands=bands) == Stage.PRE_DUE
    assert stages.stage_of(1, is_written_off=False, bands=bands) == Stage.EARLY


def test_routine_work_says_since_when_and_how_much() -> None:
    weighed = work.weigh(FACTS)

    assert weighed.precedence == Precedence.LIST
    assert weighed.priority == 20
    assert weighed.reasons == [
        {"code": "OVERDUE_SINCE", "facts": {"since": "2026-11-10", "bucket": "C0"}},
        {"code": "AMOUNT", "facts": {"amount": "1250000.00"}},
    ]


def test_reasons_do_not_change_from_day_to_day_when_nothing_happens() -> None:
    tomorrow = replace(FACTS, business_date=DAY + dt.timedelta(days=1))

    assert work.weigh(tomorrow) == work.weigh(FACTS)


def test_events_outrank_routine_in_their_order() -> None:
    promise = work.PromiseFact(DAY, Decimal("500000.00"), "BROKEN")
    callback = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)
    everything = replace(FACTS, falling_due=promise, failed=promise, callback_at=callback, evidence="CLAIM_PAID")

    order = [
        work.weigh(everything).precedence,
        work.weigh(replace(everything, falling_due=None)).precedence,
        work.weigh(replace(everything, falling_due=None, failed=None)).precedence,
        work.weigh(replace(everything, falling_due=None, failed=None, callback_at=None)).precedence,
    ]

    assert order == [
        Precedence.REMINDER, Precedence.BROKEN_PROMISE, Precedence.CALLBACK, Precedence.NEW_EVIDENCE,
    ]  # fmt: skip


def test_tables_cover_every_status() -> None:
    assert set(work.TRANSITIONS) == set(ItemStatus)
    assert set(stages.TRANSITIONS) == set(CaseStatus)


def check(*legs: Leg, overdue: int = 1_000_000, made: int = 0) -> str | None:
    passed = limits.check(legs, today=DAY, overdue=Decimal(overdue), made_this_month=made, limits=Limits())
    return passed.code if passed else None


@pytest.mark.parametrize(
    ("legs", "code"),
    [
        ([], "PROMISE_EMPTY"),
        ([leg(1, 0)], "PROMISE_AMOUNT_NOT_POSITIVE"),
        ([leg(1, -5)], "PROMISE_AMOUNT_NOT_POSITIVE"),
        ([leg(-1, 500_000)], "PROMISE_IN_THE_PAST"),
        ([leg(2, 500_000), leg(2, 500_000)], "PROMISE_LEGS_OUT_OF_ORDER"),
        ([leg(1, 500_000), leg(2, 500_000), leg(3, 500_000)], "PROMISE_TOO_MANY_LEGS"),
        ([leg(8, 500_000)], "PROMISE_TOO_FAR"),
        ([leg(1, 249_999)], "PROMISE_TOO_SMALL"),
        ([leg(0, 250_000)], None),
        ([leg(7, 250_000)], None),
        ([leg(2, 125_000), leg(7, 125_000)], None),
    ],
)
def test_promise_stays_within_the_limits_of_the_role(legs: list[Leg], code: str | None) -> None:
    assert check(*legs) == code


def test_promise_may_not_be_made_too_often() -> None:
    assert check(leg(1, 500_000), made=2) is None
    assert check(leg(1, 500_000), made=3) == "PROMISE_TOO_OFTEN"


def test_somebody_with_two_roles_may_what_either_may() -> None:
    both = limits.widest([Limits(max_days_ahead=3, min_share_percent=50), Limits(max_days_ahead=14)])

    assert (both.max_days_ahead, both.min_share_percent) == (14, 25)
    assert limits.widest([]) == Limits()


def test_tolerance_is_a_share_of_the_smallest_leg() -> None:
    legs = [leg(1, 99_999), leg(3, 200_000)]

    assert limits.tolerance(legs, Limits()) == 0
    assert limits.tolerance(legs, Limits(tolerance_percent=5)) == Decimal("4999.00")
