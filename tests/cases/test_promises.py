import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagih.cases import operations
from tagih.cases.models import Case, Hold, Promise, PromiseLeg
from tagih.cases.rules import promises as rules
from tagih.journal.models import Event
from tagih.payments.models import Payment
from tests.factories import cases as make

DAY, NOW = make.DAY, make.NOW
pytestmark = pytest.mark.django_db


def evening(days: int) -> dict:
    return {"business_date": DAY + dt.timedelta(days=days), "now": NOW + dt.timedelta(days=days, hours=11)}


@pytest.fixture
def contract():
    made = make.contract(make.branch())
    make.round()
    return made


@pytest.fixture
def case(contract) -> Case:
    return Case.objects.get(customer=contract.customer)


@pytest.fixture
def agent(case):
    return make.agent(case.branch)


def promise(case, agent, *legs: tuple[int, int], **others: object) -> Promise:
    return operations.record_promise(case=case, draft=make.draft(*legs, **others), by=agent, now=NOW)


def outcome(made: Promise) -> tuple[str, Decimal]:
    made.refresh_from_db()
    return made.status, made.paid


def test_promise_is_kept_when_money_comes_in_time(case, agent, contract) -> None:
    made = promise(case, agent, (3, 500_000))
    make.payment(contract, 500_000, paid_on=DAY + dt.timedelta(days=3))

    operations.judge_due(**evening(3))

    assert outcome(made) == ("KEPT", Decimal("500000.00"))


def test_promise_breaks_in_the_evening_of_its_day(case, agent) -> None:
    made = promise(case, agent, (3, 500_000))

    operations.judge_promises(business_date=DAY + dt.timedelta(days=3), now=NOW + dt.timedelta(days=3))
    assert outcome(made)[0] == "OPEN"

    assert operations.judge_due(**evening(3)).broken == 1
    assert outcome(made)[0] == "BROKEN"
    assert make.item(case).precedence == 20


def test_partial_payment_does_not_keep_a_promise(case, agent, contract) -> None:
    made = promise(case, agent, (3, 500_000))
    make.payment(contract, 1, paid_on=DAY)

    operations.judge_due(**evening(3))

    assert outcome(made) == ("PARTIAL", Decimal("1.00"))
    assert make.item(case).reasons[0]["code"] == "PROMISE_PARTIAL"


def test_judging_twice_changes_nothing(case, agent) -> None:
    promise(case, agent, (1, 500_000))
    operations.judge_due(**evening(2))

    assert operations.judge_due(**evening(2)).customers == ()
    assert Event.objects.filter(name="cases.PromisesJudged").count() == 1


def test_backdated_money_keeps_a_promise_that_seemed_broken(case, agent, contract) -> None:
    made = promise(case, agent, (2, 500_000))
    operations.judge_due(**evening(2))
    assert outcome(made)[0] == "BROKEN"

    make.payment(contract, 500_000, paid_on=DAY + dt.timedelta(days=1))
    make.open_day(DAY + dt.timedelta(days=4))
    operations.settle_customers(customers=[case.customer_id], now=NOW + dt.timedelta(days=4))

    assert outcome(made)[0] == "KEPT"
    assert Event.objects.filter(name="cases.PromiseJudged", payload__previous="BROKEN").count() == 1


def test_reversed_money_breaks_a_kept_promise_and_a_reversed_reversal_keeps_it(case, agent, contract) -> None:
    made = promise(case, agent, (2, 500_000))
    paid = make.payment(contract, 500_000)
    operations.judge_due(**evening(2))
    assert outcome(made)[0] == "KEPT"

    reversal = make.payment(contract, 500_000, reversal_of=paid.payment_ref)
    operations.judge_due(**evening(3))
    assert outcome(made) == ("BROKEN", Decimal("0.00"))

    make.payment(contract, 500_000, reversal_of=reversal.payment_ref)
    operations.judge_due(**evening(3))
    assert outcome(made) == ("KEPT", Decimal("500000.00"))


def test_promise_over_all_contracts_counts_money_on_any_of_them(case, agent, contract) -> None:
    other = make.contract(case.branch, customer=case.customer)
    made = promise(case, agent, (2, 600_000))
    make.payment(contract, 300_000)
    make.payment(other, 300_000)

    operations.judge_due(**evening(0))

    assert outcome(made)[0] == "KEPT"


def test_promise_on_one_contract_counts_only_its_money(case, agent, contract) -> None:
    other = make.contract(case.branch, customer=case.customer)
    made = promise(case, agent, (2, 500_000), contract=contract)
    make.payment(other, 500_000)

    operations.judge_due(**evening(2))

    assert outcome(made)[0] == "BROKEN"


def test_money_of_somebody_else_keeps_no_promise(case, agent) -> None:
    made = promise(case, agent, (2, 500_000))
    make.payment(make.contract(case.branch), 500_000)

    operations.judge_due(**evening(2))

    assert outcome(made)[0] == "BROKEN"


def test_new_promise_replaces_the_open_one(case, agent) -> None:
    first = promise(case, agent, (2, 500_000))

    second = promise(case, agent, (5, 400_000))

    assert (outcome(first)[0], outcome(second)[0]) == ("SUPERSEDED", "OPEN")
    assert list(first.legs.values_list("status", flat=True)) == ["SUPERSEDED"]


def test_promise_that_would_open_again_stays_replaced_by_a_later_one(case, agent, contract) -> None:
    first = promise(case, agent, (1, 300_000), (6, 300_000))
    operations.judge_due(**evening(1))
    assert outcome(first)[0] == "BROKEN"
    second = promise(case, agent, (5, 400_000))

    make.payment(contract, 300_000, paid_on=DAY)
    operations.judge_due(**evening(2))

    assert (outcome(first)[0], outcome(second)[0]) == ("SUPERSEDED", "OPEN")


def test_cancelled_promise_is_not_judged(case, agent) -> None:
    made = promise(case, agent, (2, 500_000))
    operations.cancel_promise(promise=made, reason="salah input", by=agent, now=NOW)

    assert operations.judge_due(**evening(5)).broken == 0
    assert outcome(made)[0] == "CANCELLED"
    with pytest.raises(operations.PromiseNotOpen):
        operations.cancel_promise(promise=made, reason="lagi", by=agent, now=NOW)


def test_leader_may_accept_what_an_agent_may_not(case, agent) -> None:
    leader = make.agent(case.branch, role="TEAM_LEADER")

    with pytest.raises(operations.PromiseRefused):
        promise(case, agent, (10, 500_000))
    assert promise(case, leader, (10, 500_000)).status == "OPEN"


def test_fourth_promise_in_a_month_is_refused(case, agent) -> None:
    for _ in range(3):
        promise(case, agent, (2, 500_000))

    with pytest.raises(operations.PromiseRefused) as refusal:
        promise(case, agent, (2, 500_000))
    assert refusal.value.code == "PROMISE_TOO_OFTEN"


def test_claim_of_payment_is_answered_by_money(case, agent, contract) -> None:
    hold = operations.open_hold(case=case, reason="CLAIM_PAID", by=agent, now=NOW)
    make.payment(contract, 500_000)

    operations.settle_customers(customers=[case.customer_id], now=NOW + dt.timedelta(hours=1))

    hold.refresh_from_db()
    assert (hold.lifted_at is None, hold.lift_reason) == (False, "MONEY_ARRIVED")


def test_claim_that_nobody_proved_comes_back_as_new_evidence(case, agent) -> None:
    operations.open_hold(case=case, reason="CLAIM_PAID", by=agent, now=NOW)

    operations.judge_due(**evening(4))
    make.round(day=DAY + dt.timedelta(days=4), now=NOW + dt.timedelta(days=4, hours=12))

    assert Hold.objects.get().lift_reason == "ENDED"
    assert make.item(case).precedence == 40


def test_case_closes_when_its_last_promise_is_kept(case, agent, contract) -> None:
    promise(case, agent, (3, 1_000_000))
    make.payment(contract, 1_000_000)
    make.cure(contract)

    operations.settle_customers(customers=[case.customer_id], now=NOW)

    case.refresh_from_db()
    assert (case.status, case.close_reason) == ("CLOSED", "CURED")


amounts = st.integers(1, 900).map(lambda number: number * 1000)
pieces = st.lists(st.tuples(st.integers(0, 1), st.integers(-2, 12), amounts, st.integers(0, 2)), max_size=6)
drawn_legs = st.lists(st.tuples(st.integers(0, 8), amounts), min_size=1, max_size=3, unique_by=lambda leg: leg[0])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn_legs, pieces, st.integers(0, 2), st.integers(-1, 12), st.booleans(), st.integers(0, 5000))
def test_judging_many_in_sql_equals_the_rule_for_one(
    case, agent, contract, drawn, money, grace, as_of, is_whole, tolerance
) -> None:
    Promise.objects.all().delete()
    Payment.objects.all().delete()
    other = case.customer.contracts.exclude(pk=contract.pk).first() or make.contract(
        case.branch, customer=case.customer
    )
    drawn = sorted(drawn)
    made = Promise.objects.create(
        case=case, contract=None if is_whole else contract, made_at=NOW, made_on=DAY, tolerance=tolerance,
        grace_days=grace, total=sum(amount for _due, amount in drawn),
        last_due_on=DAY + dt.timedelta(days=drawn[-1][0]),
    )  # fmt: skip
    legs = [rules.Leg(DAY + dt.timedelta(days=due), Decimal(amount)) for due, amount in drawn]
    for number, leg in enumerate(legs, start=1):
        PromiseLeg.objects.create(promise=made, number=number, due_on=leg.due_on, amount=leg.amount)
    counting = []
    for which, days, amount, reversals in money:
        paid_on = DAY + dt.timedelta(days=days)
        last = make.payment([contract, other][which], amount, paid_on=paid_on)
        for _turn in range(reversals):
            last = make.payment([contract, other][which], amount, paid_on=paid_on, reversal_of=last.payment_ref)
        if reversals % 2 == 0 and (is_whole or which == 0):
            counting.append(rules.Money(paid_on, Decimal(amount)))

    operations.judge_promises(**evening(as_of))

    expected = rules.judge(
        made_on=DAY, legs=legs, money=counting, as_of=DAY + dt.timedelta(days=as_of), tolerance=Decimal(tolerance),
        grace_days=grace,
    )  # fmt: skip
    assert outcome(made) == (expected.status, expected.paid)
    assert list(made.legs.values_list("status", "paid")) == [(leg.status, leg.paid) for leg in expected.legs]
