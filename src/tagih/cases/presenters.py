"""How events about cases read to people."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tagih.cases import enums, events
from tagih.journal.presenters import presents
from tagih.kernel import regions
from tagih.kernel.money import rupiah


@presents(events.CaseOpened)
def case_opened(event: events.CaseOpened) -> str:
    return _("Case opened: %(reason)s.") % {"reason": event.reason}


@presents(events.CaseClosed)
def case_closed(event: events.CaseClosed) -> str:
    return _("Case closed: %(reason)s.") % {"reason": _label(enums.CloseReason, event.reason)}


@presents(events.CasesRolled)
def cases_rolled(event: events.CasesRolled) -> str:
    return _("Cases of %(date)s: %(opened)d opened, %(moved)d moved, %(closed)d closed.") % {
        "date": _day(event.business_date),
        "opened": event.opened,
        "moved": event.moved,
        "closed": event.closed,
    }


@presents(events.ActivityRecorded)
def activity_recorded(event: events.ActivityRecorded) -> str:
    return _("%(action)s: %(result)s.") % {"action": event.action, "result": event.result}


@presents(events.ActivityCorrected)
def activity_corrected(event: events.ActivityCorrected) -> str:
    return _("An activity was corrected.")


@presents(events.PromiseMade)
def promise_made(event: events.PromiseMade) -> str:
    return _("Promised to pay %(amount)s by %(date)s.") % {
        "amount": _money(event.amount),
        "date": _day(event.last_due_on),
    }


@presents(events.PromiseJudged)
def promise_judged(event: events.PromiseJudged) -> str:
    return _("Promise: %(previous)s, now %(status)s; %(paid)s paid.") % {
        "previous": _label(enums.PromiseStatus, event.previous),
        "status": _label(enums.PromiseStatus, event.status),
        "paid": _money(event.paid),
    }


@presents(events.PromiseCancelled)
def promise_cancelled(event: events.PromiseCancelled) -> str:
    return _("Promise cancelled: %(reason)s.") % {"reason": event.reason}


@presents(events.PromisesJudged)
def promises_judged(event: events.PromisesJudged) -> str:
    return _("Promises of %(date)s: %(kept)d kept, %(partial)d partly, %(broken)d broken.") % {
        "date": _day(event.business_date),
        "kept": event.kept,
        "partial": event.partial,
        "broken": event.broken,
    }


@presents(events.HoldOpened)
def hold_opened(event: events.HoldOpened) -> str:
    return _("Collection paused: %(reason)s.") % {"reason": _label(enums.HoldReason, event.reason)}


@presents(events.HoldLifted)
def hold_lifted(event: events.HoldLifted) -> str:
    return _("Pause ended: %(reason)s.") % {"reason": _label(enums.HoldReason, event.reason)}


@presents(events.ArrangementProposed)
def arrangement_proposed(event: events.ArrangementProposed) -> str:
    values = {"kind": _label(enums.ArrangementKind, event.kind), "total": _money(event.total)}
    return _("Agreement proposed: %(kind)s, %(total)s.") % values


@presents(events.ArrangementDecided)
def arrangement_decided(event: events.ArrangementDecided) -> str:
    told = _("Agreement: %(decision)s.") % {"decision": _label(enums.Decision, event.decision)}
    return f"{told} {event.reason}".strip()


@presents(events.ArrangementSigned)
def arrangement_signed(event: events.ArrangementSigned) -> str:
    return _("Agreement signed: %(total)s until %(date)s.") % {
        "total": _money(event.total), "date": _day(event.last_due_on),
    }  # fmt: skip


@presents(events.ArrangementJudged)
def arrangement_judged(event: events.ArrangementJudged) -> str:
    return _("Agreement: %(status)s; %(paid)s paid.") % {
        "status": _label(enums.ArrangementStatus, event.status), "paid": _money(event.paid),
    }  # fmt: skip


@presents(events.ArrangementEnded)
def arrangement_ended(event: events.ArrangementEnded) -> str:
    told = _("Agreement ended: %(status)s.") % {"status": _label(enums.ArrangementStatus, event.status)}
    return f"{told} {event.reason}".strip()


@presents(events.ArrangementsJudged)
def arrangements_judged(event: events.ArrangementsJudged) -> str:
    return _("Agreements of %(date)s: %(late)d late, %(broken)d broken, %(completed)d completed.") % {
        "date": _day(event.business_date), "late": event.late, "broken": event.broken, "completed": event.completed,
    }  # fmt: skip


@presents(events.CareOpened)
def care_opened(event: events.CareOpened) -> str:
    return _("Contact stopped, a trained person is called: %(reason)s (%(level)s).") % {
        "reason": _label(enums.HoldReason, event.reason),
        "level": _label(enums.CareLevel, event.level),
    }


@presents(events.CareTaken)
def care_taken(event: events.CareTaken) -> str:
    return _("A trained person takes care: %(reason)s.") % {"reason": _label(enums.HoldReason, event.reason)}


@presents(events.CareOverdue)
def care_overdue(event: events.CareOverdue) -> str:
    return _("No trained person answered in time: %(reason)s (%(level)s).") % {
        "reason": _label(enums.HoldReason, event.reason),
        "level": _label(enums.CareLevel, event.level),
    }


@presents(events.CareEnded)
def care_ended(event: events.CareEnded) -> str:
    return _("A trained person ended the pause (%(reason)s): %(written)s") % {
        "reason": _label(enums.HoldReason, event.reason),
        "written": event.written,
    }


@presents(events.DisasterDeclared)
def disaster_declared(event: events.DisasterDeclared) -> str:
    return _("Disaster in %(name)s (%(region)s): %(cases)d cases paused.") % {
        "name": event.area,
        "region": regions.in_words(event.region_code),
        "cases": event.cases,
    }


@presents(events.DisasterEnded)
def disaster_ended(event: events.DisasterEnded) -> str:
    return _("Pause for %(name)s ended, %(cases)d cases: %(written)s") % {
        "name": event.area,
        "cases": event.cases,
        "written": event.written,
    }


@presents(events.WorkMoved)
def work_moved(event: events.WorkMoved) -> str:
    sentence = ngettext("%(items)d item moved: %(reason)s.", "%(items)d items moved: %(reason)s.", event.items)
    return sentence % {"items": event.items, "reason": event.reason}


@presents(events.ComplaintReceived)
def complaint_received(event: events.ComplaintReceived) -> str:
    return _("Complaint received: %(kind)s, to be answered by %(date)s.") % {
        "kind": _label(enums.ComplaintClass, event.kind), "date": _day(event.due_on),
    }  # fmt: skip


@presents(events.ComplaintExtended)
def complaint_extended(event: events.ComplaintExtended) -> str:
    return _("Term extended to %(date)s: %(reason)s") % {"date": _day(event.due_on), "reason": event.reason}


@presents(events.ComplaintAnswered)
def complaint_answered(event: events.ComplaintAnswered) -> str:
    return _("Complaint answered: %(verdict)s.") % {"verdict": _label(enums.Verdict, event.verdict)}


@presents(events.ConductReviewAsked)
def conduct_review_asked(event: events.ConductReviewAsked) -> str:
    count = len(list(filter(None, event.attempt_ids.split(","))))
    return _("%(n)d contacts of the collector come into review.") % {"n": count}


@presents(events.EscalationRaised)
def escalation_raised(event: events.EscalationRaised) -> str:
    return _("Escalated to %(level)s: %(reason)s.") % _escalated(event)


@presents(events.EscalationTaken)
def escalation_taken(event: events.EscalationTaken) -> str:
    return _("Escalation taken: %(reason)s.") % _escalated(event)


@presents(events.EscalationPassedOn)
def escalation_passed_on(event: events.EscalationPassedOn) -> str:
    return _("Escalation passed on to %(level)s: %(reason)s.") % _escalated(event)


@presents(events.EscalationClosed)
def escalation_closed(event: events.EscalationClosed) -> str:
    return _("Escalation closed: %(outcome)s") % {"outcome": event.outcome}


def _escalated(event: events.EscalationEvent) -> dict[str, str]:
    level = _label(enums.EscalationLevel, event.level)
    return {"reason": _label(enums.EscalationReason, event.reason), "level": level}


def _label(choices: type, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _money(text: str) -> str:
    return rupiah(Decimal(text))


def _day(iso: str) -> str:
    return f"{dt.date.fromisoformat(iso):%d/%m/%Y}"
