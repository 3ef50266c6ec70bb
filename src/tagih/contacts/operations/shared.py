"""Numbers that many people have: found, made suspect, looked at by a person."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.models import ContactPoint, SharedNumber
from tagih.contacts.rules import shared as rules
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

SQL = "tagih.contacts"
LIVE = (enums.PointState.VERIFIED, enums.PointState.UNVERIFIED, enums.PointState.SUSPECT)


class SharedNumberSettled(Refusal):
    """Somebody has looked at it already."""

    def __init__(self) -> None:
        super().__init__("SHARED_NUMBER_SETTLED", _("Somebody has already decided about this number."))


class SharedNumberFinal(Refusal):
    """Nothing is decided yet, or the number is wrong for everybody, which only new proof changes."""

    def __init__(self) -> None:
        super().__init__(
            "SHARED_NUMBER_FINAL", _("There is no decision about this number that can be taken back."),
            remedy=_("A number that proves right again is entered as a change with proof."),
        )  # fmt: skip


class OwnerRequired(Refusal):
    """A number that belongs to one person needs that person, among those who gave it."""

    def __init__(self) -> None:
        super().__init__("OWNER_REQUIRED", _("Name the person to whom this number belongs."), field="owner")


class DecisionUnexplained(Refusal):
    """A decision about a shared number is kept with its reason."""

    def __init__(self) -> None:
        super().__init__("DECISION_UNEXPLAINED", _("Say why you decide so."), field="reason")


@database.transaction_required
def review_landed(*, now: dt.datetime) -> int:
    """This will look at the values of one publication: proofs known of them, and how many people have them."""
    database.execute(SQL, "asked_values")
    database.execute(SQL, "ask_landed")
    return _review(now)


@database.transaction_required
def review_value(value_hash: bytes, *, now: dt.datetime) -> int:
    """This will look at one value that somebody gave us, and return how many points changed their state."""
    database.execute(SQL, "asked_values")
    database.copy_in("asked_values", ("value_hash",), [(bytes(value_hash),)])
    return _review(now)


def _review(now: dt.datetime) -> int:
    inherited = database.execute(SQL, "inherit_states", {"now": now})
    database.execute(SQL, "find_shared", {"now": now, "shared_by": settings.TAGIH_SHARED_BY})
    return inherited + database.execute(SQL, "suspect_shared", {"now": now})


def resolve_shared_number(
    *, shared: SharedNumber, decision: str, reason: str, by: Person, now: dt.datetime, owner: Customer | None = None
) -> int:  # fmt: skip
    """This will settle a shared number: it may be shared (KEPT), belongs to one person (OWNED) or is WRONG for all.

    Kept, its suspect points are free again; owned, it is wrong for everybody else; wrong, for everybody. Where it is
    verified it keeps its proof: `retire_point` on it decides. Returns how many points changed.

    :raises SharedNumberSettled: somebody was quicker
    :raises OwnerRequired: OWNED without a person who gave the number
    :raises DecisionUnexplained: without a reason
    """
    if not reason.strip():
        raise DecisionUnexplained
    with database.transaction():
        held = SharedNumber.objects.select_for_update(of=("self",)).get(pk=shared.pk)
        if not rules.may_become(held.state, decision):
            raise SharedNumberSettled
        points = ContactPoint.objects.filter(value_hash=held.value_hash, state__in=LIVE)
        points = points.exclude(kind=enums.PointKind.ADDRESS)
        if decision == enums.SharedState.OWNED and not (owner and points.filter(customer=owner).exists()):
            raise OwnerRequired
        changed = _apply(points, decision, owner, now)
        held.state, held.reason, held.owner = decision, reason.strip()[:200], owner
        held.resolved_at, held.resolved_by = now, by
        held.save(update_fields=["state", "reason", "owner", "resolved_at", "resolved_by"])
        journal.publish(
            events.SharedNumberResolved(
                shared_number_id=held.pk, decision=decision, reason=held.reason, points=changed
            ),
            by=by,
            now=now,
        )
    return changed


def reopen_shared_number(*, shared: SharedNumber, reason: str, by: Person, now: dt.datetime) -> int:
    """This will take back that a number may be shared or belongs to one person, and return how many points changed.

    What is dialled because of the decision becomes suspect again, and what the decision alone made wrong as well; what
    was proven since then keeps its proof. A number that is wrong for everybody stays so.

    :raises DecisionUnexplained: without a reason
    :raises SharedNumberFinal: there is no decision that can be taken back
    """
    if not reason.strip():
        raise DecisionUnexplained
    with database.transaction():
        held = SharedNumber.objects.select_for_update(of=("self",)).get(pk=shared.pk)
        if not rules.may_become(held.state, enums.SharedState.OPEN):
            raise SharedNumberFinal
        points = ContactPoint.objects.filter(value_hash=held.value_hash).exclude(kind=enums.PointKind.ADDRESS)
        dialled = points.filter(state=enums.PointState.UNVERIFIED).exclude(owner_role=enums.OwnerRole.OFFICE)
        ruled_out = points.filter(state=enums.PointState.WRONG_PERSON, state_changed_at=held.resolved_at)
        suspect = {"state": enums.PointState.SUSPECT, "state_changed_at": now}
        changed = dialled.update(**suspect) + ruled_out.update(**suspect)
        held.state, held.found_at = enums.SharedState.OPEN, now
        held.resolved_at = held.resolved_by = held.owner = None
        held.save(update_fields=["state", "found_at", "resolved_at", "resolved_by", "owner"])
        reopened = events.SharedNumberReopened(shared_number_id=held.pk, reason=reason.strip()[:200], points=changed)
        journal.publish(reopened, by=by, now=now)
    return changed


@database.transaction_required
def settle_emptied(value_hash: bytes, *, reason: str, by: Person | None, now: dt.datetime) -> None:
    """This will close the review of a value that was retired on everybody: there is nothing left to decide."""
    waiting = SharedNumber.objects.filter(value_hash=value_hash, state=enums.SharedState.OPEN)
    if waiting.exists() and not ContactPoint.objects.filter(value_hash=value_hash, state__in=LIVE).exists():
        waiting.update(state=enums.SharedState.WRONG, reason=reason[:200], resolved_at=now, resolved_by=by)


def _apply(points: Any, decision: str, owner: Customer | None, now: dt.datetime) -> int:
    suspect = points.filter(state=enums.PointState.SUSPECT)
    unproven = points.exclude(state=enums.PointState.VERIFIED)
    if decision == enums.SharedState.KEPT:
        return suspect.update(state=enums.PointState.UNVERIFIED, state_changed_at=now)
    if decision == enums.SharedState.WRONG:
        return unproven.update(state=enums.PointState.WRONG_PERSON, state_changed_at=now)
    freed = suspect.filter(customer=owner).update(state=enums.PointState.UNVERIFIED, state_changed_at=now)
    others = unproven.exclude(customer=owner)
    return freed + others.update(state=enums.PointState.WRONG_PERSON, state_changed_at=now)
