"""Letters of the own units: by kind and state, on paper, delivered with proof, returned, void, printed together."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.cases import operations as cases
from tagih.cases.models.case import CODE_PREFIX
from tagih.cases.queries import find_case
from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.kernel.ids import number_of
from tagih.letters import operations
from tagih.letters.enums import LetterKind, LetterStatus, Receiver
from tagih.letters.models import Letter, PrintRun
from tagih.letters.permissions import Permission
from tagih.letters.queries import letters_in, scope_of
from tagih.portfolio.models import Contract
from tagih.staff.queries import units_under
from tagih.web.ui.acts import act
from tagih.web.ui.forms import DayField
from tagih.web.ui.guard import requires, saw
from tagih.web.ui.listing import listing

TONES = {"NUMBERED": "info", "READY": "info", "PRINTED": "line", "HANDED": "warn", "DELIVERED": "ok", "RETURNED": "bad",
         "VOID": "bad"}  # fmt: skip
WARNINGS = ("SP1", "SP2", "SP3", "SOMASI")


class DeliveryForm(forms.Form):
    received_by = forms.ChoiceField(label=gettext_lazy("Received by"), choices=Receiver.choices)
    receiver_name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    delivered_on = DayField(label=gettext_lazy("Day"))
    photo = forms.FileField(
        label=gettext_lazy("Photo or signature"), required=False, help_text=gettext_lazy("PNG, JPEG or PDF")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class WarningForm(forms.Form):
    contract = forms.ChoiceField(label=gettext_lazy("Contract"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Letter"), choices=[(kind, LetterKind(kind).label) for kind in WARNINGS]
    )


@requires(Permission.SEE_LETTERS)
def letters(request: HttpRequest) -> HttpResponse:
    """The letters of the row scope, filtered by kind, state and text."""
    rows = letters_in(request.standing, Permission.SEE_LETTERS)
    kind, status, text = (request.GET.get(name, "") for name in ("kind", "status", "q"))
    if kind in LetterKind.values:
        rows = rows.filter(kind=kind)
    if status in LetterStatus.values:
        rows = rows.filter(status=status)
    if text.strip():
        rows = rows.filter(number__icontains=text.strip()) | rows.filter(contract_no__iexact=text.strip())
    page = listing(request, rows, sorts={"new": ("id",)}, default="-new", counted=False)
    may_write = request.standing.may(Permission.WRITE_LETTERS)
    units = units_under(scope_of(request.standing, Permission.WRITE_LETTERS)) if may_write else []
    ready = (
        Letter.objects.filter(status="READY", print_run__isnull=True, branch__in=units)
        .values("branch_id", "branch__name").annotate(n=Count("pk")).order_by("branch__name")[:20]
        if may_write else []
    )  # fmt: skip
    context = {
        "page": page, "rows": [(row, TONES[row.status]) for row in page], "kinds": LetterKind.choices,
        "states": LetterStatus.choices, "kind": kind, "status": status, "q": text, "ready": list(ready),
        "runs": list(PrintRun.objects.filter(branch__in=units).select_related("carrier").order_by("-made_at")[:6])
        if may_write else [],
        "crumbs": [(_("Letters"), "")],
    }  # fmt: skip
    return render(request, "office/letters/letters.html", context)


@requires(Permission.SEE_LETTERS)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: what it says, where it is, its history."""
    found = _visible(request, pk)
    context = {
        "letter": found, "tone": TONES[found.status], "may_write": request.standing.may(Permission.WRITE_LETTERS),
        "may_carry": request.standing.may(Permission.CARRY_LETTERS),
        "history": journal.history_of("letter", found.pk, limit=20),
        "crumbs": [(_("Letters"), reverse("letters:letters")), (found.number, "")],
    }  # fmt: skip
    return render(request, "office/letters/letter.html", context)


@requires(Permission.SEE_LETTERS)
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """The letter as PDF; who opened it is written down."""
    found = _visible(request, pk)
    if not found.stored_as:
        operations.set_letter(letter=found, now=clock.now())
        found.refresh_from_db()
    customer_no = found.customer.customer_no if found.customer else ""
    saw(request, "letter", found.pk, "letter", customer_no=customer_no)
    name = f"{found.number.replace('/', '-')}.pdf"
    return FileResponse(default_storage.open(found.stored_as), filename=name, content_type="application/pdf")


@requires(Permission.CARRY_LETTERS)
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Records the delivery with its proof."""
    found = _visible(request, pk, Permission.CARRY_LETTERS)

    def run(said: dict[str, Any]) -> None:
        photo, now = said.pop("photo"), clock.now()
        proof = None
        if photo is not None and found.case is not None:
            proof = cases.attach_document(
                case=found.case, file=photo, file_name=photo.name, title=found.number, kind="DELIVERY",
                by=request.user, now=now,
            )  # fmt: skip
        operations.deliver(letter=found, proof=proof, by=request.user, now=now, **said)

    return act(
        request, DeliveryForm(request.POST or None, request.FILES or None), run, title=_("Delivered"),
        button=_("Record the delivery"), back=reverse("letters:letter", args=[pk]), done=_("The delivery is recorded."),
        text=_("A warning letter counts from this day at the contact rules."),
        crumbs=[(_("Letters"), reverse("letters:letters")), (found.number, reverse("letters:letter", args=[pk]))],
    )  # fmt: skip


@requires(Permission.CARRY_LETTERS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Records that the letter came back."""
    found = _visible(request, pk, Permission.CARRY_LETTERS)
    return act(
        request, ReasonForm(request.POST or None),
        lambda said: operations.take_back(letter=found, by=request.user, now=clock.now(), **said),
        title=_("Came back"), button=_("Record it"), back=reverse("letters:letter", args=[pk]), done=_("Recorded."),
    )  # fmt: skip


@requires(Permission.WRITE_LETTERS)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Makes the letter void."""
    found = _visible(request, pk, Permission.WRITE_LETTERS)
    return act(
        request, ReasonForm(request.POST or None),
        lambda said: operations.void(letter=found, by=request.user, now=clock.now(), **said),
        title=_("Void this letter"), button=_("Void it"), back=reverse("letters:letter", args=[pk]), tone="bad",
        done=_("The letter is void; its number stays its own."),
    )  # fmt: skip


@require_POST
@requires(Permission.WRITE_LETTERS)
def print_ready(request: HttpRequest) -> HttpResponse:
    """Makes the print files of a branch: one for each carrier and route."""
    units = units_under(scope_of(request.standing, Permission.WRITE_LETTERS))
    branch = get_object_or_404(units, pk=request.POST.get("branch") or 0)
    now = clock.now()
    operations.set_letters(now=now, limit=500)
    runs = operations.print_all(branch=branch, by=request.user, now=now)
    messages.success(request, _("%(n)d print files are ready.") % {"n": len(runs)})
    return redirect("letters:letters")


@requires(Permission.WRITE_LETTERS)
def print_file(request: HttpRequest, pk: int) -> FileResponse:
    """One print file."""
    units = units_under(scope_of(request.standing, Permission.WRITE_LETTERS))
    run = get_object_or_404(PrintRun, pk=pk, branch__in=units)
    saw(request, "print_run", run.pk, "letters")
    return FileResponse(
        default_storage.open(run.stored_as), filename=f"cetak-{run.pk}.pdf", content_type="application/pdf"
    )


@requires(Permission.WRITE_LETTERS)
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Writes a warning letter for a contract of a case."""
    case_id = number_of(code, prefix=CODE_PREFIX)
    case = find_case(case_id, standing=request.standing) if case_id else None
    if case is None:
        raise Http404(_("There is no such case in your branches."))
    form = WarningForm(request.POST or None)
    rows = Contract.objects.filter(customer=case.customer_id).order_by("contract_no")
    form.fields["contract"].choices = [(str(row.pk), row.contract_no) for row in rows]

    def run(said: dict[str, Any]) -> HttpResponse:
        now = clock.now()
        made = operations.issue_warning(
            case=case, contract=rows.get(pk=said["contract"]), kind=said["kind"], by=request.user, now=now
        )
        operations.set_letter(letter=made, now=now)
        return redirect("letters:letter", made.pk)

    return act(
        request, form, run, title=_("Write a letter"), button=_("Write it"), done="",
        back=reverse("desk:case", args=[code]),
        text=_("It is numbered at once. What the law demands and the turn of the letter are checked."),
        crumbs=[(code, reverse("desk:case", args=[code]))],
    )  # fmt: skip


def _visible(request: HttpRequest, pk: int, permission: str = Permission.SEE_LETTERS) -> Letter:
    found = letters_in(request.standing, permission).select_related("case", "proof", "agent").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such letter in your branches."))
    return found
