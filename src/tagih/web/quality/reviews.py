"""The reviewer's work: the queue, the page on which a contact is heard and scored, marks in the sound."""

import re
from dataclasses import dataclass
from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.quality import operations as quality
from tagih.quality import queries
from tagih.quality.enums import EvaluationKind, EvaluationStatus, Sample
from tagih.quality.models import Evaluation, Mark, Review
from tagih.quality.permissions import Permission
from tagih.web.quality.forms import ReasonForm
from tagih.web.quality.rates import wording
from tagih.web.quality.words import SIGNS, answer_words, fatal_words
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires, signed_in

AT = re.compile(r"^(?:(\d{1,3}):)?(\d{1,2})(?:[.,](\d))?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """One item on the page: its words, the answers it allows, the one given."""

    id: str
    text: str
    law: str
    fatal: str
    choices: list[tuple[str, str]]
    answer: str
    comment: str
    only_if: tuple[str, str] | None
    is_wrong: bool


@requires(Permission.REVIEW)
def queue(request: HttpRequest) -> HttpResponse:
    """What a reviewer still has to hear, the soonest due first."""
    rows = list(queries.queue(request.user)[:200])
    unread = Evaluation.objects.filter(
        reviewer=request.user, kind=EvaluationKind.CALIBRATION, status=EvaluationStatus.DRAFT,
        calibration_contacts__calibration__status="OPEN",
    ).select_related("attempt").order_by("pk")  # fmt: skip
    context = {
        "rows": [(row, [SIGNS[sign] for sign in row.signs if sign in SIGNS]) for row in rows],
        "calibrations": list(unread),
        "late": sum(row.due_on < request.standing.on for row in rows),
        "today": request.standing.on,
        "crumbs": [(_("Reviews"), "")],
    }
    return render(request, "quality/queue.html", context)


@requires(Permission.REVIEW)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a contact to score."""
    review = get_object_or_404(queries.queue(request.user), pk=pk)
    if request.method != "POST":
        return redirect("quality:queue")
    try:
        score = quality.start_score(review=review, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("quality:queue")
    return redirect("quality:score", score.pk)


@requires(Permission.REVIEW)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a contact that cannot be reviewed out of the queue, with the reason."""
    review = get_object_or_404(Review.objects.filter(reviewer=request.user), pk=pk)
    return act(
        request, ReasonForm(request.POST or None),
        lambda said: quality.drop_review(review=review, **said, by=request.user, now=clock.now()),
        title=_("Cannot be reviewed"), button=_("Take out"), back=reverse("quality:queue"), done=_("Taken out."),
        text=_("It stays in the sample as not reviewed; the reason is kept."), crumbs=_crumbs(),
    )  # fmt: skip


@csp_update({"style-src": [NONCE]})
@signed_in("a score is open to its reviewer, its agent once released, and whoever leads; checked in the row")
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """A score: to fill in for its reviewer, to read for everybody else who may."""
    held = find(request, pk)
    wrong, problem = "", ""
    if request.method == "POST":
        if held.reviewer_id != request.user.pk:
            return HttpResponse(status=403)
        try:
            _save(request, held)
            if "submit" in request.POST:
                quality.submit(evaluation=held, by=request.user, now=clock.now())
                messages.success(request, _("The score is submitted."))
                return redirect("quality:queue" if held.review_id else "quality:calibrations")
            messages.success(request, _("Saved."))
            return redirect("quality:score", held.pk)
        except Refusal as refusal:
            wrong, problem = refusal.field, str(refusal)
            held = find(request, pk)
    context = page_of(request, held, wrong) | {"problem": problem}
    return render(request, "quality/score.html", context, status=422 if problem else 200)


@requires(Permission.REVIEW)
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a comment at a moment of the recording."""
    held = find(request, pk)
    if request.method == "POST":
        try:
            quality.add_mark(
                evaluation=held, at_ms=moment_ms(request.POST.get("at", "")), text=request.POST.get("text", ""),
                item=request.POST.get("item", ""), by=request.user, now=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect(reverse("quality:score", args=[held.pk]) + "#marks")


@requires(Permission.REVIEW)
def unmark(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an own mark back."""
    found = get_object_or_404(Mark.objects.select_related("evaluation"), pk=pk, evaluation__reviewer=request.user)
    if request.method == "POST":
        try:
            quality.remove_mark(mark=found, by=request.user, now=clock.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect(reverse("quality:score", args=[found.evaluation_id]) + "#marks")


def find(request: HttpRequest, pk: int) -> Evaluation:
    """This will return a score that the person may open, or answer 404."""
    rows = Evaluation.objects.select_related(
        "attempt__customer", "attempt__recording", "agent", "reviewer", "form__scorecard", "review__plan"
    ).defer("review__plan__frame")
    held = get_object_or_404(rows, pk=pk)
    if not queries.can_see(held, request.user, request.standing):
        return get_object_or_404(rows.none(), pk=pk)
    return held


def page_of(request: HttpRequest, held: Evaluation, wrong: str = "") -> dict[str, Any]:
    """This will return what the page of a score shows."""
    card = queries.form_of(held.form)
    is_draft = held.status == EvaluationStatus.DRAFT and held.reviewer_id == request.user.pk
    recording = getattr(held.attempt, "recording", None)
    samples = sorted({row.sample for row in held.review.drawn.all()}) if held.review else []
    return {
        "row": held,
        "sections": [
            (wording(section.name), [_asked(item, held, wrong) for item in section.items]) for section in card.sections
        ],
        "item_choices": [(item.id, wording(item.text)) for item in card.items.values()],
        "marks": list(held.marks.all()),
        "is_draft": is_draft,
        "is_agent": held.agent_id == request.user.pk,
        "may_coach": request.standing.may(Permission.COACH) and bool(held.agent_id) and held.agent_id != request.user.pk
        and held.status != EvaluationStatus.DRAFT,
        "is_blind": held.kind == EvaluationKind.CALIBRATION,
        "recording": recording,
        "readings": getattr(recording, "reading", None) if recording else None,
        "hits": list(held.attempt.phrase_hits.order_by("at_ms", "pk")) if held.agent_id != request.user.pk else [],
        "samples": [Sample(one).label for one in samples],
        "dispute": held.disputes.order_by("-pk").first(),
        "newer": getattr(held, "replaced_by", None),
        "signs": [SIGNS[sign] for sign in held.review.signs if sign in SIGNS] if held.review else [],
        "crumbs": [*_crumbs(), (_("Score"), "")] if is_draft or held.agent_id != request.user.pk
        else [(_("My scores"), reverse("quality:mine")), (_("Score"), "")],
    }  # fmt: skip


def moment_ms(text: str) -> int:
    """This will read `2:07` or `127` or `2:07,5` as milliseconds; anything else is the beginning."""
    found = AT.match(text.strip())
    if not found:
        return 0
    minutes, seconds, tenth = (int(part or 0) for part in found.groups())
    return (minutes * 60 + seconds) * 1000 + tenth * 100


def _asked(item: Any, held: Evaluation, wrong: str) -> Asked:
    return Asked(
        id=item.id, text=wording(item.text), law=item.law, fatal=fatal_words(item.fatal),
        choices=answer_words(item), answer=held.answers.get(item.id, ""), comment=held.comments.get(item.id, ""),
        only_if=item.only_if, is_wrong=item.id == wrong,
    )  # fmt: skip


def _save(request: HttpRequest, held: Evaluation) -> None:
    said = request.POST
    quality.save_answers(
        evaluation=held,
        answers={key.removeprefix("a-"): value for key, value in said.items() if key.startswith("a-")},
        comments={key.removeprefix("c-"): value[:1000] for key, value in said.items() if key.startswith("c-")},
        summary=said.get("summary", "")[:4000],
        version=int(said["version"]) if said.get("version", "").isdigit() else -1,
        by=request.user,
        now=clock.now(),
    )


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Reviews"), reverse("quality:queue"))]
