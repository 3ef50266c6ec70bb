"""Turns what an agent entered into the operation that records it."""

import datetime as dt
import json
from typing import Any

from tagih.cases import operations as cases
from tagih.cases.models import CareTask, Case
from tagih.cases.operations import PromisedLeg, PromiseDraft
from tagih.cases.queries import name_of
from tagih.contacts.models import Attempt, ContactPoint
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.web.desk import reading
from tagih.web.desk.forms import ResultForm

FIELDS = {"promise": "amount", "reason": "delay_reason", "delay": "delay_reason", "follow_up_at": "follow_up_day"}
"""Where a refusal of the operation shows on the form."""


def save(form: ResultForm, *, brief: reading.Brief, by: Person, now: dt.datetime) -> None:
    """This will record the entry of a valid form; the same entry sent twice is recorded once.

    :raises Refusal: a limit, a missing part, or a lease that is gone
    """
    data = form.cleaned_data
    attempt, point = _tried(data, brief.case)
    try:
        cases.record_activity(
            activity_id=data["activity_id"],
            case=brief.case,
            needs_lease=True,
            action=data["action"],
            result=data["result"],
            party=data["party"],
            place=data["place"],
            reason=data["delay_reason"],
            contact_point=point,
            attempt=attempt,
            notes=_notes(data),
            follow_up_at=_follow_up(data, brief),
            promise=_promise(form, brief),
            by=by,
            now=now,
        )
    except Refusal as refusal:
        refusal.field = FIELDS.get(refusal.field, refusal.field)
        raise


def may_have_called_for_care(form: ResultForm) -> bool:
    """This will tell whether an entry holds anything that could stop contact: a result that pauses, or words."""
    return bool(form.results[form.cleaned_data["result"]].opens_hold or _notes(form.cleaned_data))


def called_for_care(case: Case, *, now: dt.datetime) -> bool:
    """This will tell whether what was just saved stopped contact and called a trained person."""
    return CareTask.objects.filter(case_id=case.pk, opened_at=now).exists()


def result_name(form: ResultForm) -> str:
    """This will name the result that was entered."""
    return name_of(form.results[form.cleaned_data["result"]])


def as_json(events: dict[str, Any]) -> str:
    return json.dumps(events)


def _tried(data: dict[str, Any], case: Case) -> tuple[Attempt | None, ContactPoint | None]:
    """The attempt that the entry is about, and the contact point: of this customer, or none."""
    attempts = Attempt.objects.filter(customer_id=case.customer_id).select_related("contact_point")
    attempt = attempts.filter(pk=data["attempt"]).first() if data["attempt"] else None
    if attempt is not None and attempt.contact_point_id == data["contact_point"]:
        return attempt, attempt.contact_point
    points = ContactPoint.objects.filter(customer_id=case.customer_id)
    return attempt, points.filter(pk=data["contact_point"]).first() if data["contact_point"] else None


def _promise(form: ResultForm, sheet: reading.Brief) -> PromiseDraft | None:
    data = form.cleaned_data
    if not form.results[data["result"]].is_promise:
        return None
    chosen = str(data.get("contract") or "")
    contract = next((row.source for row in sheet.contracts if str(row.pk) == chosen), None)
    if contract is None and len(sheet.contracts) == 1:
        contract = sheet.contracts[0].source
    legs = [PromisedLeg(data["due_on"], data["amount"], data["channel"])]
    if data["amount_2"]:
        legs.append(PromisedLeg(data["due_on_2"], data["amount_2"], data["channel"]))
    return PromiseDraft(legs=tuple(legs), contract=contract)


def _follow_up(data: dict[str, Any], sheet: reading.Brief) -> dt.datetime | None:
    if not data["follow_up_day"] or not data["follow_up_time"]:
        return None
    there = dt.datetime.combine(data["follow_up_day"], data["follow_up_time"], tzinfo=clock.ZONES[sheet.local.zone])
    return there.astimezone(dt.UTC)


def _notes(data: dict[str, Any]) -> str:
    """A claimed payment is told in the note: the day and the channel that the customer names."""
    claimed = [f"{data['paid_on']:%d/%m/%Y}" if data["paid_on"] else "", data["paid_channel"]]
    return "\n".join(filter(None, [" ".join(filter(None, claimed)), data["notes"].strip()]))
