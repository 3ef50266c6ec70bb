"""Warning letters that were handed over: the gate asks for them before the next one and before taking collateral."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.cases.models import Case
from tagih.cases.models.case import CODE_PREFIX
from tagih.cases.queries import in_scope
from tagih.contacts import operations as contacts
from tagih.contacts.enums import LetterKind
from tagih.contacts.models import LetterRecord
from tagih.contacts.permissions import Permission
from tagih.kernel import clock
from tagih.kernel.ids import number_of
from tagih.portfolio.models import Contract, Customer
from tagih.web.ui.acts import act
from tagih.web.ui.forms import DayField, refusals_shown
from tagih.web.ui.guard import requires, saw


class DeliveryForm(forms.Form):
    """A letter that somebody received."""

    contract_no = forms.ChoiceField(label=gettext_lazy("Contract"))
    kind = forms.ChoiceField(label=gettext_lazy("Letter"), choices=LetterKind.choices)
    delivered_on = DayField(label=gettext_lazy("Delivered on"))
    evidence = forms.CharField(
        label=gettext_lazy("Proof of delivery"), max_length=200,
        help_text=gettext_lazy("Such as: receipt signed by the wife, postal number"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, contracts: list[str]) -> None:
        super().__init__(data)
        self.fields["contract_no"].choices = [(number, number) for number in contracts]


class WithdrawForm(forms.Form):
    """Why a letter is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


@requires(Permission.EDIT_PROOFS)
def letters(request: HttpRequest, customer_no: str) -> HttpResponse:
    """The letters of one customer, and the entry of one more."""
    customer = _customer_or_404(request, customer_no)
    saw(request, "customer", customer.customer_no, "warning letters", customer_no=customer.customer_no)
    contracts = Contract.objects.filter(customer=customer).order_by("contract_no")
    form = DeliveryForm(request.POST or None, contracts=list(contracts.values_list("contract_no", flat=True)))
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            contacts.record_delivery(customer=customer, **form.cleaned_data, by=request.user, now=clock.now())
        if form.is_valid():
            messages.success(request, _("The letter is recorded. The contact rules count it from now on."))
            return redirect("compliance:letters", customer_no)
    case = Case.objects.filter(customer=customer).order_by("-status", "-pk").first()
    context = {
        "customer": customer,
        "letters": LetterRecord.objects.filter(customer=customer).order_by("-delivered_on", "-pk"),
        "form": form,
        "case_code": case.code if case else "",
        "crumbs": [*_crumbs()[:1], (_("Warning letters"), ""), (customer.full_name, "")],
    }
    return render(request, "office/compliance/letters.html", context, status=422 if form.errors else 200)


@requires(Permission.EDIT_PROOFS)
def of_case(request: HttpRequest, code: str) -> HttpResponse:
    """Leads from a case to the letters of its customer."""
    visible = Case.objects.filter(in_scope(request.standing, Permission.EDIT_PROOFS)).select_related("customer")
    found = get_object_or_404(visible, pk=number_of(code, prefix=CODE_PREFIX))
    return redirect("compliance:letters", found.customer.customer_no)


@requires(Permission.EDIT_PROOFS)
def withdraw(request: HttpRequest, customer_no: str, pk: int) -> HttpResponse:
    """Takes a letter back that was recorded in error."""
    customer = _customer_or_404(request, customer_no)
    letter = get_object_or_404(LetterRecord, pk=pk, customer=customer, withdrawn_at__isnull=True)
    back = reverse("compliance:letters", args=[customer_no])
    return act(
        request, WithdrawForm(request.POST or None),
        lambda said: contacts.withdraw_delivery(letter=letter, **said, by=request.user, now=clock.now()),
        title=_("Take back: %(letter)s") % {"letter": letter.get_kind_display()}, button=_("Take back"), tone="bad",
        back=back, done=_("The letter counts no more."), crumbs=[*_crumbs(), (customer.full_name, back)],
        text=_("It stays in the list and in the history; the contact rules no longer count it."),
    )  # fmt: skip


def _customer_or_404(request: HttpRequest, customer_no: str) -> Customer:
    visible = Customer.objects.filter(in_scope(request.standing, Permission.EDIT_PROOFS, prefix="contracts__"))
    return get_object_or_404(visible.distinct(), customer_no=customer_no)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Compliance"), reverse("compliance:refusals"))]
