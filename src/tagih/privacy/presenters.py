"""How events about personal data read to people."""

import datetime as dt

from django.utils.translation import gettext as _

from tagih.journal.presenters import presents
from tagih.kernel import clock
from tagih.privacy import enums, events


@presents(events.RequestReceived)
def request_received(event: events.RequestReceived) -> str:
    return _("Request received: %(kind)s, to be answered by %(due)s.") % {
        "kind": _kind(event.kind),
        "due": _moment(event.due_at),
    }


@presents(events.RequestProposed)
def request_proposed(event: events.RequestProposed) -> str:
    return _("Answer proposed: %(proposal)s %(ground)s") % {
        "proposal": enums.Proposal(event.proposal).label,
        "ground": event.ground,
    }


@presents(events.RequestSentBack)
def request_sent_back(event: events.RequestSentBack) -> str:
    return _("Sent back: %(reason)s") % {"reason": event.reason}


@presents(events.RequestDecided)
def request_decided(event: events.RequestDecided) -> str:
    return _("Decided: %(status)s %(ground)s") % {
        "status": enums.RequestStatus(event.status).label,
        "ground": event.ground,
    }


@presents(events.RequestDone)
def request_done(event: events.RequestDone) -> str:
    return _("Carried out: %(kind)s.") % {"kind": _kind(event.kind)}


@presents(events.LiftingProposed)
def lifting_proposed(event: events.LiftingProposed) -> str:
    return _("End of the restriction proposed: %(reason)s") % {"reason": event.reason}


@presents(events.RestrictionEnded)
def restriction_ended(event: events.RestrictionEnded) -> str:
    return _("Restriction ended: %(reason)s") % {"reason": event.reason}


@presents(events.LiftingDeclined)
def lifting_declined(event: events.LiftingDeclined) -> str:
    return _("The restriction stays: %(reason)s") % {"reason": event.reason}


@presents(events.RequestLate)
def request_late(event: events.RequestLate) -> str:
    return _("Request not answered, due %(due)s: %(kind)s.") % {
        "kind": _kind(event.kind),
        "due": _moment(event.due_at),
    }


@presents(events.BreachRecorded)
def breach_recorded(event: events.BreachRecorded) -> str:
    return _("Breach recorded; authority and people must know by %(due)s.") % {"due": _moment(event.due_at)}


@presents(events.BreachTold)
def breach_told(event: events.BreachTold) -> str:
    return _("Told of the breach: %(recipient)s.") % {"recipient": enums.Recipient(event.recipient).label}


@presents(events.BreachLate)
def breach_late(event: events.BreachLate) -> str:
    return _("Not everybody was told of the breach by %(due)s.") % {"due": _moment(event.due_at)}


@presents(events.BreachClosed)
def breach_closed(event: events.BreachClosed) -> str:
    return _("Breach closed.")


@presents(events.RetentionSwitched)
def retention_switched(event: events.RetentionSwitched) -> str:
    said = _("Retention rule %(rule)s on, %(months)d months: %(reason)s")
    if not event.is_on:
        said = _("Retention rule %(rule)s off (%(months)d months): %(reason)s")
    return said % {"rule": event.rule, "months": event.months, "reason": event.reason}


@presents(events.RetentionProposed)
def retention_proposed(event: events.RetentionProposed) -> str:
    said = {"rule": event.rule, "months": event.months, "reason": event.reason}
    return _("Retention rule %(rule)s proposed: on, %(months)d months: %(reason)s") % said


@presents(events.RetentionDeclined)
def retention_declined(event: events.RetentionDeclined) -> str:
    return _("Change of retention rule %(rule)s declined: %(reason)s") % {"rule": event.rule, "reason": event.reason}


@presents(events.DataLetGo)
def data_let_go(event: events.DataLetGo) -> str:
    return _("Retention rule %(rule)s let go of %(rows)d rows.") % {"rule": event.rule, "rows": event.rows}


@presents(events.KeysRotated)
def keys_rotated(event: events.KeysRotated) -> str:
    return _("Encrypted values made anew with key %(key)s: %(rows)d rows.") % {"key": event.key, "rows": event.rows}


def _kind(kind: str) -> str:
    return str(enums.RequestKind(kind).label)


def _moment(iso: str) -> str:
    return f"{clock.local(dt.datetime.fromisoformat(iso), clock.WIB):%d/%m/%Y %H.%M} WIB"
