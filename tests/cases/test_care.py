"""Do no harm: who is in distress is left in peace at once, and only somebody trained ends that, with a reason."""

import datetime as dt
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagih.cases import operations
from tagih.cases.models import CareTask, Case, Hold, WorkItem
from tagih.cases.queries.care import care_tasks, is_trained
from tagih.config import day
from tagih.contacts import operations as contacts
from tagih.contacts.models import PersonFlag
from tagih.journal.models import Event
from tagih.staff import queries as staff
from tagih.staff.models import Certificate
from tests.factories import cases as make
from tests.factories import contacts as points

DAY, NOW = make.DAY, make.NOW
CARING = ["DECEASED", "ILLNESS", "DISASTER", "DISTRESS"]
WRITTEN = "Sudah bicara dengan keluarganya, aman dihubungi lagi."
pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return make.case(make.branch())


@pytest.fixture
def agent(case):
    return make.agent(case.branch)


@pytest.fixture
def trained(case):
    return make.agent(case.branch, role="SUPERVISOR", name="Ratna Kusuma")


def flags(case: Case) -> set[str]:
    return set(PersonFlag.objects.filter(customer=case.customer, ends_at__isnull=True).values_list("flag", flat=True))


def test_words_of_distress_in_a_note_stop_contact_and_call_a_trained_person(case, agent) -> None:
    note = operations.write_note(case=case, text="Katanya mau bundir.", by=agent, now=NOW)

    task = CareTask.objects.get()
    assert (task.level, task.source, task.source_ref) == ("CRITICAL", "NOTE", f"note:{note.pk}")
    assert task.due_at == NOW + dt.timedelta(hours=1)
    assert Hold.objects.get().reason == "DISTRESS"
    assert flags(case) == {"DISTRESS"}
    assert make.item(case) is None


def test_words_of_distress_in_the_notes_of_a_result_do_the_same(case, agent) -> None:
    operations.next_item(person=agent, now=NOW)

    activity = operations.record_activity(
        case=case, by=agent, now=NOW, action="CALL_OUT", result="NA", notes="istri: dia ingin mengakhiri hidupnya"
    )

    assert CareTask.objects.get().source_ref == f"activity:{activity.pk}"
    assert make.item(case) is None


def test_journal_and_task_never_repeat_the_words(case, agent) -> None:
    operations.write_note(case=case, text="Budi bilang mau bunuh diri di jembatan", by=agent, now=NOW)

    told = str(list(Event.objects.values_list("payload", flat=True))) + str(CareTask.objects.values().get())
    assert "jembatan" not in told and "Budi bilang" not in told


def test_the_gate_refuses_a_person_in_distress(case, agent) -> None:
    point = contacts.add_point(
        customer=case.customer, kind="PHONE", value="081290001111", owner_role="CONSUMER", source="test", by=None,
        now=NOW,
    )  # fmt: skip
    operations.write_note(case=case, text="mau bunuh diri", by=agent, now=NOW)

    outcome = contacts.open_attempt(
        customer=case.customer, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, by=agent, now=NOW
    )

    assert outcome.attempt is None
    assert "VULNERABLE_REVIEW" in {reason["rule"] for reason in outcome.decision.reasons}


def test_a_note_without_distress_changes_nothing(case, agent) -> None:
    operations.write_note(case=case, text="HP mau mati, telepon lagi sore", by=agent, now=NOW)

    assert not CareTask.objects.exists() and not Hold.objects.exists()


def test_graver_words_make_the_same_task_graver_and_sooner(case, agent) -> None:
    operations.write_note(case=case, text="konsumen putus asa", by=agent, now=NOW)
    later = NOW + dt.timedelta(hours=1)
    operations.write_note(case=case, text="sekarang mau minum racun", by=agent, now=later)
    operations.write_note(case=case, text="putus asa", by=agent, now=later)

    task = CareTask.objects.get()
    assert (task.level, task.due_at) == ("CRITICAL", later + dt.timedelta(hours=1))
    assert task.signs == ["despair.id", "jump-poison.id"]


@pytest.mark.parametrize(("result", "flag"), [("SK", "ILL"), ("MN", "DECEASED"), ("BC", "DISASTER")])
def test_illness_death_and_disaster_told_by_a_result_call_a_trained_person(case, agent, result, flag) -> None:
    operations.record_activity(case=case, by=agent, now=NOW, action="CALL_OUT", result=result, notes="kata adiknya")

    assert flags(case) == {flag}
    assert CareTask.objects.get().source == "ACTIVITY"


@pytest.mark.parametrize("reason", CARING)
def test_a_protecting_pause_takes_no_last_day(case, agent, reason) -> None:
    with pytest.raises(operations.CareHasNoEnd):
        operations.open_hold(case=case, reason=reason, by=agent, now=NOW, ends_on=DAY + dt.timedelta(days=7))
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(case=case, reason=reason, starts_at=NOW, ends_on=DAY)


@pytest.mark.parametrize("reason", CARING)
def test_nobody_untrained_ends_it_and_no_machine(case, agent, reason) -> None:
    hold = operations.open_hold(case=case, reason=reason, by=agent, now=NOW)

    for somebody in (None, agent, make.agent(case.branch, role="TEAM_LEADER")):
        with pytest.raises(operations.NotTrained):
            operations.lift_hold(hold=hold, reason=WRITTEN, by=somebody, now=NOW)

    assert flags(case) and Hold.objects.get().lifted_at is None


def test_a_trained_person_must_write_why(case, agent, trained) -> None:
    hold = operations.open_hold(case=case, reason="DISTRESS", by=agent, now=NOW)

    with pytest.raises(operations.WrittenReasonMissing):
        operations.end_care(task=hold.care_task, reason="ok", by=trained, now=NOW)


def test_a_trained_person_ends_it_and_work_comes_back_with_the_round(case, agent, trained) -> None:
    hold = operations.open_hold(case=case, reason="DISTRESS", by=agent, now=NOW)
    task = operations.take_task(task=hold.care_task, by=trained, now=NOW)

    operations.end_care(task=task, reason=WRITTEN, by=trained, now=NOW)
    operations.roll_work_items(business_date=DAY, now=NOW)

    task.refresh_from_db()
    assert (task.status, task.ended_by, task.end_reason) == ("ENDED", trained, WRITTEN)
    assert flags(case) == set() and make.item(case) is not None
    with pytest.raises(operations.CareEndedAlready):
        operations.end_care(task=task, reason=WRITTEN, by=trained, now=NOW)


def test_the_certificate_trains_an_agent_while_it_is_valid(case, agent) -> None:
    Certificate.objects.create(
        person=agent, kind="CARE", number="C-1", issuer="LSP", valid_from=DAY, valid_until=DAY + dt.timedelta(days=30)
    )

    assert is_trained(agent, on=DAY)
    assert not is_trained(agent, on=DAY + dt.timedelta(days=31))
    assert not is_trained(None, on=DAY)


def test_task_that_nobody_takes_is_called_louder_once(case, agent, trained) -> None:
    operations.write_note(case=case, text="mau bunuh diri", by=agent, now=NOW)
    late = NOW + dt.timedelta(hours=1, seconds=1)

    assert [operations.mark_overdue(now=at) for at in (NOW, late, late)] == [0, 1, 0]
    assert Event.objects.filter(name="cases.CareOverdue").count() == 1


def test_a_message_of_somebody_without_a_case_flags_the_person(trained) -> None:
    customer = make.customer()

    task = operations.heed_message(
        customer=customer, text="saya mau mati saja", source_ref="message:7", by=None, now=NOW
    )

    assert (task.case, task.level, task.source) == (None, "CRITICAL", "MESSAGE")
    assert PersonFlag.objects.get(customer=customer, ends_at__isnull=True).flag == "DISTRESS"
    operations.end_care(task=task, reason=WRITTEN, by=trained, now=NOW)
    assert not PersonFlag.objects.filter(customer=customer, ends_at__isnull=True).exists()


def test_ending_care_frees_a_person_who_wrote_twice(trained) -> None:
    customer = make.customer()
    tell = partial(operations.heed_message, customer=customer, text="saya mau mati saja", by=None, now=NOW)

    first, second = tell(source_ref="message:7"), tell(source_ref="message:8")
    operations.end_care(task=second, reason=WRITTEN, by=trained, now=NOW)

    assert first.pk == second.pk
    assert not PersonFlag.objects.filter(customer=customer, ends_at__isnull=True).exists()


def test_a_message_without_distress_is_left_alone(case) -> None:
    assert operations.heed_message(customer=case.customer, text="besok saya bayar", source_ref="m:1", by=None,
                                   now=NOW) is None  # fmt: skip


def message(value: str, text: str, ref: str = "sms:1", customer_no: str = "") -> operations.Message:
    return operations.Message(value, text, ref, customer_no)


def test_messages_pause_those_who_wrote_words_of_distress_and_nobody_else(case, trained) -> None:
    other, relative = make.case(make.branch()), make.case(make.branch())
    points.make_point(case.customer, value="081290001111")
    points.make_point(other.customer, value="081290002222")
    points.make_point(relative.customer, value="081290001111", owner_role="EMERGENCY_CONTACT")
    told = [message("0812-9000-1111", "saya mau mati saja"), message("081290002222", "besok saya bayar", "sms:2"),
            message("081290009999", "mau bunuh diri", "sms:3")]  # fmt: skip

    paused = operations.heed_messages(messages=told, by=None, now=NOW)

    assert paused == 1
    assert set(CareTask.objects.values_list("customer_id", "source", "source_ref")) == {
        (case.customer_id, "MESSAGE", "sms:1")
    }


def test_message_told_again_does_not_undo_what_a_trained_person_decided(case, trained) -> None:
    told = [message("", "saya mau mati saja", customer_no=case.customer.customer_no)]
    operations.heed_messages(messages=told, by=None, now=NOW)
    operations.end_care(task=CareTask.objects.get(), reason=WRITTEN, by=trained, now=NOW)

    again = operations.heed_messages(messages=told, by=None, now=NOW)

    assert (again, CareTask.objects.exclude(status="ENDED").count()) == (0, 0)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reasons=st.lists(st.sampled_from(CARING), min_size=1, max_size=3, unique=True),
    days=st.lists(st.integers(1, 400), min_size=1, max_size=3),
    pays=st.booleans(),
)
def test_no_round_ever_resumes_contact(reasons, days, pays) -> None:
    """Whatever time passes and whatever money comes, the pause stands and no work comes back."""
    with transaction.atomic():
        case = make.case(make.branch())
        agent = make.agent(case.branch)
        for reason in reasons:
            operations.open_hold(case=case, reason=reason, by=agent, now=NOW)
        expected = flags(case)
        contract = case.customer.contracts.get()
        if pays:
            make.payment(contract, 100_000)
        for ahead in sorted(days):
            on, now = DAY + dt.timedelta(days=ahead), NOW + dt.timedelta(days=ahead)
            operations.roll_cases(business_date=on, now=now)
            operations.roll_work_items(business_date=on, now=now)
            operations.judge_due(business_date=on, now=now)
            operations.settle_customers(customers=[case.customer_id], now=now)
            operations.mark_overdue(now=now)
            operations.take_back_expired(now=now)

        assert flags(case) == expected
        assert case.holds.filter(lifted_at__isnull=True).count() == len(reasons)
        assert not WorkItem.objects.filter(case__customer=case.customer, status__in=["READY", "LEASED"]).exists()
        transaction.set_rollback(True)


def test_a_disaster_area_pauses_who_lives_there_once_and_new_cases_with_the_round(case, agent, trained) -> None:
    elsewhere = make.case(case.branch)
    for who, region in ((case, "18.71.01"), (elsewhere, "32.73")):
        contacts.add_point(customer=who.customer, kind="ADDRESS", value="Jl. Kartini 8", owner_role="CONSUMER",
                           source="test", region_code=region, by=None, now=NOW)  # fmt: skip

    area = operations.declare_disaster(
        region_code="18.71", name="Banjir Bandar Lampung", source="BNPB", by=agent, now=NOW
    )
    again = day.roll_cases(business_date=DAY, now=NOW, by=None)

    assert (flags(case), flags(elsewhere)) == ({"DISASTER"}, set())
    assert (make.item(case), again.rows["left_in_peace"]) == (None, 0)
    with pytest.raises(operations.NotTrained):
        operations.end_disaster(area=area, reason=WRITTEN, by=agent, now=NOW)
    assert operations.end_disaster(area=area, reason=WRITTEN, by=trained, now=NOW) == 1
    assert flags(case) == set()


def test_who_was_released_from_a_disaster_is_not_paused_again(case, agent, trained) -> None:
    contacts.add_point(customer=case.customer, kind="ADDRESS", value="Jl. Kartini 8", owner_role="CONSUMER",
                       source="test", region_code="18.71", by=None, now=NOW)  # fmt: skip
    operations.declare_disaster(region_code="18", name="Gempa", source="BNPB", by=agent, now=NOW)
    hold = Hold.objects.get()

    operations.lift_hold(hold=hold, reason=WRITTEN, by=trained, now=NOW)

    assert operations.pause_struck(now=NOW) == 0
    assert flags(case) == set()


@pytest.mark.parametrize("code", ["", "Lampung", "1871", "18.7", "18."])
def test_a_region_is_named_by_its_code(agent, code) -> None:
    with pytest.raises(operations.AreaUnknown):
        operations.declare_disaster(region_code=code, name="Banjir", source="BNPB", by=agent, now=NOW)


def test_a_team_sees_the_care_of_its_branch_only(case, agent, trained) -> None:
    other = make.case(make.branch())
    for one in (case, other):
        operations.open_hold(case=one, reason="ILLNESS", by=None, now=NOW)

    seen = care_tasks(staff.standing_of(trained, on=DAY))

    assert [task.case for task in seen] == [case]
