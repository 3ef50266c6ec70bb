"""What a person asks of us: time or a plan, a look at the amount, an answer to a complaint. Each gets a ticket."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tagih.cases.enums import ComplaintClass, DebtElement
from tagih.cases.operations import ComplaintIncomplete
from tagih.cases.queries.arrangements import Offer
from tagih.kernel import clock, money
from tagih.messaging import operations
from tagih.portfolio.models import Contract, Customer
from tagih.web.portal.access import own_page
from tagih.web.portal.acts import shown
from tagih.web.portal.pages import LIVE
from tagih.web.ui.forms import RupiahField, refusals_shown

KINDS = (
    (ComplaintClass.CONDUCT, gettext_lazy("How somebody spoke to me or behaved")),
    (ComplaintClass.NOT_POSTED, gettext_lazy("I paid and it is not counted")),
    (ComplaintClass.IDENTITY, gettext_lazy("This is not my contract")),
    (ComplaintClass.PRIVACY, gettext_lazy("What you do with my data, or whom you told")),
    (ComplaintClass.COLLATERAL, gettext_lazy("The vehicle or its papers")),
    (ComplaintClass.OTHER, gettext_lazy("Something else")),
)
ELEMENTS = (
    (DebtElement.PENALTY, gettext_lazy("The late charge")),
    (DebtElement.FEE, gettext_lazy("Fees")),
    (DebtElement.INTEREST, gettext_lazy("The interest")),
    (DebtElement.PRINCIPAL, gettext_lazy("The principal")),
    (DebtElement.WHOLE, gettext_lazy("All of it")),
)
SOMETHING_ELSE = "-"


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=1_000, widget=forms.Textarea(attrs={"rows": 5}))


class ReliefForm(forms.Form):
    """A plan, or other words."""

    plan = forms.ChoiceField(label=gettext_lazy("What would help?"), widget=forms.RadioSelect)
    words = _words(gettext_lazy("What happened, and what could you pay?"))

    def __init__(self, data: Any, *, plans: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["plan"].choices = [*plans, (SOMETHING_ELSE, _("Something else; please answer me"))]
        self.fields["plan"].initial = SOMETHING_ELSE
        if not plans:
            self.fields["plan"].widget = forms.HiddenInput()


class ComplaintForm(forms.Form):
    """What it is about, and the words."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=KINDS)
    words = _words(gettext_lazy("What happened, when, and what do you ask of us?"))


class DisputeForm(forms.Form):
    """Which part of which contract."""

    contract = forms.ChoiceField(label=gettext_lazy("Contract"))
    element = forms.ChoiceField(label=gettext_lazy("What is not right?"), choices=ELEMENTS)
    amount = RupiahField(label=gettext_lazy("How much too much, if you know it"), required=False)
    words = _words(gettext_lazy("Why?"))

    def __init__(self, data: Any, *, contracts: list[Contract]) -> None:
        super().__init__(data)
        self.fields["contract"].choices = [
            (str(row.pk), f"{row.product.name} •••{row.contract_no[-4:]}") for row in contracts
        ]
        if len(contracts) == 1:
            self.fields["contract"].initial = contracts[0].pk
            self.fields["contract"].widget = forms.HiddenInput()


@own_page
def relief(request: HttpRequest, customer: Customer) -> HttpResponse:
    """More time or a plan: one within the house's limits is decided by who has the mandate, other words by a person."""
    now = clock.now()
    offered = {
        f"{contract.pk}:{plan.kind}:{plan.months}": (contract, plan)
        for contract in _contracts(customer)
        for plan in operations.own_plans(contract=contract, now=now)
    }
    names = [(key, _sentence(plan)) for key, (_contract, plan) in offered.items()]
    form = ReliefForm(request.POST or None, plans=names)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_shown(form):
            if told["plan"] == SOMETHING_ELSE:
                ticket = operations.ask_relief(customer=customer, words=told["words"], now=now)
            else:
                contract, plan = offered[told["plan"]]
                ticket = operations.ask_plan(
                    customer=customer, contract=contract, kind=plan.kind, months=plan.months, words=told["words"],
                    now=now,
                ).code  # fmt: skip
            flash.success(request, _("Thank you. Your ticket is %(ticket)s.") % {"ticket": ticket})
            return redirect("portal:home")
    return shown(request, "portal/relief.html", form, has_plans=bool(offered))


@own_page
def dispute(request: HttpRequest, customer: Customer) -> HttpResponse:
    """A part of the amount is not right."""
    contracts = _contracts(customer)
    form = DisputeForm(request.POST or None, contracts=contracts)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_shown(form), _too_short(form):
            made = operations.dispute(
                customer=customer, contract=next(row for row in contracts if str(row.pk) == told["contract"]),
                element=told["element"], amount=told["amount"], words=told["words"], now=clock.now(),
            )  # fmt: skip
            return _ticketed(request, made.code, made.due_on)
    return shown(request, "portal/dispute.html", form)


@own_page
def complain(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Somebody was not treated well, or something does not work."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        with refusals_shown(form), _too_short(form):
            made = operations.complain(customer=customer, kind=told["kind"], words=told["words"], now=clock.now())
            return _ticketed(request, made.code, made.due_on)
    return shown(request, "portal/complain.html", form)


def _ticketed(request: HttpRequest, code: str, due_on: Any) -> HttpResponse:
    told = {"ticket": code, "day": f"{due_on:%d/%m/%Y}"}
    flash.success(request, _("Thank you. Your ticket is %(ticket)s; we answer by %(day)s.") % told)
    return redirect("portal:home")


@contextmanager
def _too_short(form: forms.Form) -> Iterator[None]:
    """Puts a refusal about too few words at this form's field, which has another name than the complaint's."""
    try:
        yield
    except ComplaintIncomplete as refusal:
        form.add_error("words", str(refusal.message))


def _contracts(customer: Customer) -> list[Contract]:
    rows = Contract.objects.filter(customer=customer, status__in=LIVE).select_related("product")
    return list(rows.order_by("contract_no"))


def _sentence(plan: Offer) -> str:
    first, part = f"{plan.first_due_on:%d/%m/%Y}", money.rupiah(max(line.total for line in plan.lines))
    if len(plan.lines) == 1:
        return _("Pay %(amount)s once, on %(day)s") % {"amount": part, "day": first}
    return ngettext(
        "Pay in %(n)d part of at most %(amount)s, from %(day)s on",
        "Pay in %(n)d parts of at most %(amount)s, from %(day)s on",
        len(plan.lines),
    ) % {"n": len(plan.lines), "amount": part, "day": first}
