"""What cases hear from money and tell the gate."""

import datetime as dt

import pytest
from django.db import connection

from tagih.cases import operations
from tagih.cases.models import Case, Promise, WorkItem
from tagih.config import jobs
from tagih.config.reactions import HEARD
from tagih.contacts.models import PersonFlag, Restraint
from tagih.journal import operations as journal
from tagih.kernel import clock
from tagih.payments.events import PaymentPosted
from tests.factories import cases as make

DAY, NOW = make.DAY, make.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make.case(make.branch())


@pytest.fixture
def agent(case):
    return make.agent(case.branch)


def restraints(case: Case) -> list[tuple]:
    rows = Restraint.objects.filter(customer=case.customer, ends_at__isnull=True)
    return list(rows.values_list("kind", "due_on", "contract_no"))


def test_posted_money_keeps_the_promise_cures_the_case_and_stops_the_work(case, agent) -> None:
    contract = case.customer.contracts.get()
    operations.record_promise(case=case, draft=make.draft((2, 1_000_000)), by=agent, now=NOW)
    paid = make.payment(contract, 1_000_000)
    make.cure(contract)

    journal.publish(
        PaymentPosted(
            customer_no=case.customer.customer_no, payment_ref=paid.payment_ref, contract_no=contract.contract_no,
            paid_on=DAY.isoformat(), amount="1000000.00", is_settled=True,
        ),
        by=None, now=clock.now(),
    )  # fmt: skip
    jobs.drain()

    case.refresh_from_db()
    assert Promise.objects.get().status == "KEPT"
    assert (case.status, case.close_reason) == ("CLOSED", "CURED")
    assert not WorkItem.objects.filter(status="READY").exists()
    assert restraints(case) == []


def posted(case: Case) -> PaymentPosted:
    contract = case.customer.contracts.get()
    paid = make.payment(contract, 1_000_000)
    make.cure(contract)
    return PaymentPosted(
        customer_no=case.customer.customer_no, payment_ref=paid.payment_ref, contract_no=contract.contract_no,
        paid_on=DAY.isoformat(), amount="1000000.00", is_settled=True,
    )  # fmt: skip


def test_money_that_came_together_is_settled_in_one_job(case) -> None:
    other = make.case(case.branch)

    journal.publish_many([posted(case), posted(other)], by=None, now=clock.now())

    assert jobs.drain() == len(HEARD[PaymentPosted])
    assert set(Case.objects.values_list("status", flat=True)) == {"CLOSED"}


def test_a_case_that_breaks_does_not_hold_up_the_others(case) -> None:
    other = make.case(case.branch)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.breaks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken row'; END $$;"
            "CREATE TRIGGER breaks BEFORE UPDATE ON cases_case FOR EACH ROW WHEN (OLD.id = %s)"
            " EXECUTE FUNCTION pg_temp.breaks()",
            [case.pk],
        )

    journal.publish_many([posted(case), posted(other)], by=None, now=clock.now())
    with pytest.raises(jobs.JobFailed, match="broken row"):
        jobs.drain()

    assert Case.objects.get(pk=other.pk).status == "CLOSED"
    assert Case.objects.get(pk=case.pk).status == "OPEN"


def test_promise_restrains_the_gate_until_its_next_leg(case, agent) -> None:
    operations.record_promise(case=case, draft=make.draft((2, 300_000), (5, 300_000)), by=agent, now=NOW)
    assert restraints(case) == [("PROMISE_NOT_DUE", DAY + dt.timedelta(days=2), "")]

    make.payment(case.customer.contracts.get(), 300_000)
    operations.settle_customers(customers=[case.customer_id], now=NOW)
    assert restraints(case) == [("PROMISE_NOT_DUE", DAY + dt.timedelta(days=5), "")]


def test_broken_promise_frees_the_gate(case, agent) -> None:
    operations.record_promise(case=case, draft=make.draft((1, 300_000)), by=agent, now=NOW)

    operations.judge_due(business_date=DAY + dt.timedelta(days=2), now=NOW + dt.timedelta(days=2))

    assert restraints(case) == []


def test_claim_of_payment_restrains_the_gate_until_it_is_lifted(case, agent) -> None:
    hold = operations.open_hold(case=case, reason="CLAIM_PAID", by=agent, now=NOW)
    assert restraints(case) == [("CLAIM_PAID", DAY + dt.timedelta(days=3), "")]

    operations.lift_hold(hold=hold, reason="tidak terbukti", by=agent, now=NOW)
    assert restraints(case) == []


def test_hold_about_a_person_flags_the_person(case, agent) -> None:
    hold = operations.open_hold(case=case, reason="ILLNESS", by=agent, now=NOW, note="dirawat")
    assert PersonFlag.objects.get(ends_at__isnull=True).flag == "ILL"

    trained = make.agent(case.branch, role="SUPERVISOR")
    operations.lift_hold(hold=hold, reason="sudah sembuh, bicara sendiri", by=trained, now=NOW)
    assert not PersonFlag.objects.filter(ends_at__isnull=True).exists()


def test_wrong_number_is_retired_for_everybody_who_has_it(case, agent) -> None:
    point = make.phone(case.customer)
    operations.next_item(person=agent, now=NOW)

    operations.record_activity(
        case=case, by=agent, now=NOW, action="CALL_OUT", result="SS", party="UNKNOWN", contact_point=point
    )

    point.refresh_from_db()
    assert point.state == "WRONG_PERSON"


def test_wrong_number_brings_the_case_back_while_another_number_is_left(case, agent) -> None:
    point, _other = make.phone(case.customer), make.phone(case.customer)
    operations.next_item(person=agent, now=NOW)

    operations.record_activity(
        case=case, by=agent, now=NOW, action="CALL_OUT", result="SS", party="UNKNOWN", contact_point=point
    )

    assert WorkItem.objects.filter(case=case, status="READY").count() == 1


def test_wrong_number_without_another_does_not_bring_the_case_back_today(case, agent) -> None:
    point = make.phone(case.customer)
    operations.next_item(person=agent, now=NOW)

    operations.record_activity(
        case=case, by=agent, now=NOW, action="CALL_OUT", result="SS", party="UNKNOWN", contact_point=point
    )

    assert not WorkItem.objects.filter(case=case, status="READY").exists()


def test_same_event_twice_changes_nothing(case) -> None:
    operations.settle_customer_nos(customer_nos=[case.customer.customer_no], now=NOW)
    before = list(WorkItem.objects.values())

    operations.settle_customer_nos(customer_nos=[case.customer.customer_no], now=NOW)
    operations.settle_customer_nos(customer_nos=["TIDAK-ADA"], now=NOW)

    assert list(WorkItem.objects.values()) == before
