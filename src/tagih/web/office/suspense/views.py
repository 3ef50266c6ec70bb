"""Suspense: what waits, whose it may be, and the cashier's decision with its reason."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.kernel import clock
from tagih.payments import operations as payments
from tagih.payments import queries
from tagih.payments.models import Payment
from tagih.payments.permissions import Permission
from tagih.portfolio import queries as portfolio
from tagih.portfolio.models import Contract
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing

SORTS = {"recorded": ("recorded_at", "pk"), "paid": ("paid_on", "pk"), "amount": ("amount", "pk")}
MOST_FOUND = 8


class AssignForm(forms.Form):
    """Which contract, and why."""

    contract_no = forms.CharField(label=gettext_lazy("Contract"), max_length=40)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Such as: the payer's slip names it")
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contract that the money may belong to."""

    contract_no: str
    customer: str
    collateral_no: str
    overdue: object


@requires(Permission.ASSIGN_SUSPENSE)
def suspense(request: HttpRequest) -> HttpResponse:
    """All money in suspense, oldest first, and the newest decisions."""
    text = request.GET.get("q", "").strip()
    page = listing(request, queries.suspense(text=text), sorts=SORTS, default="recorded")
    context = {
        "page": page,
        "rows": list(page),
        "text": text,
        "decisions": queries.recent_assignments(),
        "crumbs": [(_("Suspense"), "")],
    }
    return render(request, "office/suspense/suspense.html", context)


@requires(Permission.ASSIGN_SUSPENSE)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: search the contract it belongs to and assign it, or assign it better."""
    payment = get_object_or_404(Payment.objects.exclude(match="MATCHED"), pk=pk)
    form = AssignForm(request.POST or None, initial={"contract_no": request.GET.get("contract", "")})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            done = payments.assign(payment=payment, **form.cleaned_data, by=request.user, now=clock.now())
            number = done.contract.contract_no
            messages.success(request, _("The money went to contract %(number)s.") % {"number": number})
            return redirect("suspense:suspense")
    text = request.GET.get("q", "").strip()
    context = {
        "payment": payment,
        "form": form,
        "text": text,
        "found": _candidates(text) if text else [],
        "decisions": payment.assignments.select_related("contract", "assigned_by").order_by("-pk"),
        "crumbs": [(_("Suspense"), reverse("suspense:suspense")), (payment.payment_ref, "")],
    }
    return render(request, "office/suspense/assign.html", context)


def _candidates(text: str) -> list[Candidate]:
    """Contracts by number, plate or name. All units: money in suspense belongs to nobody's branch yet."""
    date = portfolio.business_date() or clock.today_in(clock.WIB, now=clock.now())
    return [_candidate(row, date) for row in portfolio.contracts_like(text)[:MOST_FOUND]]


def _candidate(row: Contract, date: dt.date) -> Candidate:
    charge = portfolio.late_charge_on(row, date)
    overdue = row.overdue_principal + row.overdue_interest + row.overdue_fee + charge
    return Candidate(row.contract_no, row.customer.full_name, row.collateral_no, overdue)
