"""What cases tell the contact gate: restraints, flags, and what became of a number."""

import datetime as dt
from collections.abc import Iterable

from tagih.cases.enums import HoldReason
from tagih.cases.models import Code, Hold, Promise
from tagih.contacts import operations as contacts
from tagih.contacts.enums import Flag, PointState, RestraintKind, ResultClass
from tagih.contacts.models import Attempt, ContactPoint
from tagih.staff.models import Person

FLAG_OF_HOLD = {
    HoldReason.DISPUTE: Flag.DISPUTE,
    HoldReason.COMPLAINT: Flag.COMPLAINT,
    HoldReason.DECEASED: Flag.DECEASED,
    HoldReason.ILLNESS: Flag.ILL,
    HoldReason.DISASTER: Flag.DISASTER,
    HoldReason.DISTRESS: Flag.DISTRESS,
}
STATE_OF_RESULT = {
    "WRONG_NUMBER": PointState.WRONG_PERSON,
    "INACTIVE": PointState.DISCONNECTED,
    "INVALID": PointState.DISCONNECTED,
}


def tell_new_promise(promise: Promise, *, due_on: dt.date, by: Person | None, now: dt.datetime) -> None:
    """This will restrain the gate until the first leg of a promise falls due that was never told of."""
    contacts.restrain(
        customer=promise.case.customer, kind=RestraintKind.PROMISE_NOT_DUE, source=f"promise:{promise.pk}",
        contract_no=promise.contract.contract_no if promise.contract else "", due_on=due_on, by=by, now=now,
    )  # fmt: skip


def tell_promise(promise: Promise, *, by: Person | None, now: dt.datetime) -> None:
    """This will restrain the gate until the next open leg of a promise falls due, or lift that restraint."""
    source = f"promise:{promise.pk}"
    contacts.lift_restraint(source=source, by=by, now=now)
    leg = promise.legs.filter(status="OPEN").order_by("number").first() if promise.status == "OPEN" else None
    if leg is not None:
        contacts.restrain(
            customer=promise.case.customer, kind=RestraintKind.PROMISE_NOT_DUE, source=source,
            contract_no=promise.contract.contract_no if promise.contract else "", due_on=leg.due_on, by=by, now=now,
        )  # fmt: skip


def tell_promises_over(promise_ids: Iterable[int], *, by: Person | None, now: dt.datetime) -> None:
    """This will lift the restraints of promises that are no longer open."""
    sources = [f"promise:{promise_id}" for promise_id in promise_ids]
    if sources:
        contacts.lift_restraint(source=sources, by=by, now=now)


def tell_hold(hold: Hold, *, by: Person | None, now: dt.datetime) -> None:
    """This will let the gate know of a hold: a claim of payment restrains, what concerns the person sets a flag.

    The note stays on the hold: what somebody wrote about a person has one place.
    """
    customer, source = hold.case.customer, f"hold:{hold.pk}"
    if hold.reason == HoldReason.CLAIM_PAID:
        contacts.restrain(
            customer=customer, kind=RestraintKind.CLAIM_PAID, source=source, contract_no=hold.contract_no,
            due_on=hold.ends_on, by=by, now=now,
        )  # fmt: skip
    elif hold.reason in FLAG_OF_HOLD:
        contacts.set_flag(
            customer=customer, flag=FLAG_OF_HOLD[hold.reason], reason=str(hold.get_reason_display()),
            source=source, by=by, now=now,
        )  # fmt: skip


def tell_hold_ended(hold: Hold, *, by: Person | None, now: dt.datetime) -> None:
    """This will take back what a hold told the gate."""
    source = f"hold:{hold.pk}"
    if hold.reason == HoldReason.CLAIM_PAID:
        contacts.lift_restraint(source=source, by=by, now=now)
    elif hold.reason in FLAG_OF_HOLD:
        contacts.clear_flag(
            customer=hold.case.customer, flag=FLAG_OF_HOLD[hold.reason], reason=hold.lift_reason, source=source,
            by=by, now=now,
        )  # fmt: skip


def tell_point(point: ContactPoint, *, result: str, reason: str, by: Person | None, now: dt.datetime) -> None:
    """This will retire a contact point that turned out wrong, for everybody who shares its value."""
    state = STATE_OF_RESULT.get(result, PointState.RETIRED)
    contacts.retire_point(contact_point=point, state=state, reason=reason, by=by, now=now)


def tell_attempt(attempt: Attempt, result: Code, *, by: Person | None, now: dt.datetime) -> None:
    """This will close an attempt with the class of its result."""
    contacts.close_attempt(
        attempt=attempt, result_class=result.result_class or ResultClass.NC, by=by, now=now,
        is_wrong_person=result.code == "WRONG_NUMBER",
    )  # fmt: skip
