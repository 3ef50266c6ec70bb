"""Complaints by urgency, one ticket with its clock, the answer as a letter, the evidence in one file."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.cases import operations as cases
from tagih.cases.enums import ComplaintChannel, ComplaintClass, DebtElement, Verdict
from tagih.cases.models import Case, Complaint
from tagih.cases.models.case import CODE_PREFIX
from tagih.cases.permissions import Permission
from tagih.cases.queries import find_case
from tagih.cases.queries.complaints import (
    REGULATOR_COLUMNS,
    complaints_in,
    quarter_of,
    regulator_rows,
    who_contacted,
)
from tagih.journal import queries as journal
from tagih.kernel import clock, money
from tagih.kernel.errors import Refusal
from tagih.kernel.ids import number_of
from tagih.letters import operations as letters
from tagih.letters.enums import LetterKind
from tagih.reporting import operations as reporting
from tagih.staff.models import Person
from tagih.web.ui.acts import act
from tagih.web.ui.downloads import download
from tagih.web.ui.forms import DayField, RupiahField
from tagih.web.ui.guard import requires, requires_any, saw
from tagih.web.ui.listing import listing

TONES = {"OPEN": "info", "EXTENDED": "warn", "ANSWERED": "ok", "WITHDRAWN": "line"}


class ReceiveForm(forms.Form):
    channel = forms.ChoiceField(label=gettext_lazy("How it came"), choices=ComplaintChannel.choices)
    kind = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=ComplaintClass.choices)
    contract_no = forms.ChoiceField(label=gettext_lazy("Contract"), required=False)
    element = forms.ChoiceField(
        label=gettext_lazy("What is disputed"), choices=[("", "–"), *DebtElement.choices], required=False
    )
    amount = RupiahField(label=gettext_lazy("Amount disputed"), required=False)
    subject = forms.CharField(label=gettext_lazy("In a few words"), max_length=120)
    text = forms.CharField(label=gettext_lazy("What the person says"), widget=forms.Textarea({"rows": 5}))
    received_on = DayField(label=gettext_lazy("Received on"))
    collector = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("About a collector"), required=False,
        help_text=gettext_lazy("Their last ten contacts come into review."),
    )  # fmt: skip
    reference = forms.CharField(label=gettext_lazy("Reference of the regulator"), max_length=80, required=False)


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(label=gettext_lazy("Verdict"), choices=Verdict.choices)
    answer = forms.CharField(label=gettext_lazy("Answer to the person"), widget=forms.Textarea({"rows": 7}))
    restitution = RupiahField(label=gettext_lazy("Paid back"), required=False)


class ExtendForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why more time is needed"), max_length=400)


@requires_any(Permission.RECEIVE_COMPLAINTS, Permission.ANSWER_COMPLAINTS)
def complaints(request: HttpRequest) -> HttpResponse:
    """Complaints in the row scope, the soonest due first, and the quarter by class."""
    ended = request.GET.get("tab") == "ended"
    rows = complaints_in(request.standing, _held(request), is_open=not ended)
    page = listing(request, rows, sorts={"due": ("due_on", "pk")}, default="-due" if ended else "due", counted=False)
    today = clock.today_in(clock.WIB, now=clock.now())
    first = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    context = {
        "page": page, "ended": ended,
        "rows": [(row, TONES[row.status], not ended and row.due_on < today) for row in page],
        "quarter": [
            row | {"name": ComplaintClass(row["kind"]).label}
            for row in quarter_of(request.standing, _held(request), first=first, last=today)
        ],
        "first": first,
        "crumbs": [(_("Complaints"), "")],
    }  # fmt: skip
    return render(request, "office/complaints/complaints.html", context)


@requires(Permission.ANSWER_COMPLAINTS)
def register(request: HttpRequest) -> HttpResponse:
    """The register of this year as the regulator's portal wants it."""
    year = clock.today_in(clock.WIB, now=clock.now()).year
    scope = complaints_in(request.standing, Permission.ANSWER_COMPLAINTS)
    ended = complaints_in(request.standing, Permission.ANSWER_COMPLAINTS, is_open=False)
    rows = regulator_rows(Complaint.objects.filter(pk__in=scope.values("pk")).union(
        Complaint.objects.filter(pk__in=ended.filter(received_on__year=year).values("pk"))))  # fmt: skip
    return download(request, f"pengaduan-{year}", REGULATOR_COLUMNS, rows)


@requires_any(Permission.RECEIVE_COMPLAINTS, Permission.ANSWER_COMPLAINTS)
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One ticket; who looked is written down."""
    found = _visible(request, pk)
    saw(request, "complaint", found.pk, "complaint", customer_no=found.customer.customer_no)
    today = clock.today_in(clock.WIB, now=clock.now())
    is_open = found.status in ("OPEN", "EXTENDED")
    context = {
        "complaint": found, "tone": TONES[found.status], "is_open": is_open,
        "late": is_open and found.due_on < today, "left": (found.due_on - today).days,
        "history": journal.history_of("complaint", found.pk, limit=20),
        "may_answer": request.standing.may(Permission.ANSWER_COMPLAINTS),
        "crumbs": [(_("Complaints"), reverse("complaints:complaints")), (found.code, "")],
    }  # fmt: skip
    return render(request, "office/complaints/complaint.html", context)


@requires(Permission.RECEIVE_COMPLAINTS)
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """Registers a complaint from a case."""
    case = case_of(request, code)
    form = ReceiveForm(request.POST or None)
    numbers = case.customer.contracts.order_by("contract_no").values_list("contract_no", flat=True)
    form.fields["collector"].queryset = who_contacted(case.customer_id)
    form.fields["contract_no"].choices = [("", "–"), *((number, number) for number in numbers)]

    def run(said: dict[str, Any]) -> HttpResponse:
        made = cases.receive_complaint(customer=case.customer, **said, by=request.user, now=clock.now())
        messages.success(request, _("Registered as %(code)s; answer by %(day)s.") % {
            "code": made.code, "day": f"{made.due_on:%d/%m/%Y}"})  # fmt: skip
        return redirect("complaints:complaint", made.pk)

    return act(
        request, form, run, title=_("Complaint"), button=_("Register it"), back=reverse("desk:case", args=[code]),
        done="", text=_("Tell the person the register number and by when we answer."),
        crumbs=[(code, reverse("desk:case", args=[code]))],
    )  # fmt: skip


@requires(Permission.ANSWER_COMPLAINTS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers it: the verdict, the letter to the person, what is paid back."""
    found = _visible(request, pk, Permission.ANSWER_COMPLAINTS)

    def run(said: dict[str, Any]) -> None:
        now = clock.now()
        said["restitution"] = said["restitution"] or money.ZERO
        done = cases.answer_complaint(complaint=found, **said, by=request.user, now=now)
        content = {
            "register_no": done.code, "received_on": done.received_on.isoformat(), "subject": done.subject,
            "answer": done.answer,
        }  # fmt: skip
        draft = letters.Draft(
            done.branch, LetterKind.ANSWER, f"complaint:{done.pk}", content,
            "en" if done.customer.language == "en" else "id", done.customer_id, done.case_id, done.contract_no,
        )  # fmt: skip
        letters.set_letter(letter=letters.issue(draft, by=request.user, now=now), now=now)

    return act(
        request, AnswerForm(request.POST or None), run, title=_("Answer"), button=_("Answer and write the letter"),
        back=reverse("complaints:complaint", args=[pk]), done=_("Answered. The letter is under Letters."),
        crumbs=[(_("Complaints"), reverse("complaints:complaints")), (found.code, "")],
    )  # fmt: skip


@requires(Permission.ANSWER_COMPLAINTS)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Extends the term, once."""
    found = _visible(request, pk, Permission.ANSWER_COMPLAINTS)
    return act(
        request, ExtendForm(request.POST or None),
        lambda said: cases.extend_complaint(complaint=found, by=request.user, now=clock.now(), **said),
        title=_("Extend the term"), button=_("Extend once"), back=reverse("complaints:complaint", args=[pk]),
        done=_("Extended. Tell the person before the first term ends."),
    )  # fmt: skip


@require_POST
@requires(Permission.ANSWER_COMPLAINTS)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the ticket."""
    found = _visible(request, pk, Permission.ANSWER_COMPLAINTS)
    try:
        cases.assign_complaint(complaint=found, owner=request.user, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("complaints:complaint", pk)


@requires(Permission.ANSWER_COMPLAINTS)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about it in one sealed file; who took it out is written down."""
    found = _visible(request, pk, Permission.ANSWER_COMPLAINTS)
    saw(request, "complaint", found.pk, "evidence", customer_no=found.customer.customer_no)
    content = reporting.sealed_evidence(complaint=found, by=request.user, now=clock.now())
    name = f"bukti-{found.code}.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def case_of(request: HttpRequest, code: str) -> Case:
    """This will return the case of a code within the row scope; anything else is not found."""
    case_id = number_of(code, prefix=CODE_PREFIX)
    case = find_case(case_id, standing=request.standing) if case_id else None
    if case is None:
        raise Http404(_("There is no such case in your branches."))
    return case


def _held(request: HttpRequest) -> str:
    may_answer = request.standing.may(Permission.ANSWER_COMPLAINTS)
    return Permission.ANSWER_COMPLAINTS if may_answer else Permission.RECEIVE_COMPLAINTS


def _visible(request: HttpRequest, pk: int, permission: str = "") -> Complaint:
    for is_open in (True, False):
        found = complaints_in(request.standing, permission or _held(request), is_open=is_open).filter(pk=pk).first()
        if found is not None:
            return found
    raise Http404(_("There is no such complaint in your branches."))
