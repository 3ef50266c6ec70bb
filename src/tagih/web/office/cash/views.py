"""Cash in the hands of collectors, deposits that wait, lines of the bank, the closing of a day."""

from django import forms
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tagih.field import operations as field
from tagih.field import queries
from tagih.field.enums import DepositState
from tagih.field.models import DayClosing, Deposit, Receipt
from tagih.field.permissions import Permission
from tagih.kernel import clock, money
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.staff.queries import people_visible_to
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import may, requires


class CheckForm(forms.Form):
    """What the cashier says of a deposit."""

    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=200, required=False,
        help_text=gettext_lazy("Needed when you reject it."),
    )  # fmt: skip
    bank_reference = forms.CharField(label=gettext_lazy("Line of the bank statement"), max_length=60, required=False)


class LinesForm(forms.Form):
    """Lines of a bank statement as they are copied: reference; amount."""

    lines = forms.CharField(
        label=gettext_lazy("Lines of the bank statement"), widget=forms.Textarea({"rows": 4, "class": "mono"}),
        help_text=gettext_lazy("One a line: reference; amount"),
    )  # fmt: skip

    def clean_lines(self) -> list[field.BankLine]:
        found = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["lines"].splitlines()), start=1):
            reference, _semicolon, amount = line.rpartition(";")
            try:
                found.append(field.BankLine(reference.strip()[:60], money.parse(amount.strip())))
            except money.NotMoney:
                raise forms.ValidationError(_("Line %(number)d has no amount.") % {"number": number}) from None
        return found


@requires(Permission.SEE_CASH)
def cash(request: HttpRequest) -> HttpResponse:
    """Who holds what, and deposits that wait."""
    now = clock.now()
    form = LinesForm(request.POST or None)
    may_check = may(request, Permission.CHECK_DEPOSITS)
    if request.method == "POST" and may_check and form.is_valid():
        found = field.match_bank(lines=form.cleaned_data["lines"], by=request.user, now=now)
        messages.success(request, _("%(found)d deposits found in the statement.") % {"found": found})
        return redirect("cash:cash")
    people = _collectors(request)
    rows = [(person, ledger) for person, ledger in queries.ledgers(people, now=now) if ledger.receipts or ledger.voided]
    context = {
        "rows": sorted(rows, key=lambda row: (-row[1].in_hand, row[0].full_name)),
        "deposits": Deposit.objects.filter(state=DepositState.SUBMITTED, collector__in=people)
        .select_related("collector", "branch").order_by("made_at"),
        "denied": Receipt.objects.filter(denied_at__isnull=False, collector__in=people)
        .select_related("collector", "customer").order_by("-denied_at")[:20],
        "form": form, "may_check": may_check, "crumbs": [(_("Cash of collectors"), "")],
    }  # fmt: skip
    return render(request, "office/cash/cash.html", context)


@requires(Permission.CHECK_DEPOSITS)
def deposit(request: HttpRequest, deposit_id: str) -> HttpResponse:
    """One deposit: approve it, or reject it with a reason."""
    held = get_object_or_404(_deposits(request), pk=deposit_id)
    form = CheckForm(request.POST or None, initial={"bank_reference": held.bank_reference})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            field.check_deposit(
                deposit=held,
                is_approved="approve" in request.POST,
                by=request.user,
                now=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("Checked."))
            return redirect("cash:cash")
    crumbs = [(_("Cash of collectors"), reverse("cash:cash")), (str(held.collector), "")]
    return render(request, "office/cash/deposit.html", {"deposit": held, "form": form, "crumbs": crumbs})


@require_GET
@requires(Permission.SEE_CASH)
def slip(request: HttpRequest, deposit_id: str) -> HttpResponse:
    """The picture of a deposit's slip."""
    held = get_object_or_404(_deposits(request, Permission.SEE_CASH).filter(slip__isnull=False), pk=deposit_id)
    with default_storage.open(held.slip.stored_as) as file:
        return HttpResponse(file.read(), content_type=held.slip.content_type)


@require_POST
@requires(Permission.CHECK_DEPOSITS)
def close(request: HttpRequest, employee_no: str) -> HttpResponse:
    """Closes a collector's day at zero."""
    people = people_visible_to(request.standing, Permission.CHECK_DEPOSITS)
    person = get_object_or_404(people, employee_no=employee_no)
    now = clock.now()
    try:
        field.close_cash_day(collector=person, day=clock.today_in(clock.WIB, now=now), by=request.user, now=now)
        messages.success(request, _("Closed at zero."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("cash:person", employee_no=employee_no)


@require_GET
@requires(Permission.SEE_CASH)
def person(request: HttpRequest, employee_no: str) -> HttpResponse:
    """One collector's receipts, deposits and closings."""
    one = get_object_or_404(people_visible_to(request.standing, Permission.SEE_CASH), employee_no=employee_no)
    receipts = Receipt.objects.filter(collector=one).select_related("customer", "contract").order_by("-issued_at")[:100]
    context = {
        "person": one, "ledger": queries.ledger_of(one, now=clock.now()), "receipts": receipts,
        "deposits": Deposit.objects.filter(collector=one).select_related("checked_by").order_by("-made_at")[:50],
        "closings": DayClosing.objects.filter(collector=one).select_related("closed_by").order_by("-day")[:30],
        "may_check": may(request, Permission.CHECK_DEPOSITS),
        "crumbs": [(_("Cash of collectors"), reverse("cash:cash")), (str(one), "")],
    }  # fmt: skip
    return render(request, "office/cash/person.html", context)


def _collectors(request: HttpRequest) -> list[Person]:
    visible = people_visible_to(request.standing, Permission.SEE_CASH)
    return list(visible.filter(receipts__isnull=False).distinct())


def _deposits(request: HttpRequest, permission: str = Permission.CHECK_DEPOSITS):
    visible = people_visible_to(request.standing, permission)
    return Deposit.objects.filter(collector__in=visible).select_related("collector", "slip", "branch")
