"""Working: the next case, its result, putting it back, holds, the agent's state, the lease."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tagih.cases import operations as cases
from tagih.cases.enums import AgentState
from tagih.cases.models import AgentStateChange, WorkItem
from tagih.cases.permissions import Permission
from tagih.cases.queries import business_date, codes_on
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.web.desk import entry, page, reading, telephone
from tagih.web.desk.forms import HoldForm, ResultForm
from tagih.web.desk.views.answers import case_or_404, show, toast, told
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import requires


@require_GET
@requires(Permission.WORK_CASES)
def home(request: HttpRequest) -> HttpResponse:
    """The case in work, or the way to the next one."""
    return home_body(request)


@require_POST
@requires(Permission.WORK_CASES)
def take_next(request: HttpRequest) -> HttpResponse:
    """Hands out the next case; a case that is already in work comes back instead of a second one."""
    newest = _next(request)
    return told(request, "desk:home") or _after_next(request, newest)


@require_POST
@requires(Permission.WORK_CASES)
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a case that was found by searching."""
    case = case_or_404(request, code, Permission.WORK_CASES)
    try:
        cases.take_case(person=request.user, case=case, now=clock.now())
    except Refusal as refusal:
        return refused(request, refusal)
    cases.set_agent_state(person=request.user, state=AgentState.WORKING, now=clock.now())
    return told(request, "desk:home") or home_body(request)


@require_POST
@requires(Permission.WORK_CASES)
def result(request: HttpRequest, code: str) -> HttpResponse:
    """Saves the result of a contact, then hands out the next case or begins what was chosen for afterwards."""
    case = case_or_404(request, code, Permission.WORK_CASES)
    now = clock.now()
    brief = reading.brief(case, business_date=business_date(now=now), now=now)
    form = page.blank_form(brief, list(codes_on(brief.business_date)), data=request.POST)
    if form.is_valid():
        with refusals_shown(form):
            entry.save(form, brief=brief, by=request.user, now=now)
    if not form.is_valid():
        return _entry_again(request, reading.sheet(case, business_date=brief.business_date, now=now), form)
    events = {"desk:saved": {"case": case.code}} | toast(_("Saved: %(result)s.") % {"result": entry.result_name(form)})
    if entry.may_have_called_for_care(form) and entry.called_for_care(case, now=now):
        events |= toast(_("Contact has stopped. A trained person takes over from here."), "warn")
    after = form.cleaned_data["after"]
    if telephone.wrapped(request.user, after=after, now=now):  # the dialer brings the next one
        return told(request, "desk:home") or idle_page(request, events=events, today=brief.business_date)
    if after and after != "NEXT":
        newest = cases.set_agent_state(person=request.user, state=after, now=now)
        return told(request, "desk:home") or idle_page(
            request, events=events, newest=newest, today=brief.business_date
        )
    newest = _next(request)
    return told(request, "desk:home") or _after_next(request, newest, events=events, today=brief.business_date)


@require_POST
@requires(Permission.WORK_CASES)
def put_back(request: HttpRequest, code: str) -> HttpResponse:
    """Returns the case to its queue, with the reason."""
    case = case_or_404(request, code, Permission.WORK_CASES)
    now = clock.now()
    reason = request.POST.get("reason", "").strip()[:200]
    if not reason:
        return refused(request, Refusal("REASON_MISSING", _("Say why the case goes back."), field="reason"))
    item = reading.leased_item(request.user)
    if item and item.case_id == case.pk:
        cases.write_note(case=case, text=_("Put back: %(reason)s") % {"reason": reason}, by=request.user, now=now)
        cases.release(item=item, person=request.user, now=now)
        cases.set_agent_state(person=request.user, state=AgentState.READY, now=now)
    events = {"desk:saved": {"case": case.code}} | toast(_("The case is back in its queue."), "info")
    return told(request, "desk:home") or idle_page(request, events=events)


@require_POST
@requires(Permission.OPEN_HOLDS)
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """Pauses collection on the case."""
    case = case_or_404(request, code, Permission.WORK_CASES)
    now = clock.now()
    form = HoldForm(request.POST, today=clock.today_in(clock.WIB, now=now))
    if form.is_valid():
        with refusals_shown(form):
            cases.open_hold(case=case, reason=form.cleaned_data["reason"], note=form.cleaned_data["note"],
                            ends_on=form.cleaned_data["ends_on"], by=request.user, now=now)  # fmt: skip
    if not form.is_valid():
        problem = " ".join(error for errors in form.errors.values() for error in errors)
        return refused(request, Refusal("HOLD_REFUSED", problem))
    return told(request, "desk:home") or home_body(
        request, toast(_("Collection is paused."), "info") | {"close-dialog": True}
    )


@require_POST
@requires(Permission.WORK_CASES)
def change_state(request: HttpRequest) -> HttpResponse:
    """Changes the agent's state between cases."""
    state = request.POST.get("state", "")
    if state in AgentState.values and not reading.leased_item(request.user):
        now = clock.now()
        cases.set_agent_state(person=request.user, state=state, now=now)
        telephone.follow(request.user, state, now=now)
    return told(request, "desk:home") or home_body(request)


@require_POST
@requires(Permission.WORK_CASES)
def beat(request: HttpRequest) -> HttpResponse:
    """Renews the lease of the case on the screen; 409 when it is no longer this person's."""
    try:
        item_id = int(request.POST.get("item", ""))
    except ValueError:
        return HttpResponse(status=400)
    renewed = cases.renew(person=request.user, now=clock.now(), item=WorkItem(pk=item_id))
    return HttpResponse(status=204 if renewed else 409)


def _next(request: HttpRequest) -> AgentStateChange:
    """Leases the next case and says what the person does from now on: working, or ready for want of work."""
    now = clock.now()
    item = cases.next_item(person=request.user, now=now)
    state = AgentState.WORKING if item else AgentState.READY
    telephone.follow(request.user, state, now=now)
    return cases.set_agent_state(person=request.user, state=state, now=now)


def _after_next(request: HttpRequest, newest: AgentStateChange, **known: Any) -> HttpResponse:
    if newest.state == AgentState.WORKING:
        return home_body(request, newest=newest, **known)
    return idle_page(request, found_nothing=True, newest=newest, **known)


def home_body(request: HttpRequest, events: dict[str, Any] | None = None, **known: Any) -> HttpResponse:
    """The body of the desk as it is now."""
    item = reading.leased_item(request.user)
    return case_page(request, item, events=events, **known) if item else idle_page(request, events=events, **known)


def case_page(
    request: HttpRequest, item: WorkItem, *, events: dict[str, Any] | None = None,
    newest: AgentStateChange | None = None, today: dt.date | None = None,
) -> HttpResponse:  # fmt: skip
    """The case in hand. What is known already is not read again."""
    now = clock.now()
    today = today or business_date(now=now)
    sheet = reading.sheet(item.case, business_date=today, now=now, item=item)
    bar = page.bar(request, business_date=today, now=now, newest=newest)
    context = bar | page.case_context(request, sheet, now=now)
    return show(request, "desk/case.html", context, events=events)


def idle_page(
    request: HttpRequest, *, found_nothing: bool = False, events: dict[str, Any] | None = None,
    newest: AgentStateChange | None = None, today: dt.date | None = None,
) -> HttpResponse:  # fmt: skip
    """No case in work; `found_nothing` when the hand-out has just looked. What is known already is not read again."""
    now = clock.now()
    context = page.bar(request, business_date=today or business_date(now=now), now=now, newest=newest)
    context["idle"] = page.idle(request.user, context["agent"].state, found_nothing=found_nothing, now=now)
    return show(request, "desk/idle.html", context, events=events)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal that belongs to no field: a toast over the page as it stands."""
    if (plain := told(request, "desk:home")) is not None:
        return plain
    response = HttpResponse(status=204)
    response["HX-Trigger"] = entry.as_json(toast(str(refusal), "bad"))
    return response


def _entry_again(request: HttpRequest, sheet: reading.Sheet, form: ResultForm) -> HttpResponse:
    context = page.case_context(request, sheet, now=clock.now(), form=form)
    response = render(request, "desk/parts/entry.html", context, status=422)
    response["HX-Retarget"] = "#result-form"
    response["HX-Reswap"] = "outerHTML"
    return response
