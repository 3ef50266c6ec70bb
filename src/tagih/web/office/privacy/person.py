"""One person's data: what is held, masked; what is shown in clear for a reason; consents; who saw what."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.contacts import operations as contacts
from tagih.contacts.enums import ConsentScope
from tagih.contacts.models import ContactPoint, PersonFlag
from tagih.contacts.permissions import Permission as Contacts
from tagih.contacts.queries import points_of
from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.portfolio import operations as portfolio
from tagih.portfolio.models import Customer
from tagih.portfolio.permissions import Permission as Portfolio
from tagih.privacy import queries
from tagih.privacy.permissions import Permission
from tagih.web.office.privacy.forms import ConsentForm, ReasonForm
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires, saw

SEEN = 30
WHAT = {
    "contact_point": gettext_lazy("a number in clear"),
    "identity": gettext_lazy("the identity number in clear"),
    "person file": gettext_lazy("the person's whole file"),
    "privacy page": gettext_lazy("this page"),
    "care": gettext_lazy("the care page"),
    "case": gettext_lazy("the case"),
    "warning letters": gettext_lazy("the warning letters"),
    "shared number": gettext_lazy("whose number it shares with others"),
}


@requires(Permission.HANDLE_REQUESTS)
def person(request: HttpRequest, customer_no: str) -> HttpResponse:
    """What is held about a person, masked; who looked is written down."""
    return _page(request, _visible(request, customer_no))


@requires(Permission.HANDLE_REQUESTS, Portfolio.UNMASK_IDENTITY)
def reveal_identity(request: HttpRequest, customer_no: str) -> HttpResponse:
    """Shows the identity number once, for a reason."""
    found = _visible(request, customer_no, Portfolio.UNMASK_IDENTITY)

    def show(said: dict) -> HttpResponse:
        number = portfolio.reveal_identity(customer=found, **said, by=request.user, now=clock.now())
        return _page(request, found, clear={"identity": number})

    return _ask(request, found, show, _("Show the identity number"))


@requires(Permission.HANDLE_REQUESTS, Contacts.UNMASK_POINTS)
def reveal_point(request: HttpRequest, customer_no: str, pk: int) -> HttpResponse:
    """Shows a number once, for a reason."""
    found = _visible(request, customer_no, Contacts.UNMASK_POINTS)
    point = get_object_or_404(ContactPoint.objects.select_related("customer"), pk=pk, customer=found)

    def show(said: dict) -> HttpResponse:
        value = contacts.reveal_point(contact_point=point, **said, by=request.user, now=clock.now())
        return _page(request, found, clear={point.pk: value})

    return _ask(request, found, show, _("Show %(masked)s") % {"masked": point.masked})


@requires(Permission.HANDLE_REQUESTS, Contacts.EDIT_CONSENT)
def grant_consent(request: HttpRequest, customer_no: str) -> HttpResponse:
    """Records a consent with its proof."""
    found = _visible(request, customer_no, Contacts.EDIT_CONSENT)
    return act(
        request, ConsentForm(request.POST or None),
        lambda said: contacts.grant_consent(customer=found, **said, by=request.user, now=clock.now()),
        title=_("Record a consent"), button=_("Record"), back=_address(found), done=_("The consent is recorded."),
        crumbs=_crumbs(found),
    )  # fmt: skip


@requires(Permission.HANDLE_REQUESTS, Contacts.EDIT_CONSENT)
def revoke_consent(request: HttpRequest, customer_no: str, scope: str) -> HttpResponse:
    """Withdraws every standing consent of a scope, at once."""
    found = _visible(request, customer_no, Contacts.EDIT_CONSENT)
    if scope not in ConsentScope.values:
        raise Http404(_("There is no such consent."))
    today = clock.today_in(clock.WIB, now=clock.now())
    return act(
        request, ReasonForm(request.POST or None),
        lambda said: contacts.revoke_consent(
            customer=found, scope=scope, revoked_on=today, by=request.user, now=clock.now(), **said
        ),
        title=_("Withdraw: %(scope)s") % {"scope": ConsentScope(scope).label}, button=_("Withdraw"), tone="bad",
        back=_address(found), done=_("The consent is withdrawn. The gate knows at once."), crumbs=_crumbs(found),
        text=_("If a consent and its withdrawal fall on one day, the withdrawal counts."),
    )  # fmt: skip


def _page(request: HttpRequest, found: Customer, *, clear: dict | None = None) -> HttpResponse:
    saw(request, "customer", found.customer_no, "privacy page", customer_no=found.customer_no)
    clear = clear or {}
    context = {
        "customer": found,
        "identity": clear.get("identity", ""),
        "points": [(point, clear.get(point.id, "")) for point in points_of(found)],
        "consents": found.consents.order_by("-granted_on", "-pk"),
        "flags": PersonFlag.objects.filter(customer=found, ends_at__isnull=True).order_by("starts_at"),
        "requests": queries.requests_of(found)[:20],
        "seen": [(row, WHAT.get(row.what, row.what)) for row in journal.accesses_of_customer(found.customer_no)[:SEEN]],
        "may_identity": request.standing.may(Portfolio.UNMASK_IDENTITY),
        "may_point": request.standing.may(Contacts.UNMASK_POINTS),
        "may_consent": request.standing.may(Contacts.EDIT_CONSENT),
        "crumbs": [*_crumbs(found)[:-1], (found.full_name, "")],
    }
    response = render(request, "office/privacy/person.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _ask(request: HttpRequest, found: Customer, show, title: str) -> HttpResponse:
    return act(
        request, ReasonForm(request.POST or None), show, title=title, button=_("Show"), back=_address(found), done="",
        text=_("Who saw it, when and why is kept and looked at by compliance."), crumbs=_crumbs(found),
    )  # fmt: skip


def _visible(request: HttpRequest, customer_no: str, *more: str) -> Customer:
    """The customer, in the branches where the person holds every one of the permissions."""
    visible = queries.visible_customers(request.standing, Permission.HANDLE_REQUESTS)
    for permission in more:
        visible = visible.filter(pk__in=queries.visible_customers(request.standing, permission).values("pk"))
    found = visible.filter(customer_no=customer_no).first()
    if found is None:
        raise Http404(_("Nobody in your branches has this number."))
    return found


def _address(found: Customer) -> str:
    return reverse("privacy:person", args=[found.customer_no])


def _crumbs(found: Customer) -> list[tuple[str, str]]:
    return [(_("Personal data"), reverse("privacy:register")), (found.full_name, _address(found))]
