"""Contact points: one added, one retired everywhere, one shown in clear."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.models import ContactPoint
from tagih.contacts.operations.shared import review_value, settle_emptied
from tagih.contacts.queries.points import CIPHER, HASH
from tagih.contacts.rules import values
from tagih.journal import operations as journal
from tagih.kernel import crypto
from tagih.kernel.clock import WIB, today_in
from tagih.kernel.database import step, transaction
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

PROBLEMS = {
    "EMPTY": _("It is empty."),
    "DIGITS_LOST_IN_SPREADSHEET": _("A spreadsheet has rounded it, digits are lost."),
    "NOT_A_NUMBER": _("It is not a telephone number."),
    "SEVERAL_NUMBERS": _("It holds several numbers."),
    "TOO_SHORT": _("It is too short."),
    "TOO_LONG": _("It is too long."),
    "NOT_IN_NUMBERING_PLAN": _("No operator has such a number."),
    "NOT_AN_EMAIL_ADDRESS": _("It is not an e-mail address."),
}


class PointUnusable(Refusal):
    """The value cannot be dialled or written to as it stands."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            "POINT_UNUSABLE", PROBLEMS[problem], field="value", remedy=_("Write it as the person gave it to you.")
        )


class ReasonRequired(Refusal):
    """Personal data are shown for a reason, which is kept."""

    def __init__(self) -> None:
        super().__init__("REASON_REQUIRED", _("Say why you need to see it."), field="reason")


def add_point(
    *,
    customer: Customer,
    kind: str,
    value: str,
    owner_role: str,
    source: str,
    by: Person | None,
    now: dt.datetime,
    owner_name: str = "",
    label: str = "",
    region_code: str = "",
) -> ContactPoint:
    """This will add a contact point that somebody gave us, or return the one already known.

    A value that once proved wrong for this person stays so: it is returned in that state, not revived. One that proved
    wrong or dead on somebody else, or that many people have, comes in as suspect.

    :raises PointUnusable: the value is not a telephone number, e-mail or address
    """
    told = values.normalise(kind, value)
    if told.problem:
        raise PointUnusable(told.problem)
    hashed, *former = crypto.search_hashes(told.text, context=HASH)
    with transaction():
        same = ContactPoint.objects.filter(customer=customer, kind=kind, owner_role=owner_role, value_hash__in=former)
        hashed = bytes(same.values_list("value_hash", flat=True).first() or hashed) if former else hashed
        point, is_new = ContactPoint.objects.get_or_create(
            customer=customer,
            kind=kind,
            value_hash=hashed,
            owner_role=owner_role,
            defaults={
                "value_cipher": crypto.encrypt(told.text, context=CIPHER),
                "masked": told.masked,
                "owner_name": owner_name,
                "label": label,
                "region_code": region_code,
                "zone": told.zone,
                "source": source,
                "obtained_on": today_in(WIB, now=now),
            },
        )
        shared = ContactPoint.objects.filter(value_hash__in=[hashed, *former]).exclude(customer_id=customer.pk)
        if is_new and shared.exists() and review_value(hashed, now=now):
            point.refresh_from_db(fields=["state", "state_changed_at"])
    return point


def retire_point(
    *, contact_point: ContactPoint, state: str, reason: str, by: Person | None, now: dt.datetime
) -> int:  # fmt: skip
    """This will retire a contact value wherever it stands, on every person, and return at how many places.

    A number of the wrong person is wrong on everybody, but where it has reached the right party before it becomes
    suspect and is looked at: it may be that person's own. A dead or refused number is dead or refused for all.
    """
    ended = enums.PointState(state)
    with step():
        everywhere = ContactPoint.objects.filter(value_hash=contact_point.value_hash).exclude(state=ended)
        theirs = everywhere.exclude(customer_id=contact_point.customer_id)
        if ended == enums.PointState.WRONG_PERSON:
            proven = theirs.filter(reached_at__isnull=False, state=enums.PointState.VERIFIED)
            kept = list(proven.values_list("pk", flat=True))
            proven.update(state=enums.PointState.SUSPECT, state_changed_at=now)
            everywhere = everywhere.exclude(pk__in=kept)
        points = everywhere.update(state=ended, state_changed_at=now)
        settle_emptied(contact_point.value_hash, reason=reason, by=by, now=now)
        if points:
            journal.publish(
                events.PointRetired(
                    customer_no=contact_point.customer.customer_no,
                    contact_point_id=contact_point.pk,
                    state=ended.value,
                    reason=reason,
                    points=points,
                ),
                by=by,
                now=now,
            )
    return points


def set_owner_role(*, contact_point: ContactPoint, owner_role: str, by: Person | None, now: dt.datetime) -> bool:
    """This will say whose number it really is, such as the wife who answered; tell whether that was news."""
    taken = ContactPoint.objects.filter(
        customer_id=contact_point.customer_id, kind=contact_point.kind, value_hash=contact_point.value_hash,
        owner_role=owner_role,
    )  # fmt: skip
    with transaction():
        if taken.exists():
            return False
        return bool(ContactPoint.objects.filter(pk=contact_point.pk).update(owner_role=owner_role))


def reveal_point(*, contact_point: ContactPoint, reason: str, by: Person, now: dt.datetime) -> str:
    """This will return the value in clear and record who saw it and why.

    :raises ReasonRequired: without a reason
    """
    if not reason.strip():
        raise ReasonRequired
    journal.record_access(
        what="contact_point",
        subject_kind="contact_point",
        subject_id=str(contact_point.pk),
        customer_no=contact_point.customer.customer_no,
        reason=reason.strip()[:200],
        by=by,
        now=now,
    )
    return crypto.decrypt(contact_point.value_cipher, context=CIPHER)
