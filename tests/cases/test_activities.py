import datetime as dt
from decimal import Decimal

import pytest

from tagih.cases import operations
from tagih.cases.models import Activity, Case, Hold, Promise, WorkItem
from tagih.cases.operations import ActivityIncomplete
from tagih.journal.models import Event
from tagih.kernel import ids
from tests.factories import cases as make

NOW = make.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make.case(make.branch())


@pytest.fixture
def agent(case: Case):
    person = make.agent(case.branch)
    operations.next_item(person=person, now=NOW)
    return person


def record(case: Case, agent, result: str = "NA", **others: object) -> Activity:
    fields = {"action": "CALL_OUT", "party": "CONSUMER", "place": "MOBILE", "now": NOW} | others
    return operations.record_activity(case=case, by=agent, result=result, **fields)


def test_activity_keeps_what_was_true_at_that_moment(case, agent) -> None:
    activity = record(case, agent, notes=" angkat, lalu putus ")

    assert (activity.dpd, activity.bucket, activity.overdue_amount) == (10, "C0", Decimal("1000000.00"))
    assert (activity.team.code, activity.business_date) == (f"TIM-{case.branch.code}", make.DAY)
    assert activity.notes == "angkat, lalu putus"
    assert Event.objects.filter(name="cases.ActivityRecorded", subject_id=case.pk).count() == 1


def test_result_is_found_by_its_short_code(case, agent) -> None:
    assert record(case, agent, "na").result.code == "NO_ANSWER"


def test_the_same_entry_sent_twice_is_recorded_once(case, agent) -> None:
    identity = ids.uuid7(NOW)

    first = record(case, agent, activity_id=identity)
    second = record(case, agent, "SI", activity_id=identity)

    assert (first, second.result.code) == (second, "NO_ANSWER")
    assert Activity.objects.count() == 1


def test_entry_of_another_case_is_refused(case, agent) -> None:
    identity = ids.uuid7(NOW)
    record(case, agent, activity_id=identity)

    with pytest.raises(operations.ActivityOfAnotherCase):
        record(make.case(case.branch), agent, activity_id=identity)


def test_work_in_hand_is_finished(case, agent) -> None:
    record(case, agent, "MB", reason="UNWILLING")

    assert WorkItem.objects.get().status == "DONE"


def test_case_that_did_not_answer_comes_back_the_same_day_three_times(case, agent) -> None:
    make.phone(case.customer)
    now = NOW
    for turn in range(3):
        record(case, agent, "SI", now=now)
        ready = make.item(case)
        assert (ready is not None) is (turn < 2)
        if ready:
            assert ready.due_at == now + dt.timedelta(hours=2)
            now = ready.due_at
            operations.next_item(person=agent, now=now)


def test_round_leaves_the_second_try_of_today_in_place(case, agent) -> None:
    make.phone(case.customer)
    record(case, agent, "NA")
    before = make.item(case)

    make.round()

    assert make.item(case) == before
    assert make.item(case).due_at == NOW + dt.timedelta(hours=3)


def test_call_back_today_is_kept_for_the_agent(case, agent) -> None:
    at = NOW + dt.timedelta(hours=2)

    record(case, agent, "CB", follow_up_at=at)

    item = make.item(case)
    assert (item.precedence, item.due_at, item.assignee) == (30, at, agent)
    make.round()
    assert make.item(case) == item


def test_call_back_on_another_day_comes_with_that_days_round(case, agent) -> None:
    record(case, agent, "CB", follow_up_at=NOW + dt.timedelta(days=2))

    assert make.item(case) is None
    make.round(day=make.DAY + dt.timedelta(days=1), now=NOW + dt.timedelta(days=1))
    assert make.item(case) is None
    make.round(day=make.DAY + dt.timedelta(days=2), now=NOW + dt.timedelta(days=2))
    assert make.item(case).precedence == 30
    assert make.item(case).assignee == agent


def test_refusal_cools_down_for_a_day(case, agent) -> None:
    record(case, agent, "MB", reason="UNWILLING", now=NOW + dt.timedelta(hours=13))

    make.round(day=make.DAY + dt.timedelta(days=1), now=NOW + dt.timedelta(days=1))
    assert make.item(case) is not None


@pytest.mark.parametrize(
    ("result", "field"),
    [("JB", "promise"), ("SB", "notes"), ("CB", "follow_up_at"), ("MB", "reason"), ("SG", "notes")],
)
def test_result_asks_for_what_it_needs(case, agent, result: str, field: str) -> None:
    with pytest.raises(ActivityIncomplete) as refusal:
        record(case, agent, result)

    assert refusal.value.field == field
    assert not Activity.objects.exists()


def test_unknown_ended_or_unfitting_code_is_refused(case, agent) -> None:
    with pytest.raises(operations.CodeNotValid):
        record(case, agent, "XX")
    with pytest.raises(operations.CodeNotValid):
        record(case, agent, party="ALIEN")
    with pytest.raises(operations.ResultDoesNotFit):
        record(case, agent, "HOUSE_EMPTY")


@pytest.mark.parametrize("hours", [0, -1, 24 * 61])
def test_call_back_lies_ahead(case, agent, hours: int) -> None:
    with pytest.raises(operations.FollowUpNotAhead):
        record(case, agent, "CB", follow_up_at=NOW + dt.timedelta(hours=hours))


def test_promise_is_recorded_with_the_entry(case, agent) -> None:
    activity = record(case, agent, "JB", promise=make.draft((3, 500_000)))

    promise = Promise.objects.get()
    assert (promise.activity, promise.status, promise.made_by) == (activity, "OPEN", agent)
    assert make.item(case) is None


def test_refused_promise_leaves_nothing_behind(case, agent) -> None:
    with pytest.raises(operations.PromiseRefused) as refusal:
        record(case, agent, "JB", promise=make.draft((3, 100)))

    assert refusal.value.code == "PROMISE_TOO_SMALL"
    assert str(refusal.value.message).count("250.000") == 1
    assert not Activity.objects.exists()
    assert WorkItem.objects.get().status == "LEASED"


def test_claim_of_payment_holds_the_case_for_three_days(case, agent) -> None:
    record(case, agent, "SB", notes="Indomaret, pagi ini")

    hold = Hold.objects.get()
    assert (hold.reason, hold.ends_on) == ("CLAIM_PAID", make.DAY + dt.timedelta(days=3))
    make.round()
    assert make.item(case) is None


def test_correction_is_a_new_row_beside_the_wrong_one(case, agent) -> None:
    wrong = record(case, agent, "NA")

    right = operations.correct_activity(activity=wrong, by=agent, now=NOW, result="SI")

    assert (right.corrects, right.result.code, right.started_at) == (wrong, "BUSY", wrong.started_at)
    with pytest.raises(operations.ActivityCorrectedAlready):
        operations.correct_activity(activity=wrong, by=agent, now=NOW, result="VM")


def test_entry_by_somebody_without_the_case_in_hand_disturbs_nobody(case, agent) -> None:
    record(case, make.agent(case.branch), "NA")

    assert WorkItem.objects.get().leased_by == agent
