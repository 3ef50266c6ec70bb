"""From the cause of delay to an agreement: what to ask, what the person can bear, the plans that fit, the signature."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tagih.cases import operations as cases
from tagih.cases.enums import ArrangementKind, ArrangementStatus, CodeKind
from tagih.cases.models import Arrangement, Case, Code
from tagih.cases.permissions import Permission
from tagih.cases.queries import arrangements as known
from tagih.cases.queries import business_date, codes_on, name_of
from tagih.cases.queries.causes import causes_in_two_levels, guidance_of
from tagih.contacts.models import ContactPoint
from tagih.contacts.queries import PointView, may_send_codes, points_of
from tagih.kernel import clock, money
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Contract
from tagih.staff.roles import ROLES
from tagih.web.desk import plans
from tagih.web.desk.views.answers import case_or_404
from tagih.web.ui.forms import RupiahField, refusals_shown
from tagih.web.ui.guard import requires, requires_any
from tagih.web.ui.qr import qr_address

TONES = {
    "LIGHT": gettext_lazy("Light and short: it happens."),
    "CALM": gettext_lazy("Calm and listening: ask before you propose."),
    "CARE": gettext_lazy("With care: the person comes first, the money later."),
    "FIRM": gettext_lazy("Firm and polite: facts, no accusation."),
}
STATUS_TONES = {"ACTIVE": "ok", "COMPLETED": "ok", "LATE": "warn", "BROKEN": "bad", "PROPOSED": "info",
                "APPROVED": "info", "REFUSED": "bad"}  # fmt: skip


class MeansForm(forms.Form):
    """The contract, the cause in two levels, and a short statement of means."""

    contract = forms.ChoiceField(label=gettext_lazy("Contract"))
    cause = forms.ChoiceField(label=gettext_lazy("Cause of delay"))
    income = RupiahField(label=gettext_lazy("Income a month"), required=False)
    essentials = RupiahField(label=gettext_lazy("Needed to live a month"), required=False)
    other_debts = RupiahField(label=gettext_lazy("Other debts a month"), required=False)

    def __init__(self, data: Any, *, case: Case, codes: list[Code]) -> None:
        super().__init__(data)
        rows = case.customer.contracts.order_by("contract_no").values_list("pk", "contract_no")
        self.fields["contract"].choices = [(str(pk), number) for pk, number in rows]
        groups = [
            (name_of(group), [(code.code, name_of(code)) for code in members])
            for group, members in causes_in_two_levels(codes)
        ]
        self.fields["cause"].choices = [("", "–"), *groups]

    @property
    def means(self) -> known.Means | None:
        """What was said of the means, None if nothing was."""
        said = self.cleaned_data
        if said.get("income") is None:
            return None
        return known.Means(said["income"], said.get("essentials") or money.ZERO, said.get("other_debts") or money.ZERO)


class ProposalForm(forms.Form):
    """The plan that was chosen, and why."""

    kind = forms.ChoiceField(choices=ArrangementKind.choices, widget=forms.HiddenInput)
    months = forms.IntegerField(min_value=0, max_value=120, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=400, label=gettext_lazy("Why this plan, in the person's words"))


class EndForm(forms.Form):
    reason = forms.CharField(max_length=400, label=gettext_lazy("Why it ends"))


@require_GET
@requires(Permission.PROPOSE_ARRANGEMENTS)
def offers(request: HttpRequest, code: str) -> HttpResponse:
    """Asks for the cause and the means, and shows the plans that fit."""
    return _page(request, case_or_404(request, code, Permission.PROPOSE_ARRANGEMENTS))


@require_POST
@requires(Permission.PROPOSE_ARRANGEMENTS)
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Proposes the plan that was chosen."""
    case = case_or_404(request, code, Permission.PROPOSE_ARRANGEMENTS)
    now = clock.now()
    codes = list(codes_on(business_date(now=now)))
    told, form = MeansForm(request.POST, case=case, codes=codes), ProposalForm(request.POST)
    if told.is_valid() and form.is_valid():
        chosen, said = told.cleaned_data, form.cleaned_data
        cause = next((c for c in codes if c.kind == CodeKind.DELAY and c.code == chosen["cause"]), None)
        with refusals_shown(form):
            made = cases.propose_arrangement(
                case=case, contract=Contract.objects.get(pk=chosen["contract"]), kind=said["kind"],
                months=said["months"], reason=said["reason"], means=told.means, cause=cause, by=request.user, now=now,
            )  # fmt: skip
            return redirect("desk:agreement", case.code, made.pk)
    return _page(request, case, form=form, status=422)


@require_GET
@requires_any(Permission.PROPOSE_ARRANGEMENTS, Permission.SEE_CASES)
def agreement(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One agreement: how it stands, its payments, who agreed, and how the person signs."""
    case, made = _found(request, code, pk)
    return _shown(request, case, made)


@require_POST
@requires(Permission.PROPOSE_ARRANGEMENTS)
def signing(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Makes the address at which the person signs, shown once as a code for the phone's camera.

    With a number chosen, a one-time code goes there, with which the person may sign instead of drawing.
    """
    case, made = _found(request, code, pk)
    now = clock.now()
    try:
        if point := _point(case, request.POST.get("point", "")):
            cases.send_signing_code(arrangement=made, contact_point=point, by=request.user, now=now)
            made.sign_point = point
        secret = cases.make_signing_secret(arrangement=made, by=request.user, now=now)
    except Refusal as refusal:
        return _shown(request, case, made, problem=str(refusal), status=409)
    address = request.build_absolute_uri(reverse("letters:sign", args=[secret]))
    return _shown(request, case, made, address=address)


@require_POST
@requires(Permission.PROPOSE_ARRANGEMENTS)
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraws an agreement that waits or runs."""
    case, made = _found(request, code, pk)
    form = EndForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            cases.cancel_arrangement(
                arrangement=made, reason=form.cleaned_data["reason"], by=request.user, now=clock.now()
            )
            return redirect("desk:agreement", case.code, made.pk)
    return _shown(request, case, made, problem=" ".join(str(e) for errors in form.errors.values() for e in errors),
                  status=422)  # fmt: skip


def _page(
    request: HttpRequest, case: Case, *, form: ProposalForm | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    now = clock.now()
    today = business_date(now=now)
    data = request.POST or request.GET or None
    told = MeansForm(data, case=case, codes=list(codes_on(today)))
    cause = (data or {}).get("cause", "")
    shown: list[plans.Plan] = []
    guide = guidance_of(cause) if cause else None
    asked = None
    if data and told.is_valid() and guide is not None:
        contract = Contract.objects.select_related("product").get(pk=told.cleaned_data["contract"])
        asked = known.asked_about(contract, today=today, preferred=guide.offers, means=told.means)
        roles = [role.code for role in request.standing.roles]
        shown = plans.in_words(known.offers(asked), asked=asked, mandates=known.mandates_of(contract), roles=roles)
    context = {
        "case": {"code": case.code, "name": case.customer.full_name},
        "form": told, "proposal": form, "guide": guide, "tone": TONES[guide.tone] if guide else "", "plans": shown,
        "asked": asked, "running": list(known.running_of(case.pk)), "status_tones": STATUS_TONES,
        "crumbs": [(case.code, reverse("desk:case", args=[case.code])), (_("Find a way"), "")],
    }  # fmt: skip
    return render(request, "desk/offers.html", context, status=status)


def _found(request: HttpRequest, code: str, pk: int) -> tuple[Case, Arrangement]:
    case = case_or_404(request, code)
    beside = ("contract", "cause", "proposed_by", "signature", "sign_point", "case__customer")
    rows = Arrangement.objects.select_related(*beside)
    made = rows.filter(pk=pk, case_id=case.pk).first()
    if made is None:
        raise Http404(_("There is no such agreement on this case."))
    return case, made


def _shown(
    request: HttpRequest, case: Case, made: Arrangement, *, problem: str = "", address: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    approvals = [
        (approval, ROLES[approval.role].name if approval.role in ROLES else approval.role)
        for approval in made.approvals.select_related("decided_by", "instead_of")
    ]
    letter = made.case.letters.filter(reference=f"arrangement:{made.pk}").exclude(stored_as="").first()
    context = {
        "case": {"pk": case.pk, "code": case.code, "name": case.customer.full_name}, "made": made, "problem": problem,
        "tone": STATUS_TONES.get(made.status, ""), "legs": list(made.legs.all()), "approvals": approvals,
        "letter": letter, "numbers": _numbers(made), "address": address, "qr": qr_address(address) if address else "",
        "may_act": request.standing.may(Permission.PROPOSE_ARRANGEMENTS),
        "crumbs": [(case.code, reverse("desk:case", args=[case.code])), (made.code, "")],
    }  # fmt: skip
    return render(request, "desk/agreement.html", context, status=status)


def _numbers(made: Arrangement) -> list[PointView]:
    """The person's own numbers that a code to sign with may go to."""
    if made.status != ArrangementStatus.APPROVED or not may_send_codes():
        return []
    own = [point for point in points_of(made.case.customer) if point.owner_role == "CONSUMER"]
    return [point for point in own if point.kind in ("PHONE", "WHATSAPP") and point.is_usable]


def _point(case: Case, chosen: str) -> ContactPoint | None:
    if not chosen.isdecimal() or len(chosen) > 18:
        return None
    return ContactPoint.objects.filter(customer=case.customer_id, pk=int(chosen)).first()
