"""Complaints with their term in working days, what they hold, and escalations that are never stuck."""

import datetime as dt
from decimal import Decimal

import pytest

from tagih.cases import operations as cases
from tagih.cases.enums import EscalationReason
from tagih.cases.models import Complaint, Escalation, Hold
from tagih.cases.queries import arrangements as known
from tagih.cases.rules.escalation import route
from tagih.contacts.models import PersonFlag
from tagih.journal.models import Event
from tagih.kernel.errors import Refusal
from tagih.kernel.models import CalendarDay
from tests.factories import cases as make

NOW, DAY = make.NOW, make.DAY  # Friday, 20 November 2026, 10.00 in Jakarta
WORDS = "Denda bulan Oktober dihitung dua kali padahal sudah dibayar."
pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make.branch()


@pytest.fixture
def agent(branch):
    return make.agent(branch)


@pytest.fixture
def case(branch):
    return make.case(branch, days=40, overdue=3_000_000)


def receive(case, by, **more) -> Complaint:
    told = {"channel": "WRITTEN", "kind": "AMOUNT", "subject": "Denda", "text": WORDS, "received_on": DAY}
    return cases.receive_complaint(customer=case.customer, by=by, now=NOW, **told | more)


def refusal(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


@pytest.mark.parametrize(
    ("channel", "due_on"), [("ORAL", dt.date(2026, 11, 27)), ("WRITTEN", dt.date(2026, 12, 4))]
)
def test_the_term_runs_in_working_days(case, agent, channel, due_on) -> None:
    assert receive(case, agent, channel=channel).due_on == due_on


def test_a_free_day_lengthens_the_term(case, agent) -> None:
    CalendarDay.objects.create(
        date=dt.date(2026, 11, 25), kind="NATIONAL", status="CONFIRMED", name="Contoh", source="uji"
    )

    assert receive(case, agent, channel="ORAL").due_on == dt.date(2026, 11, 30)


def test_a_written_term_is_extended_once_and_an_oral_one_never(case, agent) -> None:
    written, oral = receive(case, agent), receive(case, agent, channel="ORAL")
    why = "Menunggu salinan mutasi dari bank."

    longer = cases.extend_complaint(complaint=written, reason=why, by=agent, now=NOW)

    assert longer.due_on == dt.date(2026, 12, 18)
    assert refusal(lambda: cases.extend_complaint(complaint=written, reason=why, by=agent, now=NOW)) == "NO_EXTENSION"
    assert refusal(lambda: cases.extend_complaint(complaint=oral, reason=why, by=agent, now=NOW)) == "NO_EXTENSION"


def test_a_disputed_charge_is_left_out_and_the_rest_may_be_spoken_of(case, agent) -> None:
    contract = case.customer.contracts.get()
    contract.overdue_fee = Decimal(50_000)
    contract.save(update_fields=["overdue_fee"])
    made = receive(case, agent, contract_no=contract.contract_no, element="FEE", amount=Decimal(50_000))
    held = known.debt_of(contract, today=DAY).arrears

    cases.answer_complaint(complaint=made, verdict="REJECTED", answer=WORDS, by=agent, now=NOW)

    assert held == Decimal(3_000_000)
    assert known.debt_of(contract, today=DAY).arrears == Decimal(3_050_000)
    assert not Hold.objects.exists()


def test_conduct_stops_contact_until_the_answer_and_draws_the_last_contacts(case, agent) -> None:
    made = receive(case, agent, kind="CONDUCT", collector=agent)
    flagged = PersonFlag.objects.filter(ends_at__isnull=True).values_list("flag", flat=True)
    stopped = list(flagged)

    cases.answer_complaint(complaint=made, verdict="UPHELD", answer=WORDS, by=agent, now=NOW)

    asked = Event.objects.get(name="cases.ConductReviewAsked")
    assert (stopped, list(flagged.all())) == (["COMPLAINT"], [])
    assert asked.payload["collector_id"] == agent.pk


def test_the_pause_stays_while_another_complaint_wants_it(case, agent) -> None:
    first, _second = receive(case, agent, kind="CONDUCT"), receive(case, agent, kind="CONDUCT")

    cases.answer_complaint(complaint=first, verdict="REJECTED", answer=WORDS, by=agent, now=NOW)

    assert Hold.objects.get().lifted_at is None


def test_nothing_is_answered_twice_or_without_words(case, agent) -> None:
    made = receive(case, agent)
    bare = refusal(lambda: cases.answer_complaint(complaint=made, verdict="UPHELD", answer="ya", by=agent, now=NOW))
    cases.answer_complaint(complaint=made, verdict="UPHELD", answer=WORDS, by=agent, now=NOW)

    again = refusal(lambda: cases.answer_complaint(complaint=made, verdict="UPHELD", answer=WORDS, by=agent, now=NOW))

    assert (bare, again) == ("COMPLAINT_INCOMPLETE", "COMPLAINT_NOT_OPEN")


@pytest.mark.parametrize("reason", ["THREAT", "ILLNESS", "LAWYER", "PRESS", "REGULATOR"])
def test_what_is_grave_goes_straight_up_and_stops_contact(case, agent, reason) -> None:
    made = cases.raise_escalation(case=case, reason=reason, note="Suaminya masuk rumah sakit.", by=agent, now=NOW)

    assert (made.level, made.due_at) == ("COMPLIANCE", NOW + dt.timedelta(minutes=15))
    assert made.hold is not None and made.hold.lifted_at is None


@pytest.mark.parametrize("reason", ["ABOVE_MANDATE", "ASKS_FOR_LEADER", "UNSURE", "FRAUD"])
def test_the_rest_begins_with_the_next_rung(case, agent, reason) -> None:
    made = cases.raise_escalation(case=case, reason=reason, note="Minta bicara dengan pimpinan.", by=agent, now=NOW)

    assert made.level == ("SUPERVISOR" if reason == "FRAUD" else "LEADER")
    assert made.hold is None


def test_every_reason_has_a_way() -> None:
    assert all(route(reason).minutes > 0 for reason in EscalationReason)


def test_the_right_rung_takes_it_also_as_deputy(case, agent, branch) -> None:
    leader, colleague = make.agent(branch, role="TEAM_LEADER"), make.agent(branch)
    made = cases.raise_escalation(case=case, reason="UNSURE", note="Tidak tahu harus apa.", by=agent, now=NOW)
    wrong = refusal(lambda: cases.take_escalation(escalation=made, by=colleague, now=NOW))
    cases.appoint_deputy(person=leader, deputy=colleague, starts_on=DAY, ends_on=DAY, by=leader, now=NOW)

    taken = cases.take_escalation(escalation=made, by=colleague, now=NOW)
    closed = cases.close_escalation(escalation=made, outcome="Sudah ditelepon kembali.", by=colleague, now=NOW)

    assert (wrong, taken.instead_of, closed.status) == ("ESCALATION_NOT_YOURS", leader, "CLOSED")


def test_nothing_is_stuck_the_sweep_proves_it(agent, branch) -> None:
    for reason in EscalationReason:
        other = make.case(branch, days=40)
        cases.raise_escalation(case=other, reason=reason, note="Tidak ada yang menangani.", by=agent, now=NOW)
    moments = [NOW + dt.timedelta(hours=hours) for hours in range(1, 24 * 7, 2)]

    for moment in moments:
        cases.pass_on_escalations(now=moment)
        assert not Escalation.objects.filter(status="OPEN", due_at__lt=moment).exists()

    assert set(Escalation.objects.values_list("level", flat=True)) == {"MANAGEMENT"}


def test_raised_twice_it_is_one_with_both_notes(case, agent) -> None:
    first = cases.raise_escalation(case=case, reason="THREAT", note="Mengancam petugas.", by=agent, now=NOW)
    second = cases.raise_escalation(case=case, reason="THREAT", note="Mengulang ancaman.", by=agent, now=NOW)

    assert first.pk == second.pk
    assert "Mengulang" in second.note
