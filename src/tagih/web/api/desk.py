"""An agent's work for programs: the next case, a call through the gate, its result. The same operations as the desk.

| address | body | answer |
|---|---|---|
| `POST /api/v1/desk/next` | | `{"case": {...} or null}`, leased as on the page |
| `POST /api/v1/desk/cases/CODE/call` | `contact_point` | `{"attempt", "number"}`, or `{"refusal": {...}}` of the gate |
| `POST /api/v1/desk/cases/CODE/result` | `result`, `activity_id`, ... | `{"activity", "case"}`: the next one as well |
| `POST /api/v1/desk/state` | `state` | `{"state"}` |

Each takes a bearer token (`POST /api/v1/tokens`). 404 outside the person's row scope, 409 without the lease.
"""

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tagih.cases import operations as cases
from tagih.cases import queries
from tagih.cases.enums import AgentState, Stage
from tagih.cases.models import Activity, Case, WorkItem
from tagih.cases.models.case import CODE_PREFIX
from tagih.cases.permissions import Permission
from tagih.contacts import operations as contacts
from tagih.contacts import queries as points
from tagih.contacts.enums import Channel, OwnerRole, PointKind, Purpose
from tagih.contacts.models import Attempt, ContactPoint
from tagih.kernel import clock, money
from tagih.kernel.ids import number_of
from tagih.staff.models import Person
from tagih.web.api.tokens import BodyNotUnderstood, bearer, body_of

MOST_LEGS = 24


@require_POST
@bearer(Permission.WORK_CASES)
def take_next(request: HttpRequest) -> JsonResponse:
    """The next case, leased."""
    return JsonResponse({"case": _next_case(request.user, clock.now())})


@require_POST
@bearer(Permission.WORK_CASES)
def call(request: HttpRequest, code: str) -> JsonResponse:
    """Asks the gate for one call; the number in clear when it is allowed, which is logged."""
    case, now = _case(request, code), clock.now()
    if not case.is_in_hand:
        return JsonResponse({"error": "LEASE_LOST"}, status=409)
    point = ContactPoint.objects.filter(
        pk=_whole_number(body_of(request), "contact_point"), customer_id=case.customer_id
    ).first()
    if point is None:
        raise BodyNotUnderstood("contact_point")
    point.customer = case.customer
    outcome = contacts.open_attempt(
        customer=case.customer, contact_point=point, channel=Channel.CALL, purpose=_purpose(case, point),
        agent=request.user, by=request.user, now=now,
    )  # fmt: skip
    if outcome.attempt is None:
        return JsonResponse({"refusal": _refusal(outcome.decision)})
    number = contacts.reveal_point(contact_point=point, reason=_("to call"), by=request.user, now=now)
    return JsonResponse({"attempt": str(outcome.attempt.pk), "number": number})


@require_POST
@bearer(Permission.WORK_CASES)
def result(request: HttpRequest, code: str) -> JsonResponse:
    """Saves what came of it and hands out the next case; the same `activity_id` twice is saved once."""
    case, now, told = _case(request, code), clock.now(), body_of(request)
    identity = _identity(told, "activity_id") if told.get("activity_id") else None
    is_known = (
        not case.is_in_hand
        and identity is not None
        and Activity.objects.filter(pk=identity, case=case, agent=request.user).exists()
    )
    if not is_known and not case.is_in_hand:
        return JsonResponse({"error": "LEASE_LOST"}, status=409)
    attempt = Attempt.objects.filter(
        pk=_identity(told, "attempt"), customer_id=case.customer_id, agent=request.user
    ).select_related("contact_point").first() if told.get("attempt") else None  # fmt: skip
    activity = cases.record_activity(
        case=case, action=_text(told, "action", "CALL_OUT"), result=_text(told, "result"), attempt=attempt,
        party=_text(told, "party"), place=_text(told, "place"), reason=_text(told, "reason"),
        notes=_text(told, "notes"), follow_up_at=_instant(told, "follow_up_at"), promise=_promise(told),
        activity_id=identity, by=request.user, now=now,
    )  # fmt: skip
    following = _next_case(request.user, now) if told.get("then", "NEXT") == "NEXT" else None
    return JsonResponse({"activity": str(activity.pk), "case": following})


@require_POST
@bearer(Permission.WORK_CASES)
def change_state(request: HttpRequest) -> JsonResponse:
    """Changes what the agent does between cases: READY, BREAK, PRAYER, MEETING, OFFLINE."""
    state = _text(body_of(request), "state")
    if state not in AgentState.values:
        raise BodyNotUnderstood("state")
    cases.set_agent_state(person=request.user, state=state, now=clock.now())
    return JsonResponse({"state": state})


def _next_case(person: Person, now: dt.datetime) -> dict[str, Any] | None:
    item = cases.next_item(person=person, now=now)
    cases.set_agent_state(person=person, state=AgentState.WORKING if item else AgentState.READY, now=now)
    if item is None:
        return None
    item = WorkItem.objects.select_related("case__customer").get(pk=item.pk)
    case = item.case
    proposed, _why = points.points_by_promise(case.customer, at=now)
    return {
        "code": case.code,
        "customer_no": case.customer.customer_no,
        "full_name": case.customer.full_name,
        "stage": case.stage,
        "overdue_amount": str(case.overdue_amount),
        "overdue_since": case.oldest_unmet_due_on.isoformat() if case.oldest_unmet_due_on else None,
        "reasons": item.reasons,
        "contact_points": [_shown(point) for point in proposed if point.kind == PointKind.PHONE],
    }


def _shown(point: points.PointView) -> dict[str, Any]:
    return {
        "id": point.id, "masked": point.masked, "owner_role": point.owner_role, "label": point.label,
        "state": point.state, "is_usable": point.is_usable, "zone": point.zone,
    }  # fmt: skip


def _refusal(decision: Any) -> dict[str, Any]:
    again = decision.next_allowed_at
    rules = [reason["rule"] for reason in decision.reasons if reason["severity"] == "DENY"]
    return {"rules": rules or [reason["rule"] for reason in decision.reasons],
            "next_allowed_at": again.isoformat() if again else None}  # fmt: skip


def _case(request: HttpRequest, code: str) -> Case:
    """The case of a code within the row scope, which knows whether the person has it in hand."""
    case_id = number_of(code, prefix=CODE_PREFIX)
    found = (
        queries.find_case(case_id, standing=request.standing, permission=Permission.WORK_CASES, holder=request.user)
        if case_id is not None
        else None
    )
    if found is None:
        raise Http404
    return found


def _purpose(case: Case, point: ContactPoint) -> str:
    if point.owner_role != OwnerRole.CONSUMER:
        return Purpose.LOCATE
    return Purpose.REMIND if case.stage == Stage.PRE_DUE else Purpose.COLLECT


def _promise(told: dict[str, Any]) -> cases.PromiseDraft | None:
    legs = told.get("promise")
    if legs is None:
        return None
    if not isinstance(legs, list) or not 0 < len(legs) <= MOST_LEGS:
        raise BodyNotUnderstood("promise")
    return cases.PromiseDraft(legs=tuple(_leg(leg) for leg in legs))


def _leg(leg: Any) -> cases.PromisedLeg:
    try:
        due_on, amount = dt.date.fromisoformat(leg["due_on"]), money.amount(str(leg["amount"]))
    except (TypeError, KeyError, ValueError):
        raise BodyNotUnderstood("promise") from None
    return cases.PromisedLeg(due_on=due_on, amount=amount, channel=_text(leg, "channel")[:40])


def _text(told: dict[str, Any], name: str, otherwise: str = "") -> str:
    value = told.get(name, otherwise)
    if not isinstance(value, str) or len(value) > 2_000 or "\x00" in value:
        raise BodyNotUnderstood(name)
    return value


def _whole_number(told: dict[str, Any], name: str) -> int:
    value = told.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**63:
        raise BodyNotUnderstood(name)
    return value


def _identity(told: dict[str, Any], name: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(told.get(name)))
    except ValueError:
        raise BodyNotUnderstood(name) from None


def _instant(told: dict[str, Any], name: str) -> dt.datetime | None:
    if told.get(name) is None:
        return None
    try:
        instant = dt.datetime.fromisoformat(str(told[name]))
    except ValueError:
        raise BodyNotUnderstood(name) from None
    if instant.tzinfo is None:
        raise BodyNotUnderstood(name)
    return instant
