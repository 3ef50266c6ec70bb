"""Conduct: what was reported is looked into, the agent is heard, somebody else decides, and it expires. Praise, too."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.contacts.models import Attempt
from tagih.journal import operations as journal
from tagih.kernel import calendars, clock, database
from tagih.kernel.errors import Refusal
from tagih.quality import events
from tagih.quality.enums import IncidentKind, IncidentStatus, Measure, Rest
from tagih.quality.models import Evaluation, HardCall, Incident, Praise
from tagih.quality.rules import lifecycles
from tagih.staff.models import Person

REPLY_DAYS = 3
REST_MINUTES = 10
EXPIRES_MONTHS = 6


class ConductRefused(Refusal):
    """An incident cannot go on as asked."""


def report_incident(
    *, person: Person, kind: str, what: str, happened_on: dt.date, by: Person | None, now: dt.datetime,
    evaluation: Evaluation | None = None,
) -> Incident:  # fmt: skip
    """This will report what somebody is said to have done. A score is reported once.

    :raises ConductRefused: there are no words, or it lies in the future
    """
    if not what.strip():
        raise ConductRefused("WHAT", _("Say what happened."), field="what")
    if happened_on > clock.today_in(clock.WIB, now=now):
        raise ConductRefused("FUTURE", _("This day is still to come."), field="happened_on", value=happened_on)
    with database.transaction():
        if evaluation is not None and (held := Incident.objects.filter(evaluation=evaluation).first()) is not None:
            return held
        made = Incident.objects.create(
            person=person, kind=IncidentKind(kind), what=what.strip(), happened_on=happened_on, opened_at=now,
            opened_by=by, evaluation=evaluation,
        )  # fmt: skip
        journal.publish(events.IncidentReported(incident_id=made.pk, kind=made.kind), by=by, now=now)
    return made


def look_into(*, incident: Incident, by: Person, now: dt.datetime) -> Incident:
    """This will take an incident to look into.

    :raises ConductRefused: it is about oneself, or taken
    """
    with database.transaction():
        held = _held(incident, IncidentStatus.INQUIRY, by)
        held.status, held.investigator = IncidentStatus.INQUIRY, by
        held.save(update_fields=["status", "investigator"])
        journal.publish(events.IncidentMoved(incident_id=held.pk, status=held.status), by=by, now=now)
    return held


def ask_for_reply(*, incident: Incident, findings: str, by: Person, now: dt.datetime) -> Incident:
    """This will show the findings to the agent, who has working days to answer.

    :raises ConductRefused: there are no findings, or it is not being looked into
    """
    if not findings.strip():
        raise ConductRefused("FINDINGS", _("Write down what was found."), field="findings")
    today = clock.today_in(clock.WIB, now=now)
    calendar = calendars.stored(today, today + dt.timedelta(days=30))
    with database.transaction():
        held = _held(incident, IncidentStatus.HEARING, by)
        held.status, held.findings = IncidentStatus.HEARING, findings.strip()
        held.reply_due_on = calendars.add_working_days(today, REPLY_DAYS, calendar)
        held.save(update_fields=["status", "findings", "reply_due_on"])
        journal.publish(events.IncidentMoved(incident_id=held.pk, status=held.status), by=by, now=now)
    return held


def reply(*, incident: Incident, text: str, by: Person, now: dt.datetime) -> Incident:
    """This will keep what the agent says at the hearing.

    :raises ConductRefused: it is another's, or nobody asked
    """
    if not text.strip():
        raise ConductRefused("REPLY", _("Write your answer."), field="text")
    with database.transaction():
        held = Incident.objects.select_for_update().get(pk=incident.pk)
        if held.person_id != by.pk:
            raise ConductRefused("NOT_YOURS", _("Only the person concerned answers."))
        if held.status != IncidentStatus.HEARING:
            raise ConductRefused("NOT_ASKED", _("Nobody asks for an answer now."))
        held.reply, held.replied_at = text.strip(), now
        held.save(update_fields=["reply", "replied_at"])
        journal.publish(events.IncidentMoved(incident_id=held.pk, status="REPLIED"), by=by, now=now)
    return held


def decide_incident(
    *, incident: Incident, measure: str, reasoning: str, by: Person, now: dt.datetime
) -> Incident:  # fmt: skip
    """This will decide after the agent was heard, or let the time to answer pass; no measure: there was nothing in it.

    Who looked into it does not decide. A measure expires after six months.

    :raises ConductRefused: no reasons, too early, by the wrong person
    """
    if not reasoning.strip():
        raise ConductRefused("REASONING", _("Give the reasons."), field="reasoning")
    today = clock.today_in(clock.WIB, now=now)
    to = IncidentStatus.DECIDED if measure else IncidentStatus.DROPPED
    with database.transaction():
        held = _held(incident, to, by)
        if held.investigator_id == by.pk:
            raise ConductRefused("SAME_PERSON", _("Who looked into it does not decide."))
        if held.replied_at is None and held.reply_due_on and today <= held.reply_due_on:
            raise ConductRefused(
                "NOT_HEARD", _("The agent may still answer."),
                remedy=_("Wait until %(day)s.") % {"day": f"{held.reply_due_on:%d/%m/%Y}"},
            )  # fmt: skip
        held.status, held.measure = to, Measure(measure) if measure else ""
        held.reasoning, held.decided_at, held.decided_by = reasoning.strip(), now, by
        held.expires_on = _months_later(today, EXPIRES_MONTHS) if measure else None
        held.save(update_fields=["status", "measure", "reasoning", "decided_at", "decided_by", "expires_on"])
        journal.publish(events.IncidentMoved(incident_id=held.pk, status=held.status), by=by, now=now)
    return held


def praise(*, person: Person, text: str, by: Person, now: dt.datetime, evaluation: Evaluation | None = None) -> Praise:
    """This will say aloud that something was done well.

    :raises ConductRefused: no words, or it is oneself
    """
    if not text.strip():
        raise ConductRefused("TEXT", _("Say what was good."), field="text")
    if person.pk == by.pk:
        raise ConductRefused("OWN", _("Nobody praises themselves."))
    with database.transaction():
        made = Praise.objects.create(
            person=person, given_by=by, given_at=now, text=text.strip()[:400], evaluation=evaluation
        )
        journal.publish(events.PraiseGiven(person_id=person.pk), by=by, now=now)
    return made


def mark_hard(*, attempt: Attempt, level: str, words: str, by: Person, now: dt.datetime) -> HardCall:
    """This will mark an own contact as hard and offer a break of ten minutes. Marked again it stays as it was.

    :raises ConductRefused: it was another's contact
    """
    if attempt.agent_id != by.pk:
        raise ConductRefused("NOT_YOURS", _("Only who had the contact marks it."))
    with database.transaction():
        held, made = HardCall.objects.get_or_create(
            attempt=attempt,
            defaults={
                "person": by, "marked_at": now, "level": level, "words": words.strip()[:200],
                "rest_until": now + dt.timedelta(minutes=REST_MINUTES),
            },
        )  # fmt: skip
        if made:
            journal.publish(events.HardCallMarked(attempt_id=str(attempt.pk), level=level), by=by, now=now)
    return held


def answer_rest(*, hard_call: HardCall, takes: bool, by: Person, now: dt.datetime) -> HardCall:
    """This will keep whether the break was taken; a break taken begins now.

    :raises ConductRefused: it is another's
    """
    if hard_call.person_id != by.pk:
        raise ConductRefused("NOT_YOURS", _("This break is another's."))
    hard_call.rest = Rest.TAKEN if takes else Rest.DECLINED
    hard_call.rest_until = now + dt.timedelta(minutes=REST_MINUTES) if takes else now
    hard_call.save(update_fields=["rest", "rest_until"])
    return hard_call


def _held(incident: Incident, to: IncidentStatus, by: Person) -> Incident:
    held = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if held.person_id == by.pk:
        raise ConductRefused("OWN", _("Nobody handles what is said about themselves."))
    if to not in lifecycles.INCIDENT_TRANSITIONS[IncidentStatus(held.status)]:
        raise ConductRefused("NOT_NOW", _("This incident is not at that point."))
    return held


def _months_later(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    first = dt.date(day.year + month // 12, month % 12 + 1, 1)
    after = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + dt.timedelta(days=day.day - 1), after - dt.timedelta(days=1))
