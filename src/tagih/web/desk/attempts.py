"""What the page shows of a call: the attempt that the gate allowed, or why it refused."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.contacts import operations as contacts
from tagih.contacts import queries
from tagih.contacts.enums import AttemptState, OwnerRole
from tagih.contacts.models import Attempt, ContactPoint, GateDecision
from tagih.dialer import operations as dialer
from tagih.dialer.models import Call
from tagih.kernel import clock
from tagih.sandbox.telephone import voice
from tagih.staff.models import Person
from tagih.web.desk import reading

PARTIES = {OwnerRole.EMERGENCY_CONTACT: "FAMILY", OwnerRole.OFFICE: "COLLEAGUE"}
MOMENTS = {"RINGING": gettext_lazy("It rings …"), "ANSWERED": gettext_lazy("Somebody answers")}
ENDINGS = {
    "NO_ANSWER": gettext_lazy("Nobody answered"),
    "BUSY": gettext_lazy("The line is busy"),
    "REJECTED": gettext_lazy("The call was rejected"),
    "VOICEMAIL": gettext_lazy("Only a voicemail"),
    "INACTIVE": gettext_lazy("The number is not in use"),
    "THEY_HUNG_UP": gettext_lazy("They hung up"),
    "WE_HUNG_UP": gettext_lazy("You hung up"),
    "TRUNK_FULL": gettext_lazy("No free line at the carrier"),
    "FAULT": gettext_lazy("The line failed"),
}
PLACES = {"MOBILE": "MOBILE", "HOME": "HOME", "OFFICE": "OFFICE"}


def open_of(person: Person, *, customer_id: int, now: dt.datetime) -> dict[str, Any] | None:
    """This will return the attempt that the person has open on a customer, as the page shows it, or None."""
    attempt = (
        Attempt.objects.filter(agent=person, customer_id=customer_id, state=AttemptState.RESERVED)
        .select_related("contact_point", "decision")
        .annotate(is_dialers=Exists(Call.objects.filter(pk=OuterRef("pk"))))
        .order_by("-opened_at")
        .first()
    )
    return shown(attempt, attempt.contact_point, by=person, now=now) if attempt and attempt.contact_point else None


def shown(attempt: Attempt, point: ContactPoint, *, by: Person, now: dt.datetime) -> dict[str, Any]:
    """This will return what the page shows of an allowed attempt; the number in clear, which is logged."""
    number = contacts.reveal_point(contact_point=point, reason=_("to call"), by=by, now=now)
    reasons = queries.reasons_in_words(attempt.decision.reasons)
    is_emergency = point.owner_role == OwnerRole.EMERGENCY_CONTACT
    return {
        "pk": attempt.pk,
        "contact_point_id": point.pk,
        "opened_at": attempt.opened_at,
        "dial": number,
        "shown": _spaced(number),
        "owner": " ".join(filter(None, [point.get_owner_role_display(), point.owner_name])),
        "party": PARTIES.get(point.owner_role, point.owner_role),
        "place": "EMERGENCY_CONTACT" if is_emergency else PLACES.get(point.label, "MOBILE"),
        "is_third_party": point.owner_role != OwnerRole.CONSUMER,
        "line": line(attempt.pk, now=now),
        "is_dialers": getattr(attempt, "is_dialers", False),
        "warnings": [reason.sentence for reason in reasons if not reason.is_refusal],
    }


def refusal(decision: GateDecision, local: reading.Local) -> dict[str, Any]:
    """This will return why the gate refused: sentences, sources, and when it may be tried again, in local time."""
    reasons = [reason for reason in queries.reasons_in_words(decision.reasons) if reason.is_refusal]
    again = decision.next_allowed_at
    there = clock.local(again, clock.ZONES[local.zone]) if again else None
    return {"reasons": reasons, "again": f"{there:%d/%m/%Y %H.%M}" if there else ""}


def cancel(attempt_id: uuid.UUID, *, by: Person, now: dt.datetime) -> bool:
    """This will give back an attempt of this person that never reached the line; an unknown one changes nothing."""
    attempt = Attempt.objects.filter(pk=attempt_id, agent=by).first()
    if attempt is not None:
        contacts.cancel_attempt(attempt=attempt, by=by, now=now)
    return attempt is not None


def line(call: uuid.UUID, *, now: dt.datetime) -> dict[str, Any]:
    """This will return what the page shows of the telephone line of an attempt; no moments where none is connected."""
    so_far = dialer.line_of(call=call, now=now)
    moments = [
        {"kind": event.kind, "text": event.text, "gloss": event.gloss, "words": _words(event.kind, event.cause)}
        for event in so_far.events
    ]
    spoken = [place for place, moment in enumerate(moments) if moment["text"]]
    newest = spoken[-1] if spoken and so_far.is_live and voice.is_there() else None
    return {"call": call, "moments": moments, "is_live": so_far.is_live, "aloud": newest}


def _words(kind: str, cause: str | None) -> str | Promise:
    return ENDINGS[cause] if cause else MOMENTS.get(kind, "")


def _spaced(number: str) -> str:
    """`+62 812 3456 7890`: as people read it out."""
    if not number.startswith("+62"):
        return number
    rest = number[3:]
    return " ".join(["+62", rest[:3], *(rest[at : at + 4] for at in range(3, len(rest), 4))])
