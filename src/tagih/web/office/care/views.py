"""Care: the list by urgency, one person, taking it, ending it with a written reason; disaster areas."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tagih.cases import operations as cases
from tagih.cases.models import CareTask, DisasterArea, Hold
from tagih.cases.permissions import Permission
from tagih.cases.queries import in_scope
from tagih.cases.queries.care import care_tasks, is_trained
from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.web.ui.acts import act
from tagih.web.ui.forms import RegionField
from tagih.web.ui.guard import requires, requires_any, saw
from tagih.web.ui.listing import listing

TONES = {"CRITICAL": "bad", "SEVERE": "warn", "NORMAL": "info"}
MOST = 200


class EndForm(forms.Form):
    """Why contact may begin again."""

    reason = forms.CharField(
        label=gettext_lazy("Why contact may begin again"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Say with whom you spoke and why contact does no harm now."),
    )  # fmt: skip


class AreaForm(forms.Form):
    """A region and who declared the disaster."""

    region_code = RegionField()
    name = forms.CharField(label=gettext_lazy("What happened where"), max_length=120)
    source = forms.CharField(label=gettext_lazy("Who declared it"), max_length=200)


@requires_any(Permission.CARE, Permission.WORK_CASES)
def tasks(request: HttpRequest) -> HttpResponse:
    """People in care in the row scope, the soonest due first, and the disaster areas."""
    _trained_only(request)
    ended = request.GET.get("tab") == "ended"
    page = listing(request, care_tasks(request.standing, ended=ended), sorts={"due": ("due_at", "pk")}, counted=False,
                   default="-due" if ended else "due")  # fmt: skip
    now = clock.now()
    context = {
        "page": page,
        "rows": [(task, TONES[task.level], task.ended_at is None and task.due_at < now) for task in page],
        "ended": ended,
        "areas": [] if ended else DisasterArea.objects.filter(ended_at__isnull=True).order_by("region_code")[:MOST],
        "may_declare": request.standing.may(Permission.CARE),
        "crumbs": [(_("Care"), "")],
    }
    return render(request, "office/care/tasks.html", context)


@requires_any(Permission.CARE, Permission.WORK_CASES)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One person in care; who looked is written down."""
    found = _visible(request, pk)
    saw(request, "care", found.pk, "care", customer_no=found.customer.customer_no)
    context = {
        "task": found,
        "tone": TONES[found.level],
        "late": found.ended_at is None and found.due_at < clock.now(),
        "history": journal.history_of("care", found.pk, limit=30),
        "crumbs": [(_("Care"), reverse("care:tasks")), (found.customer.full_name, "")],
    }
    return render(request, "office/care/task.html", context)


@require_POST
@requires_any(Permission.CARE, Permission.WORK_CASES)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a person into one's care."""
    found = _visible(request, pk)
    try:
        cases.take_task(task=found, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This person is in your care."))
    return redirect("care:task", pk)


@requires_any(Permission.CARE, Permission.WORK_CASES)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends the pause, with a written reason."""
    found = _visible(request, pk)
    back = reverse("care:task", args=[pk])
    return act(
        request, EndForm(request.POST or None),
        lambda said: cases.end_care(task=found, reason=said["reason"], by=request.user, now=clock.now()),
        title=_("End the pause"), button=_("End the pause"), back=back, tone="bad",
        done=_("The pause is ended. Work comes back with the next round."),
        text=_("Nothing ends this pause but you. What you write is kept for good."),
        crumbs=[(_("Care"), reverse("care:tasks")), (found.customer.full_name, back)],
    )  # fmt: skip


@requires(Permission.CARE)
def declare(request: HttpRequest) -> HttpResponse:
    """Leaves everybody in a region in peace."""
    return act(
        request, AreaForm(request.POST or None),
        lambda said: cases.declare_disaster(**said, by=request.user, now=clock.now()),
        title=_("Disaster area"), button=_("Leave everybody there in peace"), back=reverse("care:tasks"),
        done=_("Everybody with an open case there is left in peace."),
        text=_("All contact with people who live there stops until a trained person ends it."),
        crumbs=[(_("Care"), reverse("care:tasks"))],
    )  # fmt: skip


@requires(Permission.CARE)
def end_area(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends the pause of a whole region."""
    area = get_object_or_404(DisasterArea, pk=pk, ended_at__isnull=True)
    paused = Hold.objects.filter(area=area, lifted_at__isnull=True)
    if paused.exclude(in_scope(request.standing, Permission.CARE, prefix="case__")).exists():
        messages.error(request, _("People of other branches are left in peace there too. Somebody who answers for all "
                                  "of them ends this pause."))  # fmt: skip
        return redirect("care:tasks")
    return act(
        request, EndForm(request.POST or None),
        lambda said: cases.end_disaster(area=area, reason=said["reason"], by=request.user, now=clock.now()),
        title=_("End the pause for %(name)s") % {"name": area.name}, button=_("End the pause"), tone="bad",
        back=reverse("care:tasks"), done=_("The pause is ended. Work comes back with the next round."),
        crumbs=[(_("Care"), reverse("care:tasks"))],
    )  # fmt: skip


def _trained_only(request: HttpRequest) -> None:
    if not is_trained(request.user, on=request.standing.on):
        raise PermissionDenied


def _visible(request: HttpRequest, pk: int) -> CareTask:
    _trained_only(request)
    for ended in (False, True):
        found = care_tasks(request.standing, ended=ended).filter(pk=pk).first()
        if found is not None:
            return found
    raise Http404(_("There is no such person in your care."))
