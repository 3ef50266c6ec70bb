"""How events about letters read to people."""

from django.utils.translation import gettext as _

from tagih.journal.presenters import presents
from tagih.letters import enums, events


@presents(events.LetterIssued)
def issued(event: events.LetterIssued) -> str:
    return _("%(kind)s %(number)s was written.") % _named(event)


@presents(events.LetterDelivered)
def delivered(event: events.LetterDelivered) -> str:
    to = enums.Receiver(event.received_by).label if event.received_by in enums.Receiver.values else event.received_by
    return _("%(kind)s %(number)s was delivered: %(to)s.") % (_named(event) | {"to": to})


@presents(events.LetterReturned)
def returned(event: events.LetterReturned) -> str:
    return _("%(kind)s %(number)s came back: %(reason)s") % (_named(event) | {"reason": event.reason})


@presents(events.LetterVoided)
def voided(event: events.LetterVoided) -> str:
    return _("%(kind)s %(number)s is void: %(reason)s") % (_named(event) | {"reason": event.reason})


@presents(events.LettersOrdered)
def ordered(event: events.LettersOrdered) -> str:
    return _("Letters of %(day)s: %(ordered)d written, %(refused)d refused.") % {
        "day": event.day, "ordered": event.ordered, "refused": event.refused,
    }  # fmt: skip


def _named(event: events.LetterEvent) -> dict[str, str]:
    kind = enums.LetterKind(event.kind).label if event.kind in enums.LetterKind.values else event.kind
    return {"kind": str(kind), "number": event.number}
