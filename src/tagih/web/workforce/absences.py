"""Leave and swaps as leaders decide them, and absences that planners report."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.staff.queries import people_visible_to
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires
from tagih.web.workforce import forms
from tagih.web.workforce.scope import day_in, unit_of, units_of
from tagih.workforce import operations
from tagih.workforce.models import LeaveRequest, Swap
from tagih.workforce.permissions import Permission
from tagih.workforce.queries import grid as grids

HOME = "workforce:leave"
SPAN = 28


@requires(Permission.DECIDE_LEAVE)
def leave(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and who is away in the next weeks."""
    unit = unit_of(request, Permission.DECIDE_LEAVE)
    today = clock.today_in(clock.WIB, now=clock.now())
    first = day_in(request.GET.get("from", ""), today - dt.timedelta(days=today.weekday()))
    people = people_visible_to(request.standing, Permission.DECIDE_LEAVE)
    waiting = LeaveRequest.objects.filter(person__in=people, status="WAITING").select_related("person", "kind")
    swaps = Swap.objects.filter(Q(giver__in=people), status="AGREED").select_related("giver", "taker")
    context = {
        "unit": unit,
        "units": units_of(request, Permission.DECIDE_LEAVE),
        "waiting": waiting.order_by("asked_at", "pk"),
        "swaps": swaps.order_by("agreed_at", "pk"),
        "calendar": grids.leave_calendar(unit, first, SPAN) if unit else None,
        "before": first - dt.timedelta(days=SPAN),
        "after": first + dt.timedelta(days=SPAN),
        "crumbs": [(_("Leave and swaps"), "")],
    }
    return render(request, "workforce/leave.html", context)


@requires(Permission.DECIDE_LEAVE)
def report(request: HttpRequest) -> HttpResponse:
    """Reports that somebody is not there; the plan is mended by itself."""
    people = people_visible_to(request.standing, Permission.DECIDE_LEAVE).filter(is_active=True).order_by("full_name")
    today = clock.today_in(clock.WIB, now=clock.now())
    form = forms.AbsenceForm(request.POST or None, people=people, initial={"first_day": today, "last_day": today})

    def tell(said: dict[str, Any]) -> None:
        operations.report_absence(**said, by=request.user, now=clock.now())

    return act(
        request, form, tell, title=_("Report an absence"), button=_("Report"), back=reverse(HOME),
        done=_("The absence is recorded; the plan mends itself in a few seconds."),
        crumbs=[(_("Leave and swaps"), reverse(HOME))],
    )  # fmt: skip


@requires(Permission.DECIDE_LEAVE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grants leave that waits although the plan gets short, or refuses it with a reason."""
    people = people_visible_to(request.standing, Permission.DECIDE_LEAVE)
    row = LeaveRequest.objects.filter(pk=pk, person__in=people).select_related("person", "kind").first()
    if row is None:
        raise Http404(_("There is no such request in your teams."))
    is_granted = request.GET.get("answer") == "yes"
    words = {"name": row.person.full_name, "first": f"{row.first_day:%d/%m/%Y}", "last": f"{row.last_day:%d/%m/%Y}"}
    return act(
        request, forms.ReasonForm(request.POST or None),
        lambda said: operations.decide_leave(
            request=row, is_granted=is_granted, by=request.user, now=clock.now(), reason=said["reason"]
        ),
        title=_("Grant leave") if is_granted else _("Refuse leave"),
        text=f"{_('%(name)s, %(first)s to %(last)s.') % words} {row.reason}",
        button=_("Grant") if is_granted else _("Refuse"), tone="primary" if is_granted else "bad-solid",
        back=reverse(HOME), done=_("Decided. The person sees it at once."),
        crumbs=[(_("Leave and swaps"), reverse(HOME))],
    )  # fmt: skip


@requires(Permission.DECIDE_LEAVE)
def decide_swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Exchanges the shifts, after the rules are asked again; or refuses with a reason."""
    people = people_visible_to(request.standing, Permission.DECIDE_LEAVE)
    row = Swap.objects.filter(pk=pk, giver__in=people, taker__in=people).select_related("giver", "taker").first()
    if row is None:
        raise Http404(_("There is no such swap in your teams."))
    is_approved = request.GET.get("answer") == "yes"
    return act(
        request, forms.ReasonForm(request.POST or None),
        lambda said: operations.decide_swap(
            swap=row, is_approved=is_approved, by=request.user, now=clock.now(), reason=said["reason"]
        ),
        title=_("Approve the swap") if is_approved else _("Refuse the swap"),
        text=_("%(giver)s and %(taker)s, %(day)s.")
        % {"giver": row.giver.full_name, "taker": row.taker.full_name, "day": f"{row.giver_day:%d/%m/%Y}"},
        button=_("Approve") if is_approved else _("Refuse"), tone="primary" if is_approved else "bad-solid",
        back=reverse(HOME), done=_("Decided. Both see it at once."), crumbs=[(_("Leave and swaps"), reverse(HOME))],
    )  # fmt: skip
