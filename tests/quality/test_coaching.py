"""Coaching, certificates, conduct, hard calls: what follows from a finding, fairly."""

import datetime as dt

import pytest

from tagih.config.jobs import drain
from tagih.contacts import operations as contacts
from tagih.journal.models import Event
from tagih.quality import operations, queries
from tagih.quality.models import CertificateReminder, HardCall, Incident
from tagih.quality.operations.coaching import CoachingRefused
from tagih.quality.operations.conduct import ConductRefused
from tagih.quality.rules.certificates import due_reminder, state
from tagih.staff import operations as staff
from tagih.staff.operations.certificates import CertificateTaken
from tests.factories import cases as make
from tests.factories import contacts as points
from tests.factories import quality
from tests.factories.staff import person as somebody

pytestmark = pytest.mark.django_db
NOW = quality.NOW
DEC = dt.date(2026, 12, 1)


@pytest.fixture
def branch():
    return quality.branch()


@pytest.fixture
def agent(branch):
    return quality.agent(branch)


@pytest.fixture
def coach(branch):
    return make.agent(branch, role="TEAM_LEADER", name="Hendra")


@pytest.fixture
def reviewer(branch):
    return quality.reviewer()


def code_of(refusal, operation, **told) -> str:
    with pytest.raises(refusal) as raised:
        operation(**told)
    return raised.value.code


def november(agent, branch, *, day: int):
    made = quality.contact(agent, branch, day=1)
    at = dt.datetime(2026, 11, day, 4, tzinfo=dt.UTC)
    type(made).objects.filter(pk=made.pk).update(opened_at=at, started_at=at)
    return made


@pytest.mark.parametrize(("failures_after", "outcome"), [(0, "BETTER"), (8, "CANNOT_TELL")])
def test_coaching_ends_with_what_the_follow_up_can_tell(branch, agent, coach, reviewer, failures_after, outcome):
    for day in range(1, 26):
        quality.contact(agent, branch, day=day)
    plan = quality.drawn(branch, by=reviewer, random=12, risk=0)
    scores = [quality.scored(row, failed=["summed_up"]) for row in plan.reviews.select_related("reviewer")]
    then = NOW + dt.timedelta(hours=1)
    held = operations.open_coaching(agent=agent, item="summed_up", topic="Merangkum", evaluation=scores[0],
                                    at_ms=65_000, by=coach, now=then)  # fmt: skip
    operations.agree_step(coaching=held, step="Selalu merangkum.", due_on=DEC, by=coach, now=then)
    operations.confirm_step(coaching=held, by=agent, now=then)
    for day in range(21, 31):
        november(agent, branch, day=day)
        november(quality.agent(branch, "Lain"), branch, day=day)
    held = operations.order_follow_up(coaching=held, first_on=dt.date(2026, 11, 21), last_on=dt.date(2026, 11, 30),
                                      contacts=10, by=coach, now=then)  # fmt: skip
    later = dt.datetime(2026, 12, 2, 4, tzinfo=dt.UTC)
    assert code_of(CoachingRefused, operations.close_coaching, coaching=held, by=coach, now=later) == "NOT_DRAWN"
    follow_up = operations.draw_plan(plan=held.follow_up, by=coach, now=later)
    assert code_of(CoachingRefused, operations.close_coaching, coaching=held, by=coach, now=later) == "NOT_HEARD"
    for place, row in enumerate(follow_up.reviews.select_related("reviewer")):
        assert row.agent_id == agent.pk  # of nobody else
        quality.scored(row, failed=["summed_up"] if place < failures_after else [])

    closed = operations.close_coaching(coaching=held, by=coach, now=later)

    found = queries.progress(closed)
    assert (found.before_good, found.before_of, found.after_of) == (0, 11, 10)  # without the score that led to it
    assert closed.outcome == outcome and found.change.low < found.change.high
    rates = queries.rates(paths=[branch.path], first=dt.date(2026, 10, 1), last=dt.date(2026, 12, 31))
    assert rates.reviewed == 12  # a follow-up of one person enters no published rate


def test_coaching_is_refused_where_it_makes_no_sense(branch, agent, coach):
    told = {"agent": agent, "item": "listens", "topic": "Mendengar", "now": NOW}
    assert code_of(CoachingRefused, operations.open_coaching, **told, by=agent) == "OWN"
    assert code_of(CoachingRefused, operations.open_coaching, **told | {"topic": " "}, by=coach) == "TOPIC"
    held = operations.open_coaching(**told, by=coach)
    assert code_of(CoachingRefused, operations.confirm_step, coaching=held, by=agent, now=NOW) == "NO_STEP"
    past = {"coaching": held, "step": "x", "due_on": dt.date(2026, 11, 1), "by": coach, "now": NOW}
    assert code_of(CoachingRefused, operations.agree_step, **past) == "PAST"
    assert code_of(CoachingRefused, operations.agree_step, **past | {"due_on": DEC, "by": agent}) == "NOT_YOURS"
    assert code_of(CoachingRefused, operations.close_coaching, coaching=held, by=coach, now=NOW) == "NOT_NOW"


@pytest.mark.parametrize(
    ("left", "given", "due"),
    [(91, (), None), (90, (), 90), (61, (90,), None), (60, (90,), 60), (5, (), 7), (5, (7,), None), (0, (), 7),
     (-1, (), None)],
)  # fmt: skip
def test_reminders_come_at_four_distances_and_missed_ones_as_one(left, given, due):
    assert due_reminder(left, given) == due


def test_certificate_ends_with_its_last_local_day():
    told = {"valid_from": dt.date(2026, 1, 1), "valid_until": dt.date(2026, 11, 20), "is_suspended": False}

    assert state(**told, on=dt.date(2026, 11, 20)) == "ENDING"
    assert state(**told, on=dt.date(2026, 11, 21)) == "EXPIRED"
    assert state(**told, on=dt.date(2025, 12, 31)) == "NOT_YET"
    assert state(**told | {"is_suspended": True}, on=dt.date(2026, 11, 20)) == "SUSPENDED"


def test_reminder_is_given_once_and_not_when_a_later_certificate_follows(branch):
    ending, renewed = make.agent(branch, name="Habis"), make.agent(branch, name="Baru")
    quality.certify(ending, "DESK", until=dt.date(2026, 12, 15))
    quality.certify(renewed, "DESK", until=dt.date(2026, 12, 15))
    quality.certify(renewed, "DESK", until=dt.date(2029, 12, 15))

    assert operations.remind_of_certificates(by=None, now=NOW) == 1
    assert operations.remind_of_certificates(by=None, now=NOW) == 0

    assert CertificateReminder.objects.get().certificate.person == ending
    assert Event.objects.get(name="quality.CertificateEnding").payload["days"] == 30


def test_certificate_that_ends_takes_the_agent_off_at_local_midnight_and_suspension_at_once():
    debtor = points.make_debtor()
    point = points.make_point(debtor)
    agent = points.make_agent(certificates=())
    held = quality.certify(agent, "DESK", until=dt.date(2026, 11, 20))

    def rules(now: dt.datetime) -> list[str]:
        asked = contacts.open_attempt(
            customer=debtor, contact_point=point, channel="CALL", purpose="COLLECT", agent=agent, now=now, by=agent
        )
        return [reason["rule"] for reason in asked.decision.reasons if reason["severity"] == "DENY"]

    last_minute = dt.datetime(2026, 11, 20, 16, 59, tzinfo=dt.UTC)  # 23.59 in Jakarta: too late to call, but certified
    midnight = dt.datetime(2026, 11, 20, 17, 0, tzinfo=dt.UTC)
    assert "AGENT_CERT_EXPIRED" not in rules(last_minute) and "AGENT_CERT_EXPIRED" in rules(midnight)
    assert rules(NOW) == []
    staff.suspend_certificate(certificate=held, reason="Pemeriksaan", by=agent, now=NOW)
    assert "AGENT_NO_CERT" in rules(NOW + dt.timedelta(minutes=1))
    twice = code_of(CertificateTaken, staff.suspend_certificate, certificate=held, reason="x", by=agent, now=NOW)
    assert twice == "SUSPENDED"
    staff.restore_certificate(certificate=held, by=agent, now=NOW)
    assert code_of(CertificateTaken, staff.restore_certificate, certificate=held, by=agent, now=NOW) == "NOT_SUSPENDED"
    assert "AGENT_NO_CERT" not in rules(NOW + dt.timedelta(minutes=2))


def test_certificate_valid_until_before_it_starts_is_refused():
    told = {"person": somebody(), "kind": "DESK", "number": "X", "issuer": "LSP", "by": None, "now": NOW}

    code = code_of(CertificateTaken, staff.record_certificate, **told, valid_from=DEC, valid_until=dt.date(2026, 11, 1))

    assert code == "PERIOD"


def test_grave_failure_is_reported_by_itself_once_and_the_person_is_heard_before_anybody_decides(
    branch, agent, reviewer, coach
):
    quality.contact(agent, branch)
    plan = quality.drawn(branch, by=reviewer, random=1, risk=0)
    score = quality.scored(plan.reviews.select_related("reviewer").get(), failed=["no_threat"])
    drain()
    drain()
    held = Incident.objects.get()
    assert (held.person, held.kind, held.status) == (agent, "THREAT", "OPEN") and "menit kedua" in held.what
    supervisor = make.agent(branch, role="SUPERVISOR", name="Ratna")
    assert code_of(ConductRefused, operations.look_into, incident=held, by=agent, now=NOW) == "OWN"
    decide = {"incident": held, "measure": "WARNING", "reasoning": "Ancaman terdengar.", "now": NOW}
    assert code_of(ConductRefused, operations.decide_incident, **decide, by=supervisor) == "NOT_NOW"
    operations.look_into(incident=held, by=coach, now=NOW)
    operations.ask_for_reply(incident=held, findings="Terdengar jelas.", by=coach, now=NOW)
    assert code_of(ConductRefused, operations.decide_incident, **decide, by=coach) == "SAME_PERSON"
    assert code_of(ConductRefused, operations.decide_incident, **decide, by=supervisor) == "NOT_HEARD"
    assert code_of(ConductRefused, operations.reply, incident=held, text="x", by=coach, now=NOW) == "NOT_YOURS"
    operations.reply(incident=held, text="Saya menyesal.", by=agent, now=NOW)

    decided = operations.decide_incident(**decide, by=supervisor)

    assert (decided.status, decided.expires_on) == ("DECIDED", dt.date(2027, 5, 20))
    again = operations.report_incident(person=agent, kind="THREAT", what="x", happened_on=dt.date(2026, 10, 1),
                                       evaluation=score, by=None, now=NOW)  # fmt: skip
    assert again.pk == held.pk


def test_silence_is_an_answer_when_the_time_is_over(branch, agent, coach):
    supervisor = make.agent(branch, role="SUPERVISOR", name="Ratna")
    held = operations.report_incident(person=agent, kind="OTHER", what="x", happened_on=dt.date(2026, 11, 19),
                                      by=coach, now=NOW)  # fmt: skip
    operations.look_into(incident=held, by=coach, now=NOW)
    operations.ask_for_reply(incident=held, findings="y", by=coach, now=NOW)

    dropped = operations.decide_incident(incident=held, measure="", reasoning="Tidak terbukti.", by=supervisor,
                                         now=NOW + dt.timedelta(days=6))  # fmt: skip

    assert (dropped.status, dropped.measure, dropped.expires_on) == ("DROPPED", "", None)
    told = {"person": agent, "kind": "OTHER", "what": "x", "by": coach, "now": NOW}
    future = code_of(ConductRefused, operations.report_incident, **told, happened_on=DEC)
    assert future == "FUTURE"


def test_hard_call_is_marked_once_by_its_agent_and_a_break_is_offered(branch, agent, coach):
    attempt = quality.contact(agent, branch)
    told = {"attempt": attempt, "level": "THREATENED", "words": "Diancam parang", "now": NOW}
    assert code_of(ConductRefused, operations.mark_hard, **told, by=coach) == "NOT_YOURS"
    held = operations.mark_hard(**told, by=agent)
    operations.mark_hard(**told, by=agent)

    assert HardCall.objects.count() == 1 and held.rest_until == NOW + dt.timedelta(minutes=10)
    assert operations.answer_rest(hard_call=held, takes=True, by=agent, now=NOW).rest == "TAKEN"
    alien = code_of(ConductRefused, operations.answer_rest, hard_call=held, takes=False, by=coach, now=NOW)
    assert alien == "NOT_YOURS"


def test_praise_is_for_others(agent, coach):
    operations.praise(person=agent, text="Sabar sekali.", by=coach, now=NOW)

    assert agent.praises.get().given_by == coach
    assert code_of(ConductRefused, operations.praise, person=coach, text="x", by=coach, now=NOW) == "OWN"
