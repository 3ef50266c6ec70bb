"""Restrictions in force, and their end: proposed by one person, decided by another."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.privacy import operations as privacy
from tagih.privacy import queries
from tagih.privacy.enums import ProposalStatus
from tagih.privacy.models import Lifting
from tagih.privacy.permissions import Permission
from tagih.web.office.privacy.forms import AnswerForm, LiftingForm, NothingForm
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing

SORTS = {"since": ("done_at", "pk"), "name": ("customer__full_name", "pk")}


@requires(Permission.HANDLE_REQUESTS)
def restrictions(request: HttpRequest) -> HttpResponse:
    """Whose data may be used no further, since when, and whether the end is proposed."""
    rows = queries.restrictions().filter(customer__in=_visible(request))
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(Q(customer__full_name__icontains=text) | Q(customer__customer_no__iexact=text))
    page = listing(request, rows, sorts=SORTS, default="-since")
    context = {
        "page": page,
        "rows": [(row, row.waiting[0] if row.waiting else None) for row in page],
        "text": text,
        "own": request.user.pk,
        "may_decide": request.standing.may(Permission.DECIDE_REQUESTS),
        "crumbs": [(_("Personal data"), reverse("privacy:register")), (_("Restrictions"), "")],
    }
    return render(request, "office/privacy/restrictions.html", context)


@requires(Permission.HANDLE_REQUESTS)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposes the end of a restriction."""
    found = queries.restrictions().filter(customer__in=_visible(request), pk=pk).first()
    if found is None:
        raise Http404(_("There is no such restriction in your branches."))
    return act(
        request, LiftingForm(request.POST or None),
        lambda said: privacy.propose_lifting(request=found, **said, by=request.user, now=clock.now()),
        title=_("End the restriction of %(name)s") % {"name": found.customer.full_name}, button=_("Propose"),
        back=reverse("privacy:restrictions"), done=_("Proposed. Somebody else decides now."), crumbs=_crumbs(),
        text=_("Contact stays stopped until a second person agrees."),
    )  # fmt: skip


@requires(Permission.DECIDE_REQUESTS)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a restriction as somebody else proposed."""
    found = _lifting_or_404(request, pk)
    return act(
        request, NothingForm(request.POST if request.method == "POST" else None),
        lambda said: privacy.lift_restriction(lifting=found, by=request.user, now=clock.now()),
        title=_("End the restriction of %(name)s") % {"name": found.request.customer.full_name}, button=_("End it"),
        back=reverse("privacy:restrictions"), done=_("The restriction is over. The contact rules know it at once."),
        crumbs=_crumbs(), text=_told(found),
    )  # fmt: skip


@requires(Permission.DECIDE_REQUESTS)
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Declines the proposed end."""
    found = _lifting_or_404(request, pk)
    return act(
        request, AnswerForm(request.POST or None),
        lambda said: privacy.keep_restriction(lifting=found, **said, by=request.user, now=clock.now()),
        title=_("Keep the restriction of %(name)s") % {"name": found.request.customer.full_name}, button=_("Keep it"),
        back=reverse("privacy:restrictions"), done=_("The restriction stays."), crumbs=_crumbs(), text=_told(found),
    )  # fmt: skip


def _told(found: Lifting) -> str:
    return _("%(who)s proposes to end it: %(reason)s") % {
        "who": found.proposed_by.full_name, "reason": found.reason,
    }  # fmt: skip


def _visible(request: HttpRequest, permission: str = Permission.HANDLE_REQUESTS):
    return queries.visible_customers(request.standing, permission)


def _lifting_or_404(request: HttpRequest, pk: int) -> Lifting:
    ours = _visible(request, Permission.DECIDE_REQUESTS)
    waiting = Lifting.objects.filter(status=ProposalStatus.WAITING, request__customer__in=ours)
    return get_object_or_404(waiting.select_related("request__customer", "proposed_by"), pk=pk)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Personal data"), reverse("privacy:register")), (_("Restrictions"), reverse("privacy:restrictions"))]
