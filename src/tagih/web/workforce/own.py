"""Everybody's own shifts: read them on a phone, ask for leave, swap, take what is offered."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tagih.kernel import clock
from tagih.staff.models import Person
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires
from tagih.web.workforce import forms
from tagih.web.workforce.scope import once
from tagih.workforce import operations, queries
from tagih.workforce.models import LeaveRequest, Offer, Plan, Swap
from tagih.workforce.permissions import Permission
from tagih.workforce.queries import own as mine

BACK = "workforce:own"


@requires(Permission.OWN_SHIFTS)
def home(request: HttpRequest) -> HttpResponse:
    """Shifts of the next weeks, leave, swaps and offers."""
    return render(request, "workforce/own.html", {"own": mine.own(request.user, now=clock.now())})


@require_POST
@requires(Permission.OWN_SHIFTS)
def acknowledge(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Says that the shifts were read."""
    plans = Plan.objects.select_related("unit").filter(cells__person=request.user).distinct()
    plan = get_object_or_404(plans, pk=plan_id)
    return once(
        request, lambda: operations.acknowledge(plan=plan, person=request.user, now=clock.now()),
        back=reverse(BACK), done=_("Thank you. Your leader sees that you have read them."),
    )  # fmt: skip


@requires(Permission.OWN_SHIFTS)
def ask_leave(request: HttpRequest) -> HttpResponse:
    """Asks for days off."""

    def ask(said: dict[str, Any]) -> None:
        operations.ask_leave(person=request.user, **said, now=clock.now())

    year = clock.today_in(clock.WIB, now=clock.now()).year
    left = queries.balances_of(request.user, year=year)
    text = " · ".join(_("%(kind)s: %(days)d days left") % {"kind": kind.name, "days": days} for kind, days in left)
    return act(
        request, forms.LeaveForm(request.POST or None), ask, title=_("Ask for leave"), button=_("Ask for it"),
        text=text, back=reverse(BACK), done=_("Your request is in. Below you see whether it was granted or waits."),
        crumbs=[(_("My shifts"), reverse(BACK))],
    )  # fmt: skip


@require_POST
@requires(Permission.OWN_SHIFTS)
def cancel_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraws one's own leave."""
    leave = get_object_or_404(LeaveRequest, pk=pk, person=request.user)
    return once(
        request, lambda: operations.cancel_leave(request=leave, by=request.user, now=clock.now()),
        back=reverse(BACK), done=_("The leave is withdrawn."),
    )  # fmt: skip


@requires(Permission.OWN_SHIFTS)
def offer_swap(request: HttpRequest) -> HttpResponse:
    """Asks a colleague to swap."""
    now = clock.now()
    choices = mine.swap_choices(request.user, now=now)
    form = forms.SwapForm(
        request.POST or None, mine=choices.mine, others=choices.others, initial={"giver_day": request.GET.get("day")}
    )

    def ask(said: dict[str, Any]) -> None:
        plan, taker, day = said["other"].split(":")
        operations.offer_swap(
            plan=Plan.objects.get(pk=plan), giver=request.user, giver_day=dt.date.fromisoformat(said["giver_day"]),
            taker=Person.objects.get(pk=taker), taker_day=dt.date.fromisoformat(day) if day else None, now=now,
        )  # fmt: skip

    return act(
        request, form, ask, title=_("Swap a shift"), button=_("Ask the colleague"), back=reverse(BACK),
        done=_("Your colleague is asked. When both agree, your leader decides."),
        text=_("Rules of rest and hours are asked before your colleague is."),
        crumbs=[(_("My shifts"), reverse(BACK))],
    )  # fmt: skip


@require_POST
@requires(Permission.OWN_SHIFTS)
def answer_swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees or declines; whoever asked withdraws here."""
    swap = get_object_or_404(Swap, pk=pk)
    by, now = request.user, clock.now()
    if request.POST.get("answer") == "withdraw":
        return once(
            request, lambda: operations.cancel_swap(swap=swap, by=by, now=now), back=reverse(BACK),
            done=_("The swap is withdrawn."),
        )  # fmt: skip
    is_agreed = request.POST.get("answer") == "yes"
    done = _("You agreed. Your leader decides.") if is_agreed else _("You declined.")
    return once(
        request, lambda: operations.answer_swap(swap=swap, is_agreed=is_agreed, by=by, now=now), back=reverse(BACK),
        done=done,
    )  # fmt: skip


@requires(Permission.OWN_SHIFTS)
def bid(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an offered shift; for overtime the words are shown and agreed to."""
    offer = get_object_or_404(Offer.objects.select_related("shift", "plan__unit"), pk=pk)
    words = operations.consent_to(offer)
    return act(
        request, forms.NothingForm(request.POST if request.method == "POST" else None),
        lambda _said: operations.bid(offer=offer, person=request.user, has_consented=True, now=clock.now()),
        title=_("%(shift)s on %(day)s") % {"shift": offer.shift.name, "day": f"{offer.day:%d/%m/%Y}"},
        button=_("I agree") if words else _("Take the shift"), text=words, back=reverse(BACK),
        done=_("The shift is yours."), crumbs=[(_("My shifts"), reverse(BACK))],
    )  # fmt: skip
