"""Puts a page of the desk together: the bar of the agent, and the case with everything around it."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.cases import operations as cases
from tagih.cases.enums import AgentState, CodeKind, ItemStatus
from tagih.cases.models import AgentStateChange, Code, Hold, Promise, Queue, WorkItem
from tagih.cases.permissions import Permission
from tagih.cases.queries import codes_on, counts_of, name_of
from tagih.cases.queries.floor import Counts
from tagih.kernel import calendars, clock, money
from tagih.staff.models import Person, Unit
from tagih.staff.queries import teams_of
from tagih.web.desk import attempts, reading, suggestions, words
from tagih.web.desk import script as scripts
from tagih.web.desk.forms import DESK_ACTIONS, HoldForm, ResultForm

CHOSEN_STATES = (AgentState.READY, AgentState.BREAK, AgentState.PRAYER, AgentState.MEETING, AgentState.TRAINING)
STATE_TONES = {
    AgentState.READY: "ok",
    AgentState.WORKING: "info",
    AgentState.BREAK: "warn",
    AgentState.PRAYER: "warn",
    AgentState.MEETING: "warn",
    AgentState.TRAINING: "warn",
    AgentState.OFF: "",
}
GROUPS = (
    ("RPC", gettext_lazy("With the customer")),
    ("TPC", gettext_lazy("With somebody else")),
    ("NC", gettext_lazy("No contact")),
    ("BAD", gettext_lazy("Bad number")),
)


@dataclass(frozen=True)
class Agent:
    """The person at the desk, their state and since when."""

    state: str
    since: dt.datetime
    tone: str
    choices: Sequence[tuple[str, str]]


def agent(person: Person, *, now: dt.datetime, newest: AgentStateChange | None = None) -> Agent:
    """This will return the agent's state now; somebody without any change is ready from now on."""
    newest = newest or AgentStateChange.objects.filter(person=person).order_by("-since", "-pk").first()
    state = newest.state if newest else AgentState.OFF
    names = [(str(value), AgentState(value).label) for value in CHOSEN_STATES]
    if state not in CHOSEN_STATES:
        names.insert(0, (state, AgentState(state).label))
    return Agent(state, newest.since if newest else now, STATE_TONES[AgentState(state)], names)


def lender() -> str:
    """This will return the lender's name: that of the company at the root of the organisation."""
    root = Unit.objects.filter(parent__isnull=True).order_by("pk").first()
    return root.name if root else _("the company")


def bar(
    request: HttpRequest, *, business_date: dt.date, now: dt.datetime, newest: AgentStateChange | None = None
) -> dict[str, Any]:
    """This will return what the bar at the top shows; `newest` is the agent's state where it was just set."""
    return {
        "agent": agent(request.user, now=now, newest=newest),
        "counts": counts_of([request.user.pk], business_date=business_date).get(request.user.pk, Counts()),
        "business_date": business_date,
    }


def case_context(
    request: HttpRequest,
    sheet: reading.Sheet,
    *,
    now: dt.datetime,
    form: ResultForm | None = None,
    hold_form: HoldForm | None = None,
    working: bool = True,
) -> dict[str, Any]:
    """This will return everything the page of a case shows. `working` is False for those who only read."""
    case = sheet.case
    today = sheet.business_date
    codes = list(codes_on(today))
    furthest = sheet.furthest
    context: dict[str, Any] = {
        "case": _head(sheet),
        "item": sheet.item if working else None,
        "reasons": sheet.reasons,
        "local": sheet.local,
        "contracts": sheet.contracts,
        "points": sheet.points,
        "asks": sheet.asks,
        "promises": [_promise(promise) for promise in sheet.promises],
        "documents": sheet.documents,
        "business_date": today,
        "may_attach": request.standing.may(Permission.ATTACH_DOCUMENTS),
        "may_hold": working and request.standing.may(Permission.OPEN_HOLDS),
    }
    if not working:
        return context
    allowed = cases.limits_of(request.user, on=clock.today_in(clock.WIB, now=now))
    latest = today + dt.timedelta(days=allowed.max_days_ahead)
    free = calendars.stored(today, today + dt.timedelta(days=14))
    return context | {
        "form": form or blank_form(sheet, codes),
        "hold_form": hold_form or HoldForm(today=today),
        "code_groups": _code_groups(codes),
        "amounts": _proposals(
            suggestions.amounts(
                overdue=sheet.overdue,
                instalment=furthest.instalment_amount if furthest else None,
                late_charge=sheet.late_charge,
            )
        ),
        "days": _proposals(suggestions.promise_days(today=sheet.local.time.date(), latest=latest)),
        "limit": _limit_in_words(allowed, latest, sheet.overdue),
        "callbacks": _proposals(suggestions.callback_times(local_now=sheet.local.time, closed_days=frozenset(free))),
        "script": scripts.script(_script_facts(request.user, sheet)),
        "attempt": attempts.open_of(request.user, customer_id=case.customer_id, now=now),
    }


def blank_form(sheet: reading.Brief, codes: list[Code], data: Any = None) -> ResultForm:
    """This will return the result form of a case: filled from `data`, or fresh with everything overdue proposed."""
    overdue = suggestions.rupiah_text(sheet.overdue) if sheet.overdue > 0 else ""
    return ResultForm(
        data,
        codes=codes,
        contracts=[(contract.pk, contract.contract_no) for contract in sheet.contracts],
        today=sheet.local.time.date(),
        initial={"amount": overdue, "action": "CALL_OUT", "after": "NEXT"},
    )


def _limit_in_words(allowed: Any, latest: dt.date, overdue: Decimal) -> str:
    smallest = max(overdue, money.ZERO) * allowed.min_share_percent // 100
    return _("You may accept %(smallest)s or more, until %(latest)s.") % {
        "smallest": money.rupiah(money.rounded(smallest, to=Decimal(1))),
        "latest": f"{latest:%d/%m/%Y}",
    }


def _head(sheet: reading.Sheet) -> dict[str, Any]:
    case, furthest = sheet.case, sheet.furthest
    return {
        "pk": case.pk,
        "code": case.code,
        "customer_name": case.customer.full_name,
        "customer_no": case.customer.customer_no,
        "occupation": case.customer.occupation,
        "age": sheet.age,
        "stage_name": case.get_stage_display(),
        "bucket": case.bucket,
        "flags": sheet.flags,
        "holds": [_hold(hold) for hold in sheet.holds],
        "overdue": sheet.overdue,
        "dpd": sheet.dpd,
        "late_charge": sheet.late_charge,
        "late_charge_name": furthest.late_charge_name if furthest else words.late_charge(is_sharia=False),
        "is_closed": not reading.is_open(case),
        "worker": sheet.item.leased_by.full_name if sheet.item and sheet.item.leased_by else "",
    }  # fmt: skip


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "reason_name": hold.get_reason_display(),
        "contract_no": hold.contract_no,
        "ends_on": hold.ends_on,
        "note": hold.note,
    }


def _promise(promise: Promise) -> dict[str, Any]:
    return {
        "total": promise.total,
        "paid": promise.paid,
        "status_name": promise.get_status_display(),
        "tone": words.PROMISE_TONES.get(promise.status, ""),
        "last_due_on": promise.last_due_on,
        "made_on": promise.made_on,
    }


def _code_groups(codes: Sequence[Code]) -> list[dict[str, Any]]:
    results = [
        code
        for code in codes
        if code.kind == CodeKind.RESULT and (not code.actions or any(action in DESK_ACTIONS for action in code.actions))
    ]
    groups = []
    for result_class, name in GROUPS:
        members = [
            {
                "code": code.code,
                "short": code.short,
                "name": name_of(code),
                "result_class": code.result_class,
                "needs": code.needs,
                "is_promise": code.is_promise,
                "retires_contact_point": code.retires_contact_point,
            }
            for code in results
            if code.result_class == result_class
        ]
        if members:
            groups.append({"name": name, "codes": members})
    return groups


def _proposals(rows: Sequence[suggestions.Suggestion]) -> list[dict[str, str]]:
    return [{"key": row.key, "name": row.name, "shown": row.shown, "json": json.dumps(row.values)} for row in rows]


def _script_facts(person: Person, sheet: reading.Sheet) -> scripts.Facts:
    furthest = sheet.furthest
    promise = next((row for row in sheet.promises if row.status not in words.SETTLED_PROMISES), None)
    due_on = (furthest.oldest_unmet_due_on or furthest.next_due_on) if furthest else None
    return scripts.Facts(
        agent=person.full_name,
        lender=lender(),
        customer=sheet.case.customer.full_name,
        hour=sheet.local.time.hour,
        stage=sheet.case.stage,
        days_late=sheet.dpd,
        overdue=money.rupiah(sheet.overdue),
        due_on=f"{due_on:%d/%m/%Y}" if due_on else "–",
        contracts=len(sheet.contracts),
        promise_status=promise.status if promise else "",
        promise_amount=money.rupiah(promise.total) if promise else "",
        promise_due_on=f"{promise.last_due_on:%d/%m/%Y}" if promise else "",
        has_late_charge=sheet.late_charge > 0,
        is_sharia=bool(furthest and furthest.is_sharia),
    )


def idle(person: Person, state: str, *, found_nothing: bool, now: dt.datetime) -> dict[str, Any]:
    """This will say why there is no case on the desk, and what comes next."""
    if found_nothing:
        return {"icon": "ok", "title": _("No work is waiting for you"), "found_nothing": True} | _why_nothing(
            person, now
        )
    if state in CHOSEN_STATES and state != AgentState.READY:
        name = AgentState(state).label
        return {
            "icon": "pause",
            "title": name,
            "why": _("No case is handed out to you meanwhile. Take the next case when you are back."),
        }
    return {
        "icon": "headset",
        "title": _("Ready when you are"),
        "why": _("The most urgent case of your queues comes first, with the reason why."),
    }


def _why_nothing(person: Person, now: dt.datetime) -> dict[str, Any]:
    today = clock.today_in(clock.WIB, now=now)
    served = Queue.objects.filter(teams__in=teams_of(person, on=today)).distinct()
    waiting = WorkItem.objects.filter(queue__in=served, status=ItemStatus.READY)
    facts = served.aggregate(queues=Count("pk"), paused=Count("pk", filter=Q(is_paused=True)))
    if not facts["queues"]:
        why = _("Your team serves no queue yet. Ask your leader to add it to one.")
    elif facts["paused"] == facts["queues"]:
        why = _("All queues of your team are paused by a leader.")
    else:
        why = _(
            "Everything that your team may work now is done. New work comes with callbacks, broken promises and the "
            "next daily round."
        )
    return {"why": why, "next_due_at": waiting.filter(due_at__gt=now).aggregate(at=Min("due_at"))["at"]}
