"""What agents answer: own scores, read or disputed; and what another reviewer says to a dispute."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.quality import operations as quality
from tagih.quality import queries
from tagih.quality.models import Dispute
from tagih.quality.permissions import Permission
from tagih.web.quality.forms import DisputeForm, NothingForm, ReplyForm
from tagih.web.quality.rates import wording
from tagih.web.quality.reviews import find, page_of
from tagih.web.quality.words import answer_words
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing


@requires(Permission.SEE_OWN)
def mine(request: HttpRequest) -> HttpResponse:
    """Own scores, as they were released."""
    rows = queries.own_scores(request.user)
    page = listing(request, rows, sorts={"at": ("released_at", "pk")}, default="-at", size=25)
    return render(request, "quality/mine.html", {"page": page, "crumbs": [(_("My scores"), "")]})


@requires(Permission.SEE_OWN)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a score was read."""
    held = find(request, pk)
    return act(
        request, ReplyForm(request.POST or None),
        lambda said: quality.acknowledge(evaluation=held, **said, by=request.user, now=clock.now()),
        title=_("I have read it"), button=_("I have read it"), done=_("Thank you."), crumbs=_own(held.pk),
        back=reverse("quality:score", args=[held.pk]),
        text=_("This says that you know the score, not that you agree. You may still dispute it."),
    )  # fmt: skip


@requires(Permission.SEE_OWN)
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Disputes items of an own score."""
    held = find(request, pk)
    items = queries.form_of(held.form).items
    choices = [(name, wording(items[name].text)) for name in held.answers if name in items]
    return act(
        request, DisputeForm(request.POST or None, items=choices),
        lambda said: quality.dispute(evaluation=held, **said, by=request.user, now=clock.now()),
        title=_("Dispute this score"), button=_("Dispute the score"), crumbs=_own(held.pk),
        back=reverse("quality:score", args=[held.pk]), done=_("Another reviewer decides within five working days."),
        text=_("Somebody else than the first reviewer hears the contact again. Until then the score counts nowhere."),
    )  # fmt: skip


@requires(Permission.SEE_OWN)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an own dispute back."""
    held = get_object_or_404(Dispute, pk=pk, raised_by=request.user)
    return act(
        request, NothingForm(request.POST or None),
        lambda _said: quality.withdraw_dispute(dispute=held, by=request.user, now=clock.now()),
        title=_("Take the dispute back"), button=_("Take it back"), done=_("The score stands."),
        crumbs=_own(held.evaluation_id), back=reverse("quality:score", args=[held.evaluation_id]),
    )  # fmt: skip


@requires(Permission.REVIEW)
def disputes(request: HttpRequest) -> HttpResponse:
    """Open disputes, the soonest due first."""
    rows = queries.disputes_for(request.user, request.standing)
    page = listing(request, rows, sorts={"due": ("due_on", "pk")}, default="due", size=25)
    context = {"page": page, "today": request.standing.on, "crumbs": [(_("Disputes"), "")]}
    return render(request, "quality/disputes.html", context)


@requires(Permission.REVIEW)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decides a dispute: hears the contact again and answers item by item."""
    held = get_object_or_404(queries.disputes_for(request.user, request.standing), pk=pk)
    score = held.evaluation
    problem = ""
    if request.method == "POST":
        answers = {name: request.POST[f"a-{name}"] for name in held.items if f"a-{name}" in request.POST}
        try:
            quality.decide_dispute(
                dispute=held, answers=answers, answer=request.POST.get("answer", ""), by=request.user, now=clock.now()
            )
            messages.success(request, _("The dispute is decided; the agent sees your answer."))
            return redirect("quality:disputes")
        except Refusal as refusal:
            problem = str(refusal)
    items = queries.form_of(score.form).items
    context = page_of(request, score) | {
        "dispute": held,
        "disputed": [
            (name, wording(items[name].text), answer_words(items[name]), score.answers.get(name, ""),
             score.comments.get(name, ""))
            for name in held.items
        ],
        "problem": problem,
        "answer": request.POST.get("answer", ""),
        "is_first": request.user.pk in (score.reviewer_id, score.agent_id),
        "crumbs": [(_("Disputes"), reverse("quality:disputes")), (_("Dispute of a score"), "")],
    }  # fmt: skip
    return render(request, "quality/dispute.html", context, status=422 if problem else 200)


def _own(pk: int) -> list[tuple[Any, str]]:
    return [(_("My scores"), reverse("quality:mine")), (_("Score"), reverse("quality:score", args=[pk]))]
