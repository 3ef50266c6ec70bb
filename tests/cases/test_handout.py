import datetime as dt

import pytest

from tagih.cases import operations
from tagih.cases.models import Case, Queue, WorkItem
from tests.factories import cases as make

NOW = make.NOW
pytestmark = pytest.mark.django_db


def later(minutes: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def test_foremost_item_is_handed_out_first() -> None:
    branch = make.branch()
    small, large = make.contract(branch, overdue=100_000), make.contract(branch, overdue=30_000_000)
    make.round()
    first, second = make.agent(branch), make.agent(branch)

    assert operations.next_item(person=first, now=NOW).case.customer == large.customer
    assert operations.next_item(person=second, now=NOW).case.customer == small.customer


def test_precedence_outranks_priority() -> None:
    branch = make.branch()
    make.contract(branch, overdue=30_000_000)
    case = make.case(branch, overdue=100_000)
    WorkItem.objects.filter(case=case).update(precedence=20)

    assert operations.next_item(person=make.agent(branch), now=NOW).case == case


def test_second_tab_gets_the_same_item() -> None:
    branch = make.branch()
    make.contract(branch)
    make.contract(branch)
    make.round()
    agent = make.agent(branch)

    first = operations.next_item(person=agent, now=NOW)
    again = operations.next_item(person=agent, now=later(10))

    assert again == first
    assert again.leased_until == later(25)


def test_nothing_to_do_is_none() -> None:
    branch, elsewhere = make.branch(), make.branch()
    make.case(elsewhere)

    assert operations.next_item(person=make.agent(branch), now=NOW) is None


def test_paused_queue_hands_nothing_out() -> None:
    branch = make.branch()
    make.case(branch)
    leader = make.agent(branch, role="TEAM_LEADER")
    operations.pause_queue(queue=Queue.objects.get(), is_paused=True, by=leader, now=NOW)

    assert operations.next_item(person=make.agent(branch), now=NOW) is None


def test_work_not_yet_due_waits() -> None:
    branch = make.branch()
    make.case(branch)
    WorkItem.objects.update(due_at=later(60))
    agent = make.agent(branch)

    assert operations.next_item(person=agent, now=NOW) is None
    assert operations.next_item(person=agent, now=later(60)) is not None


def test_callback_is_kept_for_who_promised_it_and_then_for_anybody() -> None:
    branch = make.branch()
    make.case(branch)
    mine, other = make.agent(branch), make.agent(branch)
    WorkItem.objects.update(precedence=30, due_at=NOW, assignee=mine)

    assert operations.next_item(person=other, now=later(29)) is None
    assert operations.next_item(person=other, now=later(31)) is not None


def test_work_reserved_by_a_leader_finds_its_person_in_another_queue() -> None:
    branch, elsewhere = make.branch(), make.branch()
    case = make.case(branch)
    helper = make.agent(elsewhere)
    leader = make.agent(branch, role="TEAM_LEADER")

    operations.move_items(items=[make.item(case).pk], person=helper, reason="helps out", by=leader, now=NOW)

    assert operations.next_item(person=make.agent(branch), now=NOW) is None
    assert operations.next_item(person=helper, now=NOW).case == case


def test_who_belongs_to_the_branch_itself_serves_its_queues() -> None:
    branch = make.unit("TANPA-TIM", "BRANCH", make.company())
    make.case(branch)

    assert operations.next_item(person=make.agent(branch), now=NOW) is not None


def test_person_whose_membership_ended_gets_nothing() -> None:
    branch = make.branch()
    make.case(branch)
    agent = make.agent(branch)
    agent.memberships.update(ends_on=make.DAY)

    assert operations.next_item(person=agent, now=NOW) is None


def test_released_item_goes_to_the_next_person() -> None:
    branch = make.branch()
    make.case(branch)
    first, second = make.agent(branch), make.agent(branch)
    item = operations.next_item(person=first, now=NOW)

    operations.release(item=item, person=first, now=NOW)

    assert operations.next_item(person=second, now=NOW) == item
    with pytest.raises(operations.LeaseLost):
        operations.release(item=item, person=first, now=NOW)


def test_lease_that_ran_out_is_taken_back() -> None:
    branch = make.branch()
    make.case(branch)
    agent = make.agent(branch)
    operations.next_item(person=agent, now=NOW)

    assert operations.take_back_expired(now=later(14)) == 0
    assert operations.take_back_expired(now=later(16)) == 1
    assert operations.renew(person=agent, now=later(16)) is None


def test_heartbeat_lengthens_the_lease() -> None:
    branch = make.branch()
    make.case(branch)
    agent = make.agent(branch)
    item = operations.next_item(person=agent, now=NOW)

    operations.renew(person=agent, item=item, now=later(14))

    assert operations.take_back_expired(now=later(20)) == 0


def test_case_from_the_search_is_taken_by_one_person_only() -> None:
    branch = make.branch()
    case = make.case(branch)
    first, second = make.agent(branch), make.agent(branch)

    item = operations.take_case(case=case, person=first, now=NOW)

    assert operations.take_case(case=case, person=first, now=NOW) == item
    with pytest.raises(operations.CaseInWork):
        operations.take_case(case=case, person=second, now=NOW)


def test_second_case_is_not_taken_beside_the_first() -> None:
    branch = make.branch()
    cases = [make.case(branch), make.case(branch)]
    agent = make.agent(branch)
    operations.take_case(case=cases[0], person=agent, now=NOW)

    with pytest.raises(operations.AnotherCaseInHand) as refusal:
        operations.take_case(case=cases[1], person=agent, now=NOW)

    assert refusal.value.value == cases[0].code


def test_case_without_work_can_still_be_taken() -> None:
    branch = make.branch()
    case = make.case(branch)
    WorkItem.objects.update(status="DONE")

    assert operations.take_case(case=case, person=make.agent(branch), now=NOW).status == "LEASED"


def test_closed_case_is_not_taken() -> None:
    branch = make.branch()
    case = make.case(branch)
    Case.objects.update(status="CLOSED")

    with pytest.raises(operations.CaseNotOpen):
        operations.take_case(case=case, person=make.agent(branch), now=NOW)


def test_handing_out_takes_as_many_statements_for_three_rows_as_for_one(django_assert_max_num_queries) -> None:
    branch = make.branch()
    for _ in range(3):
        make.contract(branch)
    make.round()
    agent = make.agent(branch)

    with django_assert_max_num_queries(6):
        operations.next_item(person=agent, now=NOW)
