"""What is offered to somebody who cannot pay, who may agree, and whether it is kept."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagih.cases.enums import ArrangementKind as Kind
from tagih.cases.enums import ArrangementStatus as Status
from tagih.cases.rules.arrangements.authority import Mandate, approvals_needed
from tagih.cases.rules.arrangements.debts import Asked, Debt, Means, Policy
from tagih.cases.rules.arrangements.offers import build, offers, passed_policy
from tagih.cases.rules.arrangements.plans import re_default
from tagih.cases.rules.arrangements.watching import watch
from tagih.cases.rules.promises import Leg, Money
from tagih.cases.rules.schedules import TermsImpossible, payment

TODAY = dt.date(2026, 11, 20)
RATE = Decimal("0.24")
INSTALMENT = payment(Decimal(10_000_000), RATE / 12, 12)
DEBT = Debt(
    overdue={"principal": Decimal(1_500_000), "interest": Decimal(400_000), "fee": Decimal(50_000),
             "penalty": Decimal(150_000)},
    outstanding=Decimal(11_500_000), instalment=INSTALMENT, remaining=12, next_due_on=dt.date(2026, 12, 5),
    annual_rate=RATE, days_late=62, has_collateral=True,
)  # fmt: skip
POLICIES = {
    Kind.NEW_DUE_DATE: Policy(Kind.NEW_DUE_DATE, max_days_late=60, max_days=14),
    Kind.INSTALMENT_PLAN: Policy(Kind.INSTALMENT_PLAN, max_months=6),
    Kind.RESCHEDULE: Policy(Kind.RESCHEDULE, max_months=24),
    Kind.RESTRUCTURE: Policy(Kind.RESTRUCTURE, max_months=36, rate=Decimal("0.18"), capitalise=True),
    Kind.WAIVER: Policy(Kind.WAIVER, max_waived={"penalty": Decimal(100), "fee": Decimal(50)}, max_days=7),
    Kind.SETTLEMENT: Policy(Kind.SETTLEMENT, max_waived={"penalty": Decimal(100), "principal": Decimal(10)}),
    Kind.HOLIDAY: Policy(Kind.HOLIDAY, max_months=3),
    Kind.EXTENSION: Policy(Kind.EXTENSION, max_months=3),
    Kind.SURRENDER: Policy(Kind.SURRENDER, max_days=14),
}
ASKED = Asked(DEBT, TODAY, POLICIES, tuple(POLICIES), Means(Decimal(5_000_000), Decimal(3_000_000), Decimal(300_000)))


def test_three_plans_of_the_cause_are_offered_and_each_fits_the_means() -> None:
    asked = replace(ASKED, preferred=(Kind.INSTALMENT_PLAN, Kind.RESCHEDULE, Kind.RESTRUCTURE, Kind.WAIVER))

    found = offers(asked)

    assert [plan.kind for plan in found] == [Kind.INSTALMENT_PLAN, Kind.RESCHEDULE, Kind.RESTRUCTURE]
    assert all(plan.monthly <= asked.bearable for plan in found)
    assert asked.bearable == Decimal(1_360_000)


def test_the_smallest_change_that_fits_is_offered() -> None:
    asked = replace(ASKED, preferred=(Kind.INSTALMENT_PLAN,))
    (plan,) = offers(asked)
    shorter = build(asked, Kind.INSTALMENT_PLAN, months=plan.months - 1)

    assert plan.monthly <= asked.bearable < shorter.monthly


def test_nothing_is_offered_that_a_person_cannot_bear() -> None:
    asked = replace(ASKED, means=Means(Decimal(2_000_000), Decimal(1_900_000)), preferred=(Kind.INSTALMENT_PLAN,))

    assert offers(asked) == []


def test_what_the_house_does_not_allow_is_not_offered() -> None:
    too_late = replace(ASKED, preferred=(Kind.NEW_DUE_DATE,))
    too_often = replace(ASKED, preferred=(Kind.HOLIDAY,), counts={Kind.HOLIDAY: 2})
    no_unit = replace(ASKED, preferred=(Kind.SURRENDER,), debt=replace(DEBT, has_collateral=False))

    assert (offers(too_late), offers(too_often), offers(no_unit)) == ([], [], [])


def test_a_waiver_forgives_the_components_and_says_the_cost() -> None:
    (plan,) = offers(replace(ASKED, preferred=(Kind.WAIVER,)))

    assert (plan.waived.penalty, plan.waived.fee, plan.waived.interest) == (150_000, 25_000, 0)
    assert plan.total == DEBT.arrears - Decimal(175_000)
    assert plan.cost > Decimal(170_000)


def test_a_settlement_is_the_whole_debt_less_the_discount_on_it() -> None:
    (plan,) = offers(replace(ASKED, preferred=(Kind.SETTLEMENT,)))

    assert plan.waived.principal == Decimal(1_150_000)
    assert plan.total == DEBT.outstanding + 400_000 + 50_000 - Decimal(1_150_000)
    assert plan.replaces


def test_a_holiday_begins_later_and_pays_back_everything() -> None:
    (plan,) = offers(replace(ASKED, preferred=(Kind.HOLIDAY,)))

    assert plan.first_due_on == dt.date(2027, 1, 5)
    assert sum(line.principal + line.carried for line in plan.lines) == DEBT.not_yet_due + DEBT.arrears


def test_capitalised_arrears_bear_interest_and_carried_ones_do_not() -> None:
    capitalised = build(ASKED, Kind.RESTRUCTURE, months=12)
    kept = {**POLICIES, Kind.RESTRUCTURE: replace(POLICIES[Kind.RESTRUCTURE], capitalise=False)}
    carried = build(replace(ASKED, policies=kept), Kind.RESTRUCTURE, months=12)

    assert sum(line.carried for line in capitalised.lines) == 0
    assert sum(line.carried for line in carried.lines) == DEBT.arrears
    assert capitalised.total > carried.total


def test_a_kind_that_is_not_offered_cannot_be_built() -> None:
    with pytest.raises(TermsImpossible):
        build(replace(ASKED, policies={}), Kind.WAIVER)


def test_a_plan_beyond_the_policy_names_what_it_passes() -> None:
    long = build(ASKED, Kind.INSTALMENT_PLAN, months=9)
    rich = build(ASKED, Kind.WAIVER, waived_percent={"interest": Decimal(50)}, due_on=TODAY)
    late = build(ASKED, Kind.WAIVER, due_on=TODAY + dt.timedelta(days=30))

    def passed(plan, count=0):
        return passed_policy(plan, POLICIES[plan.kind], debt=DEBT, count=count, today=TODAY)

    assert (passed(long), passed(rich), passed(late)) == ("MONTHS", "WAIVED", "DAY")
    assert passed(build(ASKED, Kind.HOLIDAY, months=1), count=2) == "TOO_OFTEN"


def test_what_the_house_saw_outweighs_what_it_assumed() -> None:
    policy = POLICIES[Kind.WAIVER]

    assert re_default(policy, (0, 0)) == Decimal("0.3000")
    assert re_default(policy, (20, 20)) == Decimal("0.6500")
    assert re_default(policy, (980, 98)) == Decimal("0.1040")


AGENT = Mandate("AGENT", frozenset({"INSTALMENT_PLAN", "WAIVER"}), 3, Decimal(5_000_000), {"penalty": Decimal(50)})
LEADER = replace(AGENT, role="TEAM_LEADER", max_months=12, max_waived={"penalty": Decimal(100), "fee": Decimal(100)})


def needed(plan, proposer=("AGENT",), second=Decimal(1_000_000)):
    return approvals_needed(plan, proposer=proposer, mandates=(AGENT, LEADER), second_look_above=second)


def test_who_must_agree_follows_the_mandates() -> None:
    small, long = build(ASKED, Kind.INSTALMENT_PLAN, months=2), build(ASKED, Kind.INSTALMENT_PLAN, months=4)
    waived = build(ASKED, Kind.WAIVER, waived_percent={"penalty": Decimal(100)}, due_on=TODAY)

    assert needed(small) == ()
    assert needed(long) == ("TEAM_LEADER",)
    assert needed(long, proposer=("TEAM_LEADER",)) == ()
    assert needed(waived, second=Decimal(100_000)) == ("TEAM_LEADER", "SUPERVISOR")
    assert needed(build(ASKED, Kind.RESTRUCTURE, months=6)) is None


LEGS = [Leg(dt.date(2026, 12, 5), Decimal(100)), Leg(dt.date(2027, 1, 5), Decimal(100))]


@pytest.mark.parametrize(
    ("money", "as_of", "status", "warning"),
    [
        ([], dt.date(2026, 12, 1), Status.ACTIVE, ""),
        ([], dt.date(2026, 12, 3), Status.ACTIVE, "DUE_SOON"),
        ([], dt.date(2026, 12, 5), Status.LATE, "LATE"),
        ([(dt.date(2026, 12, 7), 100)], dt.date(2026, 12, 20), Status.ACTIVE, ""),
        ([(dt.date(2026, 12, 7), 100)], dt.date(2027, 1, 3), Status.ACTIVE, "LATE_BEFORE"),
        ([(dt.date(2026, 12, 7), 99)], dt.date(2026, 12, 8), Status.BROKEN, ""),
        ([(dt.date(2026, 12, 1), 100)], dt.date(2027, 1, 8), Status.BROKEN, ""),
        ([(dt.date(2026, 11, 30), 200)], dt.date(2026, 12, 1), Status.COMPLETED, ""),
        ([(dt.date(2026, 11, 1), 200)], dt.date(2026, 12, 8), Status.BROKEN, ""),
    ],
)
def test_an_agreement_is_judged_by_money_and_days(money, as_of, status, warning) -> None:
    pieces = [Money(day, Decimal(amount)) for day, amount in money]

    seen = watch(starts_on=TODAY, legs=LEGS, money=pieces, as_of=as_of, grace_days=3)

    assert (seen.status, seen.warning) == (status, warning)


pieces = st.lists(
    st.tuples(st.dates(TODAY - dt.timedelta(days=5), TODAY + dt.timedelta(days=80)), st.integers(1, 150)), max_size=5
)


@settings(max_examples=150, deadline=None)
@given(pieces, st.dates(TODAY, TODAY + dt.timedelta(days=90)), st.randoms())
def test_the_order_in_which_money_is_recorded_does_not_matter(money, as_of, chance) -> None:
    rows = [Money(day, Decimal(amount)) for day, amount in money]
    mixed = rows[:]
    chance.shuffle(mixed)
    told = {"starts_on": TODAY, "legs": LEGS, "as_of": as_of, "grace_days": 2}

    assert watch(money=rows, **told) == watch(money=mixed, **told)
    assert watch(money=rows, **told).paid <= Decimal(200)
