"""What compliance tells the gate about one customer: what they asked for, how default was proven; who may visit."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.contacts import operations as contacts
from tagih.contacts.enums import Channel, ProofKind, Weekday
from tagih.contacts.models import GateDecision
from tagih.contacts.permissions import Permission
from tagih.contacts.queries import decision_in_scope
from tagih.kernel import clock
from tagih.portfolio.models import Contract
from tagih.staff import queries as staff
from tagih.staff.models import Person
from tagih.web.ui.acts import act
from tagih.web.ui.forms import DayField
from tagih.web.ui.guard import requires

HOUR = {"type": "time"}


class WishForm(forms.Form):
    """Hours, days and channels that a customer asks for."""

    not_before = forms.TimeField(label=gettext_lazy("Not before"), required=False, widget=forms.TimeInput(HOUR))
    not_after = forms.TimeField(label=gettext_lazy("Not after"), required=False, widget=forms.TimeInput(HOUR))
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Only on"), choices=Weekday.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: any day."),
    )  # fmt: skip
    refused_channels = forms.MultipleChoiceField(
        label=gettext_lazy("Does not want"), choices=Channel.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    evidence = forms.CharField(label=gettext_lazy("How we know"), max_length=200)


class ProofForm(forms.Form):
    """How default on a contract was proven."""

    contract_no = forms.ChoiceField(label=gettext_lazy("Contract"))
    kind = forms.ChoiceField(label=gettext_lazy("Proof"), choices=ProofKind.choices)
    proven_on = DayField(label=gettext_lazy("On"))
    evidence = forms.CharField(label=gettext_lazy("Evidence"), max_length=200)


class AssignmentForm(forms.Form):
    """A letter of assignment for one customer."""

    agent = forms.ModelChoiceField(label=gettext_lazy("Collector"), queryset=Person.objects.none())
    number = forms.CharField(label=gettext_lazy("Number"), max_length=60)
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(label=gettext_lazy("Until"))


@requires(Permission.EDIT_CONSENT, Permission.SEE_REFUSALS)
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """What the customer of a decision asks for; it takes the place of what they asked before."""
    found = _decision(request, pk, Permission.EDIT_CONSENT)

    def save(data: dict[str, Any]) -> None:
        contacts.record_wish(
            customer=found.customer, by=request.user, now=clock.now(), evidence=data["evidence"],
            not_before=data["not_before"], not_after=data["not_after"], days=data["days"] or None,
            refused_channels=data["refused_channels"],
        )  # fmt: skip

    return act(request, WishForm(request.POST or None), save, title=_("What the customer asks for"),
               text=found.customer.full_name, button=_("Save"), done=_("The gate honours it from now on."),
               **_back(found))  # fmt: skip


@requires(Permission.EDIT_PROOFS, Permission.SEE_REFUSALS)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """How default was proven on a contract of the customer of a decision."""
    found = _decision(request, pk, Permission.EDIT_PROOFS)
    form = ProofForm(request.POST or None)
    numbers = Contract.objects.filter(customer=found.customer_id).order_by("contract_no")
    form.fields["contract_no"].choices = [(number, number) for number in numbers.values_list("contract_no", flat=True)]
    return act(
        request, form,
        lambda data: contacts.record_default_proof(customer=found.customer, by=request.user, now=clock.now(), **data),
        title=_("Proof of default"), text=found.customer.full_name, button=_("Save"), done=_("Recorded."),
        **_back(found),
    )  # fmt: skip


@requires(Permission.EDIT_PROOFS, Permission.SEE_REFUSALS)
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter of assignment that lets a collector visit the customer of a decision."""
    found = _decision(request, pk, Permission.EDIT_PROOFS)
    form = AssignmentForm(request.POST or None)
    people = staff.people_visible_to(request.standing, Permission.EDIT_PROOFS).filter(is_active=True)
    form.fields["agent"].queryset = people.order_by("full_name")
    return act(
        request, form,
        lambda data: contacts.assign_agent(customer=found.customer, by=request.user, now=clock.now(), **data),
        title=_("Letter of assignment"), text=found.customer.full_name, button=_("Save"), done=_("Recorded."),
        **_back(found),
    )  # fmt: skip


def _decision(request: HttpRequest, pk: int, permission: str) -> GateDecision:
    """The decision, where the person may both see it and do this."""
    found = decision_in_scope(pk, request.standing.paths(Permission.SEE_REFUSALS))
    if found is None or decision_in_scope(pk, request.standing.paths(permission)) is None:
        raise Http404
    return found


def _back(found: GateDecision) -> dict[str, Any]:
    address = reverse("compliance:decision", args=[found.pk])
    return {"back": address, "crumbs": [(_("Compliance"), reverse("compliance:refusals")),
                                        (_("Decision %(n)s") % {"n": found.pk}, address)]}  # fmt: skip
