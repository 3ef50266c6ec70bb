"""Contact points that people give us, and proof that they are theirs."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.models import ContactPoint
from tagih.contacts.operations.evidence import add_evidence
from tagih.contacts.operations.points import add_point
from tagih.contacts.rules.repair import BROKEN
from tagih.journal import operations as journal
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class PointProvenWrong(Refusal):
    """A value that proved wrong for this person is not revived by writing it down again."""

    def __init__(self, point: ContactPoint) -> None:
        super().__init__(
            "POINT_PROVEN_WRONG", _("This was tried before and proved wrong or dead for this person."), field="value",
            value=point.masked, remedy=_("Ask for another one."),
        )  # fmt: skip


def take_point(
    *, customer: Customer, kind: str, value: str, owner_role: str, source: str, by: Person | None, now: dt.datetime,
    owner_name: str = "", label: str = "", region_code: str = "",
) -> ContactPoint:  # fmt: skip
    """This will note a contact point that somebody gave us in work, and look again whether the person can be reached.

    Given again it is the one already known.

    :raises PointUnusable: it is no number, e-mail or address
    :raises PointProvenWrong: it was tried and proved wrong for this person
    """
    with transaction():
        point = add_point(
            customer=customer, kind=kind, value=value, owner_role=owner_role, source=source, by=by, now=now,
            owner_name=owner_name, label=label, region_code=region_code,
        )  # fmt: skip
        if point.state in BROKEN:
            raise PointProvenWrong(point)
        added = events.PointAdded(
            customer_no=customer.customer_no, contact_point_id=point.pk, kind=point.kind, source=source
        )
        journal.publish(added, by=by, now=now)
    return point


def verify_point(
    *, contact_point: ContactPoint, evidence: str, by: Person | None, now: dt.datetime,
    kind: str = enums.EvidenceKind.CUSTOMER_UPDATE, source: str = "",
) -> bool:  # fmt: skip
    """This will mark a contact point as proven to be the person's own and tell whether that was news.

    `evidence` says how in a few words without the value; it is kept as a piece of evidence of its `kind`.

    :raises PointProvenWrong: it was tried and proved wrong
    """
    with transaction():
        points = ContactPoint.objects.select_for_update(of=("self",)).select_related("customer")
        point = points.get(pk=contact_point.pk)
        if point.state in BROKEN:
            raise PointProvenWrong(point)
        news = point.state != enums.PointState.VERIFIED
        ContactPoint.objects.filter(pk=point.pk).update(state=enums.PointState.VERIFIED, state_changed_at=now)
        add_evidence(
            contact_point=point, kind=kind, outcome=enums.EvidenceOutcome.CONFIRMED, at=now, source=source or kind,
            key=evidence, by=by, now=now,
        )  # fmt: skip
        proven = events.PointVerified(
            customer_no=point.customer.customer_no, contact_point_id=point.pk, evidence=evidence
        )
        journal.publish(proven, by=by, now=now)
    return news
