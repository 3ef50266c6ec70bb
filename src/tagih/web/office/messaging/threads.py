"""Conversations: who waits for an answer, the thread of a person over every channel, suggestions to confirm."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages as flash
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.cases.models import Case
from tagih.cases.queries import scope_paths
from tagih.kernel import clock
from tagih.messaging import operations, queries
from tagih.messaging.models import Message, Reply, Snippet, Suggestion, Thread
from tagih.messaging.permissions import Permission
from tagih.web.ui.forms import DayField, RupiahField, refusals_shown
from tagih.web.ui.guard import requires, saw
from tagih.web.ui.listing import listing

SORTS = {"answer": ("answer_by", "-last_at", "pk")}
MOST = 60


class AnswerForm(forms.Form):
    """An answer."""

    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecideForm(forms.Form):
    """A suggestion, corrected where it needs to be."""

    amount = RupiahField(label=gettext_lazy("Amount"), required=False)
    due_on = DayField(label=gettext_lazy("Day"), required=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, by us or to us."""

    at: datetime
    is_ours: bool
    channel: str
    text: str
    state: str
    suggestions: list[Suggestion]


@requires(Permission.ANSWER_MESSAGES)
def threads(request: HttpRequest) -> HttpResponse:
    """Conversations that wait, the most urgent first; then the newest."""
    which = request.GET.get("mana", "menunggu")
    rows = _seen(request).select_related("customer", "assignee")
    if which == "menunggu":
        rows = rows.filter(waits_since__isnull=False)
    elif which == "saya":
        rows = rows.filter(assignee=request.user)
    page = listing(request, rows, sorts=SORTS, default="answer", counted=False)
    context = {
        "page": page,
        "rows": list(page),
        "which": which,
        "now": clock.now(),
        "crumbs": [(_("Conversations"), "")],
    }
    return render(request, "office/messaging/threads.html", context)


@requires(Permission.ANSWER_MESSAGES)
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation."""
    return _page(request, get_object_or_404(_seen(request).select_related("customer", "assignee"), pk=pk), AnswerForm())


@require_POST
@requires(Permission.ANSWER_MESSAGES)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers, takes over, or puts aside."""
    row = get_object_or_404(_seen(request).select_related("customer", "assignee"), pk=pk)
    act, form = request.POST.get("act", "answer"), AnswerForm(request.POST)
    if act == "aside":
        operations.put_aside(thread=row, by=request.user, now=clock.now())
        return redirect("messaging:threads")
    if act == "take":
        operations.assign_thread(thread=row, assignee=request.user, by=request.user, now=clock.now())
        return redirect("messaging:thread", pk=pk)
    if form.is_valid():
        with refusals_shown(form):
            operations.answer_thread(thread=row, text=form.cleaned_data["text"], by=request.user, now=clock.now())
            flash.success(request, _("The answer leaves as soon as the contact rules allow it."))
            return redirect("messaging:thread", pk=pk)
    return _page(request, row, form)


@require_POST
@requires(Permission.ANSWER_MESSAGES)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms or dismisses what a reply seems to ask for."""
    suggestion = get_object_or_404(
        Suggestion.objects.select_related("reply"), pk=pk, reply__thread__in=_seen(request).values("pk")
    )
    form, now = DecideForm(request.POST), clock.now()
    if form.is_valid():
        with refusals_shown(form):
            if request.POST.get("act") == "dismiss":
                operations.dismiss_suggestion(suggestion=suggestion, by=request.user, now=now)
            else:
                operations.confirm_suggestion(suggestion=suggestion, by=request.user, now=now, **form.cleaned_data)
    for error in [text for texts in form.errors.values() for text in texts]:
        flash.error(request, error)
    return redirect("messaging:thread", pk=suggestion.reply.thread_id)


def _page(request: HttpRequest, row: Thread, form: AnswerForm) -> HttpResponse:
    replies = list(Reply.objects.filter(thread=row).prefetch_related("suggestions").order_by("-at")[:MOST])
    said = [
        Said(one.at, False, one.get_channel_display(), queries.words_of(one), str(one.get_intent_display()),
             list(one.suggestions.all()))
        for one in replies
    ]  # fmt: skip
    if row.customer is not None:
        saw(request, "thread", row.pk, _("conversation"), customer_no=row.customer.customer_no)
        ours = Message.objects.filter(customer=row.customer, text_cipher__isnull=False).order_by("-ordered_at")[:MOST]
        said += [
            Said(one.accepted_at or one.ordered_at, True, one.get_channel_display(), queries.words_of(one),
                 str(one.get_state_display()), [])
            for one in ours
        ]  # fmt: skip
    values = queries.snippet_values(row.customer_id, now=clock.now()) if row.customer_id else {}
    context = {
        "thread": row, "said": sorted(said, key=lambda one: one.at), "form": form,
        "case": Case.objects.filter(customer=row.customer, status="OPEN").first() if row.customer else None,
        "snippets": [(one, one.body_id.format_map(values)) for one in Snippet.objects.filter(is_active=True)]
        if values else [], "now": clock.now(),
        "crumbs": [(_("Conversations"), reverse("messaging:threads")), (str(row.customer or row.sender_masked), "")],
    }  # fmt: skip
    return render(request, "office/messaging/thread.html", context, status=422 if form.errors else 200)


def _seen(request: HttpRequest) -> QuerySet[Thread]:
    """Conversations of the units in scope; unknown senders for who sees all."""
    if request.standing.may(Permission.SEE_ALL_THREADS):
        return Thread.objects.all()
    allowed = Q(assignee=request.user)
    for path in scope_paths(request.standing, Permission.ANSWER_MESSAGES):
        allowed |= Q(branch__path__startswith=path)
    return Thread.objects.filter(allowed)
