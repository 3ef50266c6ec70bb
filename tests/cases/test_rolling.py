import datetime as dt
from decimal import Decimal

import pytest

from tagih.cases import operations
from tagih.cases.models import Case, Queue, WorkItem
from tagih.cases.operations import Listed, Rolled
from tagih.journal.models import Event
from tagih.portfolio.models import Contract
from tests.factories import cases as make

DAY, NOW = make.DAY, make.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference() -> None:
    operations.load_reference(now=NOW)
    make.open_day()


def roll(day: dt.date = DAY) -> Rolled:
    return operations.roll_cases(business_date=day, now=NOW)


def list_work(day: dt.date = DAY) -> Listed:
    return operations.roll_work_items(business_date=day, now=NOW + (day - DAY))


def test_one_case_covers_all_contracts_of_a_person() -> None:
    branch, other = make.branch(), make.branch()
    person = make.customer()
    make.contract(branch, customer=person, days=5, overdue=1_000_000)
    make.contract(other, customer=person, days=40, overdue=2_000_000)
    make.contract(branch, customer=person, days=None)
    make.contract(branch, customer=person, days=3, status="CLOSED")

    assert roll() == Rolled(opened=1, moved=0, closed=0)

    case = Case.objects.get()
    assert (case.stage, case.branch, case.bucket) == ("LATE", other, "C1")
    assert (case.overdue_amount, case.contract_count) == (Decimal("3000000.00"), 2)
    assert case.oldest_unmet_due_on == DAY - dt.timedelta(days=40)
    assert case.code.startswith("K-")


def test_nobody_has_a_case_who_is_not_late() -> None:
    branch = make.branch()
    make.contract(branch, days=None)
    make.contract(branch, days=0)
    make.contract(branch, days=5, clock_days=5)
    make.contract(branch, days=5, is_in_scope=False)

    assert roll() == Rolled(0, 0, 0)


def test_due_date_that_counts_as_day_one_opens_a_case() -> None:
    make.contract(make.branch(), days=0, dpd_offset=1)

    assert roll().opened == 1


def test_round_twice_changes_nothing() -> None:
    make.contract(make.branch())
    first = roll(), list_work()

    assert first == (Rolled(1, 0, 0), Listed(1, 0, 0))
    assert (roll(), list_work()) == (Rolled(0, 0, 0), Listed(0, 0, 0))
    assert Event.objects.filter(name="cases.CasesRolled").count() == 1


def test_unchanged_work_stays_untouched_the_next_day() -> None:
    branch = make.branch()
    for number in range(3):
        make.contract(branch, days=10 + number)
    roll(), list_work()

    tomorrow = DAY + dt.timedelta(days=1)

    assert (roll(tomorrow), list_work(tomorrow)) == (Rolled(0, 0, 0), Listed(0, 0, 0))


def test_case_moves_when_a_contract_grows_older() -> None:
    make.contract(make.branch(), days=30)
    roll(), list_work()

    assert roll(DAY + dt.timedelta(days=1)).moved == 1
    assert list_work(DAY + dt.timedelta(days=1)).changed == 1

    assert Case.objects.get().stage == "LATE"
    assert WorkItem.objects.get().queue.stage == "LATE"


@pytest.mark.parametrize(
    ("statuses", "reason"),
    [(["ACTIVE"], "CURED"), (["CLOSED"], "SETTLED"), (["CLOSED", "SOLD"], "SOLD"), (["CLOSED", "ACTIVE"], "CURED")],
)
def test_case_closes_with_its_reason_and_takes_its_work_along(statuses: list[str], reason: str) -> None:
    branch, person = make.branch(), make.customer()
    contracts = [make.contract(branch, customer=person) for _status in statuses]
    roll(), list_work()

    for contract, status in zip(contracts, statuses, strict=True):
        make.cure(contract)
        Contract.objects.filter(pk=contract.pk).update(status=status)

    assert roll().closed == 1
    assert list_work().cancelled == 1
    case = Case.objects.get()
    assert (case.status, case.close_reason, case.closed_on) == ("CLOSED", reason, DAY)


def test_new_arrears_open_a_new_case() -> None:
    contract = make.contract(make.branch())
    roll()
    make.cure(contract)
    roll()
    Contract.objects.filter(pk=contract.pk).update(oldest_unmet_due_on=DAY, overdue_principal=5)

    roll(DAY + dt.timedelta(days=3))

    assert sorted(Case.objects.values_list("status", flat=True)) == ["CLOSED", "OPEN"]


def test_case_with_an_open_promise_waits_for_the_judgement() -> None:
    branch = make.branch()
    contract = make.contract(branch)
    roll(), list_work()
    case = Case.objects.get()
    operations.record_promise(case=case, draft=make.draft((2, 500_000)), by=make.agent(branch), now=NOW)
    make.cure(contract)

    assert roll() == Rolled(0, 1, 0)
    assert roll() == Rolled(0, 0, 0)

    case.refresh_from_db()
    assert (case.status, case.overdue_amount) == ("OPEN", 0)
    assert list_work() == Listed(0, 0, 0)


def test_written_off_contract_is_worked_in_its_own_stage() -> None:
    make.contract(make.branch(), days=400, status="WRITTEN_OFF")

    roll(), list_work()

    assert Case.objects.get().stage == "WRITTEN_OFF"
    assert Queue.objects.get().stage == "WRITTEN_OFF"


def test_stage_before_the_due_date_opens_cases_only_when_switched_on() -> None:
    make.contract(make.branch(), days=None, next_due_on=DAY + dt.timedelta(days=2))
    assert roll().opened == 0

    operations.set_stage_band(stage="PRE_DUE", from_days=-3, by=None, now=NOW)

    assert roll().opened == 1
    assert Case.objects.get().stage == "PRE_DUE"


def test_queue_is_served_by_the_teams_of_its_branch() -> None:
    branch, other = make.branch(), make.branch()
    make.contract(branch)
    make.contract(other)

    roll(), list_work()

    queue = Queue.objects.get(unit=branch)
    assert [team.code for team in queue.teams.all()] == [f"TIM-{branch.code}"]


def test_branch_without_teams_is_served_from_head_office() -> None:
    make.unit("DESK-HO", "TEAM", make.company())
    make.contract(make.unit("KOSONG", "BRANCH", make.company()))

    roll(), list_work()

    assert [team.code for team in Queue.objects.get().teams.all()] == ["DESK-HO"]


def test_work_in_hand_is_not_disturbed_by_the_round() -> None:
    branch = make.branch()
    contract = make.contract(branch)
    roll(), list_work()
    operations.next_item(person=make.agent(branch), now=NOW)
    make.cure(contract)

    roll()

    assert list_work() == Listed(0, 0, 0)
    assert WorkItem.objects.get().status == "LEASED"


def test_held_case_has_no_work_until_the_hold_ends() -> None:
    branch = make.branch()
    case = make.case(branch)
    hold = operations.open_hold(case=case, reason="DISPUTE", by=make.agent(branch), now=NOW)

    assert make.item(case) is None
    assert list_work() == Listed(0, 0, 0)

    operations.lift_hold(hold=hold, reason="settled", by=None, now=NOW)
    assert list_work().made == 1
    assert make.item(case).reasons[0] == {"code": "HOLD_ENDED", "facts": {"reason": "DISPUTE"}}


def test_hold_on_one_of_two_contracts_leaves_the_other_to_be_worked() -> None:
    branch, person = make.branch(), make.customer()
    contracts = [make.contract(branch, customer=person) for _ in range(2)]
    make.round()
    case = Case.objects.get()

    for contract, ready in zip(contracts, (True, False), strict=True):
        operations.open_hold(case=case, reason="LEGAL", contract_no=contract.contract_no, by=None, now=NOW)
        list_work()
        assert (make.item(case) is not None) is ready


def test_promised_case_comes_back_the_day_before_it_falls_due() -> None:
    branch = make.branch()
    case = make.case(branch)
    operations.record_promise(case=case, draft=make.draft((3, 500_000)), by=make.agent(branch), now=NOW)

    assert make.item(case) is None
    assert list_work(DAY + dt.timedelta(days=1)) == Listed(0, 0, 0)
    assert list_work(DAY + dt.timedelta(days=2)).made == 1
    assert make.item(case).precedence == 10


def test_settling_one_customer_leaves_the_others_alone() -> None:
    branch = make.branch()
    mine, other = make.contract(branch), make.contract(branch)
    make.round()
    make.cure(mine)
    make.cure(other)

    operations.settle_customers(customers=[mine.customer_id], now=NOW)

    assert Case.objects.get(customer=mine.customer).status == "CLOSED"
    assert Case.objects.get(customer=other.customer).status == "OPEN"
    assert WorkItem.objects.get(case__customer=mine.customer).status == "CANCELLED"
    assert Event.objects.filter(name="cases.CaseClosed", customer_no=mine.customer.customer_no).count() == 1
