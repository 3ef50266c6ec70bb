"""What can be done with one person."""

from typing import Any

from axes.utils import reset as reset_lockout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.staff import operations as staff
from tagih.staff import queries, roles
from tagih.staff.models import Membership, Person
from tagih.staff.permissions import Permission
from tagih.web.office import forms as office_forms
from tagih.web.office.people import show_password
from tagih.web.ui.acts import act
from tagih.web.ui.guard import requires


def _person(request: HttpRequest, pk: int, permission: str = Permission.EDIT_PEOPLE) -> Person:
    return get_object_or_404(queries.people_visible_to(request.standing, permission), pk=pk)


def _membership(request: HttpRequest, pk: int, membership: int) -> Membership:
    return get_object_or_404(
        Membership.objects.select_related("unit", "person"), pk=membership, person=_person(request, pk)
    )


def _with_units(request: HttpRequest, form: forms.Form) -> forms.Form:
    units = queries.units_under(request.standing.paths(Permission.EDIT_PEOPLE)).filter(closed_on__isnull=True)
    form.fields["unit"].offer(units)
    return form


def _around(person: Person) -> dict[str, Any]:
    address = reverse("office:person", args=[person.pk])
    return {"back": address, "crumbs": [(_("People"), reverse("office:people")), (person.full_name, address)]}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": clock.now()}


@requires(Permission.EDIT_PEOPLE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects name, number, e-mail."""
    person = _person(request, pk)
    initial = {"full_name": person.full_name, "employee_no": person.employee_no, "email": person.email}
    return act(
        request,
        office_forms.EditForm(request.POST or None, initial=initial),
        lambda data: staff.edit_person(person=person, **data, **_by(request)),
        title=_("Correct"),
        button=_("Save"),
        done=_("Saved."),
        **_around(person),
    )


@requires(Permission.EDIT_PEOPLE)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a role in a unit."""
    person = _person(request, pk)
    form = office_forms.GrantForm(request.POST or None, initial=office_forms.with_day("starts_on", request.standing.on))
    return act(
        request,
        _with_units(request, form),
        lambda data: staff.grant_role(person=person, **data, **_by(request)),
        title=_("Give a role"),
        button=_("Give the role"),
        done=_("The role is given."),
        **_around(person),
    )


@requires(Permission.EDIT_PEOPLE)
def move(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Moves to another unit in the same role."""
    held = _membership(request, pk, membership)
    form = office_forms.MoveForm(request.POST or None, initial=office_forms.with_day("on", request.standing.on))
    words = {"role": _name(held.role), "unit": held.unit.name}
    return act(
        request,
        _with_units(request, form),
        lambda data: staff.move(membership=held, **data, **_by(request)),
        title=_("Move"),
        text=_("Now %(role)s in %(unit)s. What was done until then stays counted there.") % words,
        button=_("Move"),
        done=_("Moved."),
        **_around(held.person),
    )


@requires(Permission.EDIT_PEOPLE)
def end_membership(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Ends a role."""
    held = _membership(request, pk, membership)
    form = office_forms.EndMembershipForm(
        request.POST or None, initial=office_forms.with_day("ends_on", request.standing.on)
    )
    words = {"role": _name(held.role), "unit": held.unit.name}
    return act(
        request,
        form,
        lambda data: staff.end_membership(membership=held, **data, **_by(request)),
        title=_("End a role"),
        text=_("%(role)s in %(unit)s.") % words,
        button=_("End the role"),
        done=_("The role is ended."),
        tone="bad-solid",
        **_around(held.person),
    )


@requires(Permission.EDIT_PEOPLE)
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets a person go."""
    person = _person(request, pk)
    form = office_forms.LetGoForm(request.POST or None, initial=office_forms.with_day("left_on", request.standing.on))
    return act(
        request,
        form,
        lambda data: staff.end(person=person, **data, **_by(request)),
        title=_("Let go"),
        text=_("After that day the person cannot sign in; roles end. Nothing that was done is lost."),
        button=_("Let go"),
        done=_("Recorded."),
        tone="bad-solid",
        **_around(person),
    )


@requires(Permission.EDIT_PEOPLE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a person back."""
    person = _person(request, pk)
    form = office_forms.ReturnForm(
        request.POST or None, initial=office_forms.with_day("joined_on", request.standing.on)
    )
    return act(
        request,
        form,
        lambda data: staff.return_person(person=person, **data, **_by(request)),
        title=_("Take back"),
        text=_("Roles are given anew afterwards."),
        button=_("Take back"),
        done=_("Welcome back."),
        **_around(person),
    )


@requires(Permission.EDIT_CERTIFICATES)
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Records a certificate."""
    person = _person(request, pk, Permission.EDIT_CERTIFICATES)
    return act(
        request,
        office_forms.CertificateForm(request.POST or None),
        lambda data: staff.record_certificate(person=person, **data, **_by(request)),
        title=_("Record a certificate"),
        button=_("Save"),
        done=_("The certificate is recorded."),
        **_around(person),
    )


@requires(Permission.EDIT_PEOPLE)
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a one-time password, opens a closed sign-in, ends every running one."""
    person = _person(request, pk)

    def reset(_data: dict[str, Any]) -> HttpResponse:
        password = staff.reset_password(person=person, **_by(request))
        reset_lockout(username=person.username)
        return show_password(request, person, password)

    return act(
        request,
        office_forms.NothingForm(request.POST if request.method == "POST" else None),
        reset,
        title=_("New one-time password"),
        text=_(
            "The present password stops working, every sign-in of the person ends, and a closed sign-in opens again."
        ),
        button=_("Make a one-time password"),
        done="",
        **_around(person),
    )


@requires(Permission.EDIT_PEOPLE)
def remove_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes a lost second factor."""
    person = _person(request, pk)
    return act(
        request,
        office_forms.NothingForm(request.POST if request.method == "POST" else None),
        lambda _data: staff.remove_second_factor(person=person, **_by(request)),
        title=_("Remove the second factor"),
        text=_("For a lost phone. Make sure by voice or in person that it is really them."),
        button=_("Remove"),
        done=_("The second factor is removed."),
        tone="bad-solid",
        **_around(person),
    )


def _name(role: str) -> Any:
    return roles.ROLES[role].name if role in roles.ROLES else role
