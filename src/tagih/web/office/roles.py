"""Who may do what, in sentences; and who did and saw what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tagih.journal import queries as journal
from tagih.journal.models import Access
from tagih.staff import queries, roles
from tagih.staff.permissions import Permission
from tagih.web.ui.guard import requires
from tagih.web.ui.listing import listing

EVENTS_SHOWN = 100


@requires(Permission.SEE_PEOPLE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every role with its sentence, what it may do, and how many hold it today."""
    counts = queries.holders_by_role(request.standing, Permission.SEE_PEOPLE)
    context = {
        "roles": [(role, roles.sentences_of(role.code), counts.get(role.code, 0)) for role in roles.ROLES.values()],
        "crumbs": [(_("Roles"), "")],
    }
    return render(request, "office/roles.html", context)


@requires(Permission.SEE_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """Who saw whose personal data, or what happened around one customer, person or unit."""
    kind = "seen" if request.GET.get("tab") == "seen" else "done"
    wanted = request.GET.get("q", "").strip()
    context = {"tab": kind, "q": wanted, "crumbs": [(_("Audit trail"), "")]}
    if kind == "seen":
        rows = Access.objects.filter(customer_no=wanted) if wanted else Access.objects.all()
        context["page"] = listing(request, rows, sorts={"at": ("at", "pk")}, default="-at", counted=False)
    else:
        context["entries"] = journal.recent(customer_no=wanted, limit=EVENTS_SHOWN)
    return render(request, "office/audit.html", context)
