"""People: the list, one person, and joining."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from tagih.journal import queries as journal
from tagih.kernel import clock, database
from tagih.staff import operations as staff
from tagih.staff import queries, roles
from tagih.staff.models import Certificate, Membership, Person, SignIn, Unit
from tagih.staff.permissions import Permission
from tagih.web.office.forms import HireForm, with_day
from tagih.web.ui.downloads import download
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import may, requires
from tagih.web.ui.listing import listing

SORTS = {"name": ("full_name", "pk"), "number": ("employee_no", "pk"), "joined": ("joined_on", "pk")}
SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list."""

    person: Person
    held: list[tuple[Any, Unit]]
    certificate: Certificate | None
    certificate_tone: str


@requires(Permission.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in scope: searched, filtered, sorted; also as a file."""
    standing = request.standing
    rows = _filtered(request, queries.people_visible_to(standing, Permission.SEE_PEOPLE))
    rows = rows.prefetch_related(
        Prefetch("memberships", queries.memberships_on(standing.on).select_related("unit").order_by("pk"), "held_now"),
        Prefetch("certificates", Certificate.objects.order_by("-valid_until", "pk")),
    )
    if "file" in request.GET:
        return _file(request, rows.order_by("full_name", "pk"))
    page = listing(request, rows, sorts=SORTS, default="name")
    context = {
        "page": page,
        "lines": [_line(person, standing) for person in page],
        "units": _unit_choices(standing),
        "roles": roles.ROLES.values(),
        "chosen": {key: request.GET.get(key, "") for key in ("q", "unit", "role", "state")},
        "is_filtered": any(request.GET.get(key) for key in ("q", "unit", "role", "state")),
        "may_edit": may(request, Permission.EDIT_PEOPLE),
        "crumbs": [(_("People"), "")],
    }
    return render(request, "office/people.html", context)


@requires(Permission.SEE_PEOPLE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles past and present, certificates, what happened."""
    found = get_object_or_404(queries.people_visible_to(request.standing, Permission.SEE_PEOPLE), pk=pk)
    held = list(Membership.objects.filter(person=found).select_related("unit").order_by("ends_on", "-starts_on", "-pk"))
    context = {
        "person": found,
        "today": request.standing.on,
        "memberships": [
            (membership, _role_name(membership.role), _phase(membership, request.standing.on)) for membership in held
        ],
        "certificates": [
            (certificate, _tone(certificate, request.standing))
            for certificate in Certificate.objects.filter(person=found).order_by("-valid_until", "pk")
        ],
        "history": journal.history_of("person", found.pk, limit=30),
        "has_factor": TOTPDevice.objects.filter(user=found, confirmed=True).exists(),
        "last_seen": SignIn.objects.filter(person=found).order_by("-seen_at").values_list("seen_at", flat=True).first(),
        "may_edit": may(request, Permission.EDIT_PEOPLE),
        "may_certify": may(request, Permission.EDIT_CERTIFICATES),
        "crumbs": [(_("People"), reverse("office:people")), (found.full_name, "")],
    }
    return render(request, "office/person.html", context)


@requires(Permission.EDIT_PEOPLE)
def hire(request: HttpRequest) -> HttpResponse:
    """A new person with a first role; their one-time password is shown once."""
    units = queries.units_under(request.standing.paths(Permission.EDIT_PEOPLE)).filter(closed_on__isnull=True)
    form = HireForm(request.POST or None, initial=with_day("joined_on", request.standing.on))
    form.fields["unit"].offer(units)
    if request.method == "POST" and form.is_valid():
        hired = None
        with refusals_shown(form):
            hired = _hire(request, form.cleaned_data)
        if hired is not None:
            return show_password(request, *hired)
    context = {"form": form, "crumbs": [(_("People"), reverse("office:people")), (_("New person"), "")]}
    return render(request, "office/hire.html", context, status=422 if form.errors else 200)


def show_password(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    """This will show a one-time password, once; it is stored nowhere."""
    context = {
        "person": person,
        "password": password,
        "crumbs": [(_("People"), reverse("office:people")), (person.full_name, "")],
    }
    response = render(request, "office/password.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _hire(request: HttpRequest, data: dict[str, Any]) -> tuple[Person, str]:
    now = clock.now()
    role, unit = data.pop("role"), data.pop("unit")
    with database.transaction():
        hired, password = staff.hire(**data, by=request.user, now=now)
        staff.grant_role(person=hired, unit=unit, role=role, starts_on=data["joined_on"], by=request.user, now=now)
    return hired, password


def _filtered(request: HttpRequest, rows: QuerySet[Person]) -> QuerySet[Person]:
    wanted = request.GET.get("q", "").strip()
    if wanted:
        rows = rows.filter(
            Q(full_name__icontains=wanted) | Q(username__icontains=wanted) | Q(employee_no__istartswith=wanted)
        )
    held = queries.memberships_on(request.standing.on)
    unit = request.GET.get("unit", "")
    if unit.isdecimal():
        inside = queries.units_under(Unit.objects.filter(pk=int(unit)).values_list("path", flat=True))
        rows = rows.filter(pk__in=held.filter(unit__in=inside).values("person_id"))
    if role := request.GET.get("role", ""):
        rows = rows.filter(pk__in=held.filter(role=role).values("person_id"))
    match request.GET.get("state", ""):
        case "left":
            return rows.filter(is_active=False)
        case "ending":
            ending = queries.certificates_ending(request.standing, Permission.SEE_PEOPLE, within_days=SOON_DAYS)
            return rows.filter(pk__in=ending.values("person_id"))
        case "all":
            return rows
        case _:
            return rows.filter(is_active=True)


def _file(request: HttpRequest, rows: QuerySet[Person]) -> HttpResponse:
    header = [
        _("Employee number"), _("Name"), _("User name"), _("Roles today"), _("Units"), _("First day"), _("Last day"),
        _("Certificate until"),
    ]  # fmt: skip
    lines = (_line(person, request.standing) for person in rows.iterator(chunk_size=500))
    table = (
        [
            line.person.employee_no,
            line.person.full_name,
            line.person.username,
            ", ".join(str(role) for role, _unit in line.held),
            ", ".join(unit.name for _role, unit in line.held),
            line.person.joined_on,
            line.person.left_on,
            line.certificate and line.certificate.valid_until,
        ]
        for line in lines
    )
    return download(request, f"{_('people')}-{request.standing.on:%Y%m%d}", header, table)


def _line(person: Person, standing: queries.Standing) -> Line:
    certificates = list(person.certificates.all())
    newest = certificates[0] if certificates else None
    held = [(_role_name(membership.role), membership.unit) for membership in person.held_now]
    return Line(person, held, newest, _tone(newest, standing) if newest else "")


def _tone(certificate: Certificate, standing: queries.Standing) -> str:
    left = (certificate.valid_until - standing.on).days
    return "bad" if left < 0 else "warn" if left <= SOON_DAYS else "ok"


def _phase(membership: Membership, today: Any) -> str:
    if membership.starts_on > today:
        return "later"
    return "now" if membership.ends_on is None or membership.ends_on > today else "past"


def _role_name(code: str) -> Any:
    return roles.ROLES[code].name if code in roles.ROLES else code


def _unit_choices(standing: queries.Standing) -> list[tuple[int, str]]:
    field = HireForm().fields["unit"]
    field.offer(queries.units_under(standing.paths(Permission.SEE_PEOPLE)).filter(closed_on__isnull=True))
    return field.choices[1:]
