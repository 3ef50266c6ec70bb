"""What agreements tell the contact gate: rest until the next payment falls due, as with a promise."""

import datetime as dt

from django.db.models import F

from tagih.cases.models import Arrangement
from tagih.contacts import operations as contacts
from tagih.contacts.enums import RestraintKind
from tagih.staff.models import Person


def tell_gate(arrangement: Arrangement, *, by: Person | None, now: dt.datetime) -> None:
    """This will restrain the gate until the next payment of an agreement on track, or lift that restraint."""
    source = f"arrangement:{arrangement.pk}"
    contacts.lift_restraint(source=source, by=by, now=now)
    if arrangement.status != "ACTIVE":
        return
    leg = arrangement.legs.filter(paid__lt=F("amount")).order_by("number").first()
    if leg is not None:
        contacts.restrain(
            customer=arrangement.case.customer, kind=RestraintKind.PROMISE_NOT_DUE, source=source,
            contract_no=arrangement.contract.contract_no, due_on=leg.due_on, by=by, now=now,
        )  # fmt: skip
