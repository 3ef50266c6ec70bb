"""What a phone tells of a visit: the fact, what follows for the case, and what the evidence is worth."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.models import Activity, Case
from tagih.contacts import operations as contacts
from tagih.contacts.enums import Channel, Purpose
from tagih.contacts.models import ContactPoint, LetterRecord
from tagih.field import events
from tagih.field.enums import Fence, ReviewState, StopState, WantState
from tagih.field.models import (
    Blob,
    Device,
    Operation,
    PinProposal,
    Stop,
    TrackPoint,
    Visit,
    VisitBlob,
    WantedVisit,
)
from tagih.field.operations.cash import NotYet
from tagih.field.rules import fence, risk
from tagih.field.rules.bodies import VisitBody
from tagih.journal import operations as journal
from tagih.kernel import clock, database, money
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

PLACE_CODES = {
    "BILLING": "BILLING_ADDRESS",
    "DOMICILE": "DOMICILE",
    "OFFICE": "OFFICE",
    "PUBLIC": "OTHER",
    "OTHER": "OTHER",
}
"""The gate's places in the words of the code lists."""
AROUND = dt.timedelta(minutes=10)
LIKENESS_DAYS = 90
GOOD_ACCURACY_M = 30


class ReviewNeedsNote(Refusal):
    """Why evidence is explained, or is not, is written down."""

    def __init__(self) -> None:
        super().__init__("REVIEW_NEEDS_NOTE", _("Write down what you found."), field="note")


class ReviewedAlready(Refusal):
    """A visit is decided once."""

    def __init__(self) -> None:
        super().__init__("REVIEWED_ALREADY", _("Somebody decided about this visit already."))


class OwnVisit(Refusal):
    """Nobody decides about their own evidence."""

    def __init__(self) -> None:
        super().__init__("OWN_VISIT", _("Somebody else looks at your visits."), remedy=_("Ask a colleague."))


@dataclass(frozen=True, slots=True)
class Times:
    """When it happened by our clock, and how far the phone's was ahead."""

    arrived_at: dt.datetime
    left_at: dt.datetime
    off: dt.timedelta


@database.transaction_required
def record_visit(
    *, operation: Operation, device: Device, case: Case, body: VisitBody, times: Times, is_chain_broken: bool,
    now: dt.datetime,
) -> Visit:  # fmt: skip
    """This will record a visit with all that follows from it: gate, entry on the case, promise, letters, pin, review.

    The gate is asked as of the moment of arrival. What it refuses has happened all the same: the refusal is stored, the
    visit is kept without an attempt and looked at. A result that the case does not take, such as a promise past the
    limits of the role, does not lose the visit: it is kept with the conflict and looked at.

    :raises NotYet: a picture has not arrived whole
    """
    person = device.person
    blobs = _blobs(device, body)
    wanted = WantedVisit.objects.select_for_update().filter(pk=body.wanted, customer_id=case.customer_id).first()
    point = ContactPoint.objects.filter(pk=body.point, customer_id=case.customer_id, kind="ADDRESS").first()
    conflicts = _conflicts(case, wanted, person, times)
    outcome = contacts.open_attempt(
        customer=case.customer, contact_point=point, channel=Channel.VISIT,
        purpose=wanted.purpose if wanted else Purpose.COLLECT, agent=person, place=body.place or None,
        now=times.arrived_at, by=person,
    )  # fmt: skip
    activity, problem = _entered(case, person, body, point, outcome.attempt, times, operation)
    if problem is not None:
        conflicts.append({"code": problem.code, "message": str(problem)})
    door = _door(point)
    told = _fix(body, times)
    where, far = fence.judged(told, door, quality=_quality(point))
    visit = Visit(
        id=operation.pk, operation=operation, device=device, collector=person, wanted=wanted, case=case,
        customer_id=case.customer_id, contact_point=point, decision=outcome.decision, attempt=outcome.attempt,
        activity=activity, arrived_at=times.arrived_at, left_at=times.left_at, recorded_at=now, fence=where,
        distance_m=far, outside_reason=body.outside_reason, attest=body.attest, conflicts=conflicts,
        review=ReviewState.NONE, **_coordinates(body),
    )  # fmt: skip
    seen = risk.signals(_evidence(
        visit, body, blobs, door, times, is_refused=not outcome.allowed, is_chain_broken=is_chain_broken,
        is_result_refused=problem is not None,
    ))  # fmt: skip
    visit.signals, visit.risk = [asdict(signal) for signal in seen], risk.total(seen)
    if visit.risk >= risk.REVIEW_FROM:
        visit.review = ReviewState.OPEN
    visit.save(force_insert=True)
    VisitBlob.objects.bulk_create(VisitBlob(visit=visit, blob=blob) for blob in blobs)
    _follow(visit, body, wanted, now)
    recorded = events.VisitRecorded(
        visit_id=str(visit.pk), case_id=case.pk, customer_no=case.customer.customer_no, collector_id=person.pk,
        result=body.result, fence=where, risk=visit.risk,
    )  # fmt: skip
    journal.publish(recorded, by=person, now=now, occurred_at=times.arrived_at)
    return visit


def review_visit(*, visit: Visit, is_cleared: bool, note: str, by: Person, now: dt.datetime) -> Visit:
    """This will write down what somebody found who looked at weak evidence. Nothing else follows from it by itself.

    :raises OwnVisit:
    :raises ReviewNeedsNote:
    :raises ReviewedAlready:
    """
    if visit.collector_id == by.pk:
        raise OwnVisit
    if not note.strip():
        raise ReviewNeedsNote
    outcome = ReviewState.CLEARED if is_cleared else ReviewState.CONFIRMED
    with database.transaction():
        told = {"review": outcome, "reviewed_at": now, "reviewed_by": by, "review_note": note.strip()[:400]}
        if not Visit.objects.filter(pk=visit.pk, review=ReviewState.OPEN).update(**told):
            raise ReviewedAlready
        event = events.VisitReviewed(
            visit_id=str(visit.pk), customer_no=visit.customer.customer_no, outcome=outcome, note=told["review_note"]
        )
        journal.publish(event, by=by, now=now)
    visit.refresh_from_db()
    return visit


def decide_pin(*, pin: PinProposal, is_adopted: bool, by: Person, now: dt.datetime) -> bool:
    """This will adopt the coordinates that a visit proposes for a door, or not; tell whether nobody had decided."""
    told = {"decided_at": now, "decided_by": by, "is_adopted": is_adopted}
    with database.transaction():
        if not PinProposal.objects.filter(pk=pin.pk, decided_at__isnull=True).update(**told):
            return False
        if is_adopted:
            where = {"latitude": pin.latitude, "longitude": pin.longitude}
            ContactPoint.objects.filter(pk=pin.contact_point_id).update(**where)
    return True


def _blobs(device: Device, body: VisitBody) -> list[Blob]:
    found = {blob.pk: blob for blob in Blob.objects.filter(pk__in=body.blobs, device=device)}
    for identity in body.blobs:
        blob = found.get(identity)
        if blob is None or blob.completed_at is None:
            raise NotYet("BLOB_NOT_YET", identity)
    return [found[identity] for identity in body.blobs]


def _conflicts(case: Case, wanted: WantedVisit | None, person: Person, times: Times) -> list[dict[str, str]]:
    """What had changed here while the collector was on the way or at the door."""
    found = []
    if case.status != "OPEN":
        found.append({"code": "CASE_CLOSED", "message": str(_("The case was closed meanwhile."))})
    if wanted is None:
        return found
    if wanted.state == WantState.WITHDRAWN:
        is_paid = wanted.close_reason == "PAID"
        message = _("The customer paid meanwhile.") if is_paid else _("The visit was withdrawn meanwhile.")
        found.append({"code": "PAID" if is_paid else "WITHDRAWN", "message": str(message)})
    if wanted.state == WantState.DONE:
        found.append({"code": "VISITED", "message": str(_("Somebody visited this customer already."))})
    day = clock.today_in(clock.WIB, now=times.arrived_at)
    owner = Stop.objects.filter(wanted=wanted, plan__day=day).values_list("collector_id", flat=True).first()
    if owner is not None and owner != person.pk:
        found.append({"code": "MOVED", "message": str(_("The visit was given to somebody else meanwhile."))})
    return found


def _entered(
    case: Case, person: Person, body: VisitBody, point: ContactPoint | None, attempt: Any, times: Times,
    operation: Operation,
) -> tuple[Activity | None, Refusal | None]:  # fmt: skip
    """The entry on the case, as of the moment the collector left; or why the case does not take it."""
    draft = None
    if body.promise is not None:
        leg = cases.PromisedLeg(body.promise.due_on, money.amount(body.promise.amount), "VISIT")
        draft = cases.PromiseDraft(legs=(leg,))
    try:
        with database.transaction():
            entry = cases.record_activity(
                case=case, by=person, now=times.left_at, action="VISIT", result=body.result, party=body.party,
                place=PLACE_CODES.get(body.place, ""), reason=body.reason, contact_point=point, attempt=attempt,
                notes=body.notes,
                follow_up_at=body.follow_up_at, promise=draft, activity_id=operation.pk, started_at=times.arrived_at,
            )  # fmt: skip
    except Refusal as problem:
        return None, problem
    return entry, None


def _fix(body: VisitBody, times: Times) -> fence.Fix | None:
    if body.fix is None:
        return None
    age = abs((body.fix.at - times.off - times.arrived_at).total_seconds())
    return fence.Fix(body.fix.lat, body.fix.lon, body.fix.accuracy, age)


def _coordinates(body: VisitBody) -> dict[str, Any]:
    if body.fix is None:
        return {}
    return {"latitude": f"{body.fix.lat:.6f}", "longitude": f"{body.fix.lon:.6f}",
            "accuracy_m": round(body.fix.accuracy)}  # fmt: skip


def _door(point: ContactPoint | None) -> tuple[float, float] | None:
    if point is None or point.latitude is None or point.longitude is None:
        return None
    return float(point.latitude), float(point.longitude)


def _quality(point: ContactPoint | None) -> str:
    if point is None or point.latitude is None:
        return "VILLAGE"
    confirmed = PinProposal.objects.filter(contact_point=point, is_adopted=True).exists()
    shared = ContactPoint.objects.filter(
        kind="ADDRESS", latitude=point.latitude, longitude=point.longitude
    ).exclude(value_hash=point.value_hash)[: fence.SHARED_BY].count()  # fmt: skip
    return fence.quality_of(is_confirmed=confirmed, label=point.label, shared_by=shared)


def _evidence(
    visit: Visit, body: VisitBody, blobs: Sequence[Blob], door: tuple[float, float] | None, times: Times, *,
    is_refused: bool, is_chain_broken: bool, is_result_refused: bool,
) -> risk.Evidence:  # fmt: skip
    own = {blob.pk for blob in blobs}
    photos = [blob for blob in blobs if blob.kind == "PHOTO"]
    known: tuple[str, ...] = ()
    if photos:
        since = times.arrived_at - dt.timedelta(days=LIKENESS_DAYS)
        earlier = Blob.objects.filter(kind="PHOTO", completed_at__gt=since, device__person=visit.collector)
        used = earlier.filter(of_visit__isnull=False).exclude(pk__in=own)
        known = tuple(used.values_list("likeness", flat=True).distinct())
    flags = {"is_refused_by_gate": is_refused, "is_chain_broken": is_chain_broken,
             "is_result_refused": is_result_refused}  # fmt: skip
    common = {
        "stay_s": (times.left_at - times.arrived_at).total_seconds(), "clock_off_s": times.off.total_seconds(),
        "likenesses": tuple(blob.likeness for blob in photos), "known_likenesses": known, **flags,
    }  # fmt: skip
    if body.fix is None:
        return risk.Evidence(**common)
    here = risk.Seen(times.arrived_at.timestamp(), body.fix.lat, body.fix.lon, body.fix.accuracy)
    return risk.Evidence(
        fix=here, door=door, before=_before(visit, times), elsewhere=_elsewhere(visit), others=_others(visit, times),
        is_outside=visit.fence == Fence.OUTSIDE, **common,
    )  # fmt: skip


def _before(visit: Visit, times: Times) -> tuple[risk.Seen, ...]:
    rows = Visit.objects.filter(
        device=visit.device, latitude__isnull=False, arrived_at__lt=times.arrived_at,
        arrived_at__gt=times.arrived_at - dt.timedelta(hours=12),
    ).order_by("-left_at")[:3]  # fmt: skip
    return tuple(reversed([_seen(row.left_at, row) for row in rows]))


def _elsewhere(visit: Visit) -> tuple[tuple[float, float], ...]:
    rows = Visit.objects.filter(
        ~Q(customer_id=visit.customer_id), device=visit.device, latitude=visit.latitude, longitude=visit.longitude
    )
    return tuple((float(lat), float(lon)) for lat, lon in rows.values_list("latitude", "longitude")[:5])


def _others(visit: Visit, times: Times) -> tuple[risk.Seen, ...]:
    around = (times.arrived_at - AROUND, times.left_at + AROUND)
    near = {"latitude__range": (float(visit.latitude or 0) - 0.001, float(visit.latitude or 0) + 0.001),
            "longitude__range": (float(visit.longitude or 0) - 0.001, float(visit.longitude or 0) + 0.001)}  # fmt: skip
    rows = TrackPoint.objects.filter(at__range=around, **near).exclude(device__person=visit.collector)[:20]
    visits = Visit.objects.filter(arrived_at__range=around, **near).exclude(collector=visit.collector)[:20]
    return (*(_seen(row.at, row) for row in rows), *(_seen(row.arrived_at, row) for row in visits))


def _seen(at: dt.datetime, row: Any) -> risk.Seen:
    return risk.Seen(at.timestamp(), float(row.latitude), float(row.longitude), float(row.accuracy_m or 0))


def _follow(visit: Visit, body: VisitBody, wanted: WantedVisit | None, now: dt.datetime) -> None:
    """What a visit settles beside the case: plan, letters, a better pin, a number that somebody gave."""
    if wanted is not None:
        if wanted.state == WantState.WANTED:
            wanted.state, wanted.close_reason, wanted.closed_at = WantState.DONE, "VISITED", visit.arrived_at
            wanted.save(update_fields=["state", "close_reason", "closed_at"])
        open_states = (StopState.PLANNED, StopState.UNPLANNED, StopState.WITHDRAWN)
        stops = Stop.objects.filter(wanted=wanted, state__in=open_states)
        stops.filter(Q(collector=visit.collector) | Q(collector__isnull=True)).update(
            state=StopState.VISITED, collector=visit.collector
        )
        stops.exclude(collector=visit.collector).update(state=StopState.WITHDRAWN, reason="VISITED_BY_ANOTHER")
    for source in body.letters:
        letter = LetterRecord.objects.filter(source=source, customer_id=visit.customer_id, delivered_on__isnull=True)
        for row in letter.filter(withdrawn_at__isnull=True):
            contacts.record_letter(
                customer=visit.customer, contract_no=row.contract_no, kind=row.kind, source=source,
                delivered_on=clock.today_in(clock.WIB, now=visit.arrived_at), content=row.content, by=visit.collector,
                now=now,
            )  # fmt: skip
    if body.is_door and body.fix is not None and body.fix.accuracy <= GOOD_ACCURACY_M and visit.contact_point_id:
        PinProposal.objects.create(visit=visit, contact_point_id=visit.contact_point_id,
                                   latitude=visit.latitude, longitude=visit.longitude)  # fmt: skip
    if body.contact is not None:
        _add_contact(visit, body, now)


def _add_contact(visit: Visit, body: VisitBody, now: dt.datetime) -> None:
    """A value that cannot be used is a conflict for the leader, not a reason to lose the visit."""
    try:
        with database.transaction():
            contacts.add_point(
                customer=visit.customer, kind=body.contact.kind, value=body.contact.value, owner_role="CONSUMER",
                source=f"visit:{visit.pk}"[:40], label="HOME" if body.contact.kind == "ADDRESS" else "MOBILE",
                by=visit.collector, now=now,
            )  # fmt: skip
    except Refusal as problem:
        visit.conflicts = [*visit.conflicts, {"code": problem.code, "message": str(problem)}]
        Visit.objects.filter(pk=visit.pk).update(conflicts=visit.conflicts)
