"""An agreement from its proposal to its end, and that no rupiah is promised twice."""

import datetime as dt
import functools
import io
import random
import re
import threading
from decimal import Decimal

import pytest
from django.db import connection

from tagih.cases import operations as cases
from tagih.cases.enums import ArrangementKind as Kind
from tagih.cases.models import Arrangement, ArrangementLeg, Promise, WorkItem
from tagih.cases.queries import arrangements as known
from tagih.cases.rules.arrangements.debts import Means
from tagih.cases.rules.arrangements.watching import watch
from tagih.cases.rules.promises import Leg, Money
from tagih.contacts import operations as contacts
from tagih.contacts.models import OneTimeCode, Restraint
from tagih.contacts.queries import inbox
from tagih.journal.models import Event
from tagih.kernel.errors import Refusal
from tagih.staff import operations as staff
from tests.factories import cases as make
from tests.factories import contacts as points

NOW, DAY = make.NOW, make.DAY
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64
WHY = "Usaha sepi sejak pasar pindah."
pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make.branch()


@pytest.fixture
def agent(branch):
    return make.agent(branch)


@pytest.fixture
def leader(branch):
    return make.agent(branch, role="TEAM_LEADER", name="Ratna Kusuma")


@pytest.fixture
def case(branch):
    return make.case(
        branch, days=40, overdue=3_000_000, principal=Decimal(20_000_000), tenor=24,
        instalment_amount=Decimal(1_000_000), due_day=11, collateral_no="BE 1234 XX",
    )  # fmt: skip


def contract_of(case):
    return case.customer.contracts.get()


def propose(case, by, *, months=3, kind=Kind.INSTALMENT_PLAN, **more) -> Arrangement:
    return cases.propose_arrangement(
        case=case, contract=contract_of(case), kind=kind, months=months, reason=WHY, by=by, now=NOW, **more
    )


def signed(case, by, **more) -> Arrangement:
    made = propose(case, by, **more)
    return cases.sign_arrangement(
        arrangement=made, signed_by="DRAWN", signature=io.BytesIO(PICTURE), by=None, now=NOW
    )


def refusal(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def test_within_the_mandate_only_the_signature_is_missing(case, agent) -> None:
    made = propose(case, agent)

    assert (made.status, made.approvals.count(), made.total) == ("APPROVED", 0, Decimal(3_000_000))
    assert list(made.legs.values_list("due_on", "amount")) == [
        (dt.date(2026, 12, 11), Decimal(1_000_000)), (dt.date(2027, 1, 11), Decimal(1_000_000)),
        (dt.date(2027, 2, 11), Decimal(1_000_000)),
    ]  # fmt: skip


def test_above_the_mandate_the_leader_agrees_and_not_the_proposer(case, agent, leader) -> None:
    made = propose(case, agent, months=6)
    approval = made.approvals.get()
    own = refusal(lambda: cases.decide_arrangement(approval=approval, decision="APPROVED", by=agent, now=NOW))

    made = cases.decide_arrangement(approval=approval, decision="APPROVED", by=leader, now=NOW)

    assert (approval.role, own, made.status) == ("TEAM_LEADER", "NOT_YOURS_TO_APPROVE", "APPROVED")
    assert refusal(lambda: cases.decide_arrangement(approval=approval, decision="APPROVED", by=leader, now=NOW))


def test_a_refusal_needs_a_reason_and_ends_the_proposal(case, agent, leader) -> None:
    approval = propose(case, agent, months=6).approvals.get()
    silent = refusal(lambda: cases.decide_arrangement(approval=approval, decision="REFUSED", by=leader, now=NOW))

    made = cases.decide_arrangement(
        approval=approval, decision="REFUSED", by=leader, now=NOW, reason="Penghasilan belum jelas."
    )

    assert (silent, made.status) == ("ARRANGEMENT_NO_REASON", "REFUSED")
    assert propose(case, agent).status == "APPROVED"


def test_a_deputy_decides_instead_of_somebody_away(case, agent, leader, branch) -> None:
    colleague = make.agent(branch, name="Dewi Lestari")
    approval = propose(case, agent, months=6).approvals.get()
    before = refusal(lambda: cases.decide_arrangement(approval=approval, decision="APPROVED", by=colleague, now=NOW))
    cases.appoint_deputy(person=leader, deputy=colleague, starts_on=DAY, ends_on=DAY, by=leader, now=NOW)

    cases.decide_arrangement(approval=approval, decision="APPROVED", by=colleague, now=NOW)

    approval.refresh_from_db()
    assert (before, approval.decided_by, approval.instead_of) == ("NOT_YOURS_TO_APPROVE", colleague, leader)


def test_an_approval_nobody_decides_goes_a_rung_up_and_an_unsigned_plan_ends(case, agent) -> None:
    approval = propose(case, agent, months=6).approvals.get()
    assert approval.due_at == dt.datetime(2026, 11, 20, 7, 0, tzinfo=dt.UTC)  # 14.00: four working hours

    passed = [cases.pass_on_approvals(now=NOW + dt.timedelta(hours=hours)) for hours in (4, 5, 6)]

    assert passed == [0, 1, 0]


def test_a_plan_nobody_signs_expires(case, agent) -> None:
    made = propose(case, agent)

    assert cases.expire_unsigned(now=NOW + dt.timedelta(days=8)) == 1
    made.refresh_from_db()
    assert made.status == "EXPIRED"
    assert refusal(lambda: cases.sign_arrangement(arrangement=made, signed_by="CODE", by=None, now=NOW)) == (
        "ARRANGEMENT_NOT_OPEN"
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"months": 9}, "ARRANGEMENT_MONTHS"),
        ({"kind": Kind.SETTLEMENT}, "ARRANGEMENT_DAYS_LATE"),
        ({"kind": Kind.WAIVER, "waived_percent": {"principal": Decimal(50)}}, "ARRANGEMENT_WAIVED"),
        ({"kind": Kind.WAIVER, "due_on": DAY + dt.timedelta(days=30)}, "ARRANGEMENT_DAY"),
        ({"means": Means(Decimal(2_000_000), Decimal(1_000_000))}, "ARRANGEMENT_BEYOND_MEANS"),
    ],
)  # fmt: skip
def test_what_the_house_does_not_allow_is_refused(case, agent, more, code) -> None:
    assert refusal(lambda: propose(case, agent, **more)) == code


def test_one_contract_has_one_agreement(case, agent) -> None:
    propose(case, agent)

    assert refusal(lambda: propose(case, agent)) == "ARRANGEMENT_RUNS"


def test_nothing_runs_unsigned(case, agent) -> None:
    made = propose(case, agent)

    assert refusal(lambda: cases.sign_arrangement(arrangement=made, signed_by="DRAWN", by=None, now=NOW)) == (
        "SIGNATURE_MISSING"
    )


def test_a_code_signs_only_when_it_is_the_one_that_was_sent(case, agent, settings) -> None:
    settings.TAGIH_CODE_SENDER = "sandbox"
    made, number = propose(case, agent), points.make_point(case.customer)
    staff.record_certificate(
        person=agent, kind="DESK", number="SPPI-1", issuer="LSP", by=None, now=NOW, valid_from=DAY,
        valid_until=DAY + dt.timedelta(days=365),
    )  # fmt: skip
    sign = functools.partial(cases.sign_arrangement, arrangement=made, signed_by="CODE", by=None, now=NOW)
    unsent = refusal(lambda: sign(code="000000"))
    cases.send_signing_code(arrangement=made, contact_point=number, by=agent, now=NOW)
    contacts.send_code(code_id=OneTimeCode.objects.get().pk, now=NOW)
    made.refresh_from_db()
    digits = re.search(r"\d{6}", inbox()[0].text)[0]
    wrong = refusal(lambda: sign(code=f"{(int(digits) + 1) % 10**6:06}"))

    signed_now = sign(code=digits)

    assert (unsent, wrong, OneTimeCode.objects.get().tries) == ("SIGNATURE_MISSING", "CODE_WRONG", 1)
    assert (signed_now.status, signed_now.signed_by, signed_now.signature) == ("ACTIVE", "CODE", None)


def test_signing_replaces_the_promise_and_rests_the_gate(case, agent) -> None:
    promise = cases.record_promise(case=case, draft=make.draft((3, 1_000_000)), by=agent, now=NOW)

    made = signed(case, agent)

    promise.refresh_from_db()
    restraint = Restraint.objects.get(ends_at__isnull=True)
    assert (made.status, promise.status) == ("ACTIVE", "SUPERSEDED")
    assert (restraint.source, restraint.due_on) == (f"arrangement:{made.pk}", dt.date(2026, 12, 11))
    assert not WorkItem.objects.filter(case=case, status="READY").exists()


def test_no_promise_beside_an_agreement_in_force(case, agent) -> None:
    signed(case, agent)

    assert refusal(
        lambda: cases.record_promise(case=case, draft=make.draft((3, 1_000_000)), by=agent, now=NOW)
    ) == "ARRANGEMENT_RUNS"  # fmt: skip
    assert not Promise.objects.exists()


def test_a_missed_payment_breaks_it_and_work_comes_back_first(case, agent) -> None:
    made = signed(case, agent)
    make.payment(contract_of(case), 1_000_000, paid_on=dt.date(2026, 12, 10))
    late_day, broken_day = dt.date(2027, 1, 12), dt.date(2027, 1, 15)

    def judge(day):
        at = dt.datetime.combine(day, dt.time(14, 0), tzinfo=dt.UTC)
        make.open_day(day)
        cases.judge_due(business_date=day, now=at)
        made.refresh_from_db()
        return made.status, made.warning

    assert judge(dt.date(2027, 1, 9)) == ("ACTIVE", "DUE_SOON")
    assert judge(late_day) == ("LATE", "LATE")
    assert judge(broken_day) == ("BROKEN", "")
    item = WorkItem.objects.get(case=case, status="READY")
    assert (item.precedence, item.reasons[0]["code"]) == (20, "ARRANGEMENT_BROKEN")
    assert Event.objects.filter(name="cases.ArrangementsJudged").count() == 2


def test_money_completes_it(case, agent) -> None:
    made = signed(case, agent)
    make.payment(contract_of(case), 3_000_000)

    cases.settle_customers(customers=[case.customer_id], now=NOW)

    made.refresh_from_db()
    assert (made.status, made.paid) == ("COMPLETED", Decimal(3_000_000))
    assert not Restraint.objects.filter(ends_at__isnull=True, source=f"arrangement:{made.pk}").exists()


def test_an_agreement_after_a_broken_one_is_evergreen(case, agent) -> None:
    first = signed(case, agent)
    Arrangement.objects.filter(pk=first.pk).update(status="BROKEN")

    assert propose(case, agent).is_evergreen


def test_a_request_from_the_portal_pauses_and_waits_for_the_lowest_rung(case) -> None:
    made = propose(case, None, asked_from="PORTAL")

    assert [approval.role for approval in made.approvals.all()] == ["AGENT"]
    assert case.holds.get(lifted_at__isnull=True).reason == "RELIEF_REQUEST"


def test_the_debt_of_a_contract_without_schedule_is_reckoned(case) -> None:
    debt = known.debt_of(contract_of(case), today=DAY)

    assert debt.arrears == Decimal(3_000_000)
    assert debt.next_due_on == dt.date(2026, 12, 11)
    assert debt.annual_rate > 0
    assert debt.remaining > 9


def test_sql_and_python_judge_alike(case, agent) -> None:
    """80 agreements with random payments, reversals and days."""
    draw, contract = random.Random(5), contract_of(case)
    first = signed(case, agent)
    for _row in range(80):
        Arrangement.objects.filter(pk=first.pk).update(status="ACTIVE", warning="", grace_days=draw.randrange(4))
        first.refresh_from_db()
        contract.payments.all().delete()
        pieces = []
        for _payment in range(draw.randrange(4)):
            paid_on = DAY + dt.timedelta(days=draw.randrange(-3, 90))
            amount = draw.choice([500_000, 1_000_000, 999_999, 2_000_000])
            payment = make.payment(contract, amount, paid_on=paid_on)
            if draw.random() < 0.2:
                make.payment(contract, amount, paid_on=paid_on, reversal_of=payment.payment_ref)
            else:
                pieces.append(Money(paid_on, Decimal(amount)))
        day = DAY + dt.timedelta(days=draw.randrange(100))
        at = dt.datetime.combine(day, dt.time(14, 0), tzinfo=dt.UTC)

        cases.judge_arrangements(business_date=day, now=at, customers=[case.customer_id])

        first.refresh_from_db()
        legs = list(ArrangementLeg.objects.filter(arrangement=first))
        seen = watch(
            starts_on=first.starts_on, legs=[Leg(leg.due_on, leg.amount) for leg in legs], money=pieces, as_of=day,
            grace_days=first.grace_days,
        )  # fmt: skip
        assert (first.status, first.paid, first.warning) == (seen.status, seen.paid, seen.warning)
        assert tuple(leg.paid for leg in legs) == seen.legs


@pytest.mark.django_db(transaction=True)
def test_promise_and_signature_at_the_same_moment_never_both_stand(branch, agent, case) -> None:
    made = propose(case, agent)
    outcomes = []

    def run(deed):
        try:
            outcomes.append(type(deed()).__name__)
        except Refusal as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    deeds = [
        lambda: cases.record_promise(case=case, draft=make.draft((3, 1_000_000)), by=agent, now=NOW),
        lambda: cases.sign_arrangement(
            arrangement=made, signed_by="DRAWN", signature=io.BytesIO(PICTURE), by=None, now=NOW
        ),
    ]
    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Arrangement.objects.get().status == "ACTIVE"
    assert not Promise.objects.filter(status="OPEN").exists()
    assert "Arrangement" in outcomes
