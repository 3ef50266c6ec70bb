"""How events of the field read to people."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from tagih.field import enums, events
from tagih.journal.presenters import presents
from tagih.kernel.money import rupiah


@presents(events.PlanAsked)
def plan_asked(event: events.PlanAsked) -> str:
    return _("Routes of %(day)s asked for.") % {"day": _day(event.day)}


@presents(events.DayPlanned)
def day_planned(event: events.DayPlanned) -> str:
    return _("Routes of %(day)s stand: %(planned)d visits planned, %(unplanned)d not.") % {
        "day": _day(event.day), "planned": event.planned, "unplanned": event.unplanned,
    }  # fmt: skip


@presents(events.VisitRecorded)
def visit_recorded(event: events.VisitRecorded) -> str:
    return _("Visited: %(fence)s.") % {"fence": str(enums.Fence(event.fence).label)}


@presents(events.VisitReviewed)
def visit_reviewed(event: events.VisitReviewed) -> str:
    return _("Evidence of a visit looked at: %(outcome)s. %(note)s") % {
        "outcome": str(enums.ReviewState(event.outcome).label), "note": event.note,
    }  # fmt: skip


@presents(events.VisitsWithdrawn)
def visits_withdrawn(event: events.VisitsWithdrawn) -> str:
    return _("%(visits)d planned visits withdrawn: %(reason)s.") % {"visits": event.visits, "reason": event.reason}


@presents(events.ReceiptIssued)
def receipt_issued(event: events.ReceiptIssued) -> str:
    return _("%(amount)s taken in cash for %(contract)s, receipt %(number)s.") % {
        "amount": rupiah(Decimal(event.amount)), "contract": event.contract_no, "number": event.number,
    }  # fmt: skip


@presents(events.ReceiptVoided)
def receipt_voided(event: events.ReceiptVoided) -> str:
    return _("Receipt %(number)s of %(amount)s is void: %(reason)s") % {
        "number": event.number, "amount": rupiah(Decimal(event.amount)), "reason": event.reason,
    }  # fmt: skip


@presents(events.ReceiptDenied)
def receipt_denied(event: events.ReceiptDenied) -> str:
    return _("The customer does not know receipt %(number)s.") % {"number": event.number}


@presents(events.DepositMade)
def deposit_made(event: events.DepositMade) -> str:
    return _("Deposit of %(amount)s reported.") % {"amount": rupiah(Decimal(event.amount))}


@presents(events.DepositChecked)
def deposit_checked(event: events.DepositChecked) -> str:
    words = _("Deposit of %(amount)s approved.") if event.is_approved else _("Deposit of %(amount)s rejected.")
    return words % {"amount": rupiah(Decimal(event.amount))}


@presents(events.CashDayClosed)
def cash_day_closed(event: events.CashDayClosed) -> str:
    return _("Cash of %(day)s closed at zero; %(amount)s had come in.") % {
        "day": _day(event.day), "amount": rupiah(Decimal(event.received)),
    }  # fmt: skip


@presents(events.HelpCalled)
def help_called(event: events.HelpCalled) -> str:
    return _("%(name)s calls for help.") % {"name": event.name_of_collector}


@presents(events.DeviceRegistered)
def device_registered(event: events.DeviceRegistered) -> str:
    return _("A phone was set up for %(name)s.") % {"name": event.name_of_person}


@presents(events.DeviceBlocked)
def device_blocked(event: events.DeviceBlocked) -> str:
    return _("A phone was blocked: %(reason)s") % {"reason": event.reason}


def _day(iso: str) -> str:
    return f"{dt.date.fromisoformat(iso):%d/%m/%Y}"
