"""What phones send: each operation once, whatever is lost on the way, with one answer for ever."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from tagih.cases import queries as cases
from tagih.cases.models import Case
from tagih.field import events
from tagih.field.enums import OperationState
from tagih.field.models import Device, Operation, Panic, Stop
from tagih.field.operations import cash, devices, visits
from tagih.field.operations.cash import NotYet
from tagih.field.operations.devices import AppTooOld
from tagih.field.permissions import Permission
from tagih.field.rules import chain
from tagih.field.rules.bodies import (
    BODIES,
    OLDEST_VERSION,
    DepositBody,
    Envelope,
    PanicBody,
    Parcel,
    ReceiptBody,
    ShiftBody,
    TrackBody,
    VisitBody,
    VoidBody,
)
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.staff import queries as staff

IGNORED_OFF = dt.timedelta(seconds=30)  # of the phone's clock: the way of the message is in it
OLDEST = dt.timedelta(days=60)


class EnvelopeEdited(Refusal):
    """The digest is not that of the text, or the id was used with another text."""

    def __init__(self) -> None:
        super().__init__(
            "ENVELOPE_EDITED", _("This entry was changed after it was made."), remedy=_("Show it to your branch.")
        )


class BodyUnreadable(Refusal):
    """The text is not what its kind says."""

    def __init__(self, field: str) -> None:
        super().__init__("BODY_UNREADABLE", _("The entry cannot be read."), field=field)


class CaseNotYours(Refusal):
    """The case is in nobody's list of this person."""

    def __init__(self) -> None:
        super().__init__("CASE_NOT_YOURS", _("This customer is not on your list."), field="case")


@dataclass(frozen=True, slots=True)
class _Work:
    """One operation in hand."""

    operation: Operation
    device: Device
    off: dt.timedelta
    is_chain_broken: bool
    now: dt.datetime

    def told(self, at: dt.datetime) -> dt.datetime:
        """When something happened by our clock: never later than now, never before the oldest that we believe."""
        return max(self.now - OLDEST, min(at - self.off, self.now))


def receive(*, device: Device, parcel: Parcel, now: dt.datetime) -> list[dict[str, Any]]:
    """This will take in what a phone sends, in its order, and answer each: ACCEPTED, REFUSED or WAIT.

    Each is a transaction of its own: what was answered is committed. What was sent before gets the answer it got.

    :raises AppTooOld: the program is older than two versions
    """
    if parcel.app_version < OLDEST_VERSION:
        raise AppTooOld(parcel.app_version)
    off = parcel.sent_at - now
    off = dt.timedelta(0) if abs(off) < IGNORED_OFF else off
    return [_take_in(device, envelope, parcel.app_version, off, now) for envelope in parcel.operations]


def _take_in(
    device: Device, envelope: Envelope, version: int, off: dt.timedelta, now: dt.datetime
) -> dict[str, Any]:  # fmt: skip
    identity = {"id": str(envelope.id)}
    with database.transaction():
        database.lock("field.operation", envelope.id)
        known = Operation.objects.filter(pk=envelope.id).first()
        if known is not None:
            is_same = (known.digest, known.device_id) == (envelope.digest, device.pk)
            return known.answer if is_same else identity | {"status": "REFUSED"} | EnvelopeEdited().as_dict()
        try:
            with database.transaction():
                return _applied(device, envelope, version, off, now)
        except NotYet as waiting:
            return identity | {"status": "WAIT", "code": waiting.code}
        except Refusal as refusal:
            answer = identity | {"status": "REFUSED"} | refusal.as_dict()
            stored = _stored(device, envelope, version, off, now)
            stored.state, stored.answer = OperationState.REFUSED, answer
            stored.save()
            return answer


def _applied(
    device: Device, envelope: Envelope, version: int, off: dt.timedelta, now: dt.datetime
) -> dict[str, Any]:  # fmt: skip
    if chain.digest(envelope.previous, str(envelope.id), envelope.kind, envelope.body) != envelope.digest:
        raise EnvelopeEdited
    if envelope.kind not in BODIES:
        raise BodyUnreadable("kind")
    try:
        body = BODIES[envelope.kind].model_validate_json(envelope.body)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        raise BodyUnreadable(".".join(str(step) for step in first["loc"]) or "body") from None
    is_broken = _is_broken(device, envelope)
    operation = _stored(device, envelope, version, off, now)
    operation.save(force_insert=True)
    work = _Work(operation, device, off, is_broken, now)
    answer = {"id": str(envelope.id), "status": "ACCEPTED"} | _HANDLERS[envelope.kind](work, body)
    happened = next(
        (getattr(body, name) for name in ("arrived_at", "issued_at", "made_at", "at") if hasattr(body, name)), now
    )
    operation.answer, operation.happened_at = json.loads(json.dumps(answer, default=str)), work.told(happened)
    operation.save(update_fields=["answer", "happened_at"])
    return operation.answer


def _stored(device: Device, envelope: Envelope, version: int, off: dt.timedelta, now: dt.datetime) -> Operation:
    kind = envelope.kind if envelope.kind in BODIES else "SHIFT"
    return Operation(
        id=envelope.id, device=device, kind=kind, number=envelope.number, previous=envelope.previous,
        digest=envelope.digest, app_version=version, happened_at=now, received_at=now,
        clock_off_s=max(-(2**31), min(2**31 - 1, int(off.total_seconds()))), state=OperationState.ACCEPTED, answer={},
    )  # fmt: skip


def _is_broken(device: Device, envelope: Envelope) -> bool:
    """Whether a neighbour in the phone's chain says otherwise; one that has not arrived says nothing."""
    near = (envelope.number - 1, envelope.number, envelope.number + 1)
    rows = Operation.objects.filter(device=device, number__in=near, received_at__gte=device.registered_at)
    for number, previous, own in rows.values_list("number", "previous", "digest"):
        if number == envelope.number:
            return True
        if number < envelope.number and own != envelope.previous:
            return True
        if number > envelope.number and previous != envelope.digest:
            return True
    return False


def _case(work: _Work, case_id: int) -> Case:
    """A case of this person's list of any day, or of the units in scope."""
    person = work.device.person
    standing = staff.standing_of(person, on=clock.today_in(clock.WIB, now=work.now))
    case = cases.find_case(case_id, standing=standing, permission=Permission.WORK_FIELD)
    if case is None and Stop.objects.filter(collector=person, wanted__case_id=case_id).exists():
        case = Case.objects.select_related("customer", "branch").get(pk=case_id)
    if case is None:
        raise CaseNotYours
    return case


def _visit(work: _Work, body: VisitBody) -> dict[str, Any]:
    arrived, left = work.told(body.arrived_at), work.told(body.left_at)
    times = visits.Times(min(arrived, left), left, work.off)
    visit = visits.record_visit(
        operation=work.operation, device=work.device, case=_case(work, body.case), body=body, times=times,
        is_chain_broken=work.is_chain_broken, now=work.now,
    )  # fmt: skip
    return {"conflicts": visit.conflicts, "fence": visit.fence}


def _receipt(work: _Work, body: ReceiptBody) -> dict[str, Any]:
    receipt = cash.issue_receipt(
        operation=work.operation, device=work.device, case=_case(work, body.case), body=body,
        issued_at=work.told(body.issued_at), now=work.now,
    )  # fmt: skip
    return {"number": receipt.number, "words": receipt.words}


def _void(work: _Work, body: VoidBody) -> dict[str, Any]:
    return {"number": cash.void_receipt(device=work.device, body=body, now=work.now).number}


def _deposit(work: _Work, body: DepositBody) -> dict[str, Any]:
    cash.make_deposit(
        operation=work.operation, device=work.device, body=body, made_at=work.told(body.made_at), now=work.now
    )
    return {}


def _track(work: _Work, body: TrackBody) -> dict[str, Any]:
    return {"kept": devices.record_track(device=work.device, points=body.points, off=work.off, now=work.now)}


def _panic(work: _Work, body: PanicBody) -> dict[str, Any]:
    where = {} if body.fix is None else {"latitude": f"{body.fix.lat:.6f}", "longitude": f"{body.fix.lon:.6f}"}
    person = work.device.person
    Panic.objects.create(operation=work.operation, person=person, at=work.told(body.at), **where)
    called = events.HelpCalled(collector_id=person.pk, name_of_collector=person.full_name)
    journal.publish(called, by=person, now=work.now, occurred_at=work.told(body.at))
    return {}


def _shift(work: _Work, body: ShiftBody) -> dict[str, Any]:
    return {"is_begin": body.is_begin}


_HANDLERS: dict[str, Callable[[_Work, Any], dict[str, Any]]] = {
    "VISIT": _visit, "RECEIPT": _receipt, "VOID": _void, "DEPOSIT": _deposit, "TRACK": _track, "PANIC": _panic,
    "SHIFT": _shift,
}  # fmt: skip
