"""Hire, edit, let go; passwords and preferences."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.staff import events, rules
from tagih.staff.models import Membership, Person
from tagih.staff.operations.memberships import close_memberships
from tagih.staff.operations.sign_ins import end_sign_ins


class PersonRefused(Refusal):
    """What was asked about a person cannot be done."""


def hire(
    *,
    username: str,
    employee_no: str,
    full_name: str,
    joined_on: dt.date,
    by: Person | None,
    now: dt.datetime,
    email: str = "",
    language: str = "id",
    password: str | None = None,
    is_one_time: bool = True,
) -> tuple[Person, str]:
    """This will add a person who may sign in, and return them with the one-time password to hand over.

    With `password` given it is checked against the policy and must be changed at first sign-in all the same, unless it
    is not `is_one_time` (a demonstration). It does not give a role: `grant_role` does.

    :raises PersonRefused: the user name or employee number is malformed or taken, or the password is too weak.
    """
    username, employee_no, full_name = username.strip().lower(), employee_no.strip(), " ".join(full_name.split())
    _check_identity(username, employee_no, full_name)
    person = Person(username=username, employee_no=employee_no, full_name=full_name, email=email.strip(),
                    language=language, joined_on=joined_on, must_change_password=is_one_time)  # fmt: skip
    given = password or rules.one_time_password()
    if password:
        _check_password(person, password)
    person.set_password(given)
    with database.transaction():
        person.save(force_insert=True)
        hired = events.PersonHired(person_id=person.pk, full_name=person.full_name, employee_no=employee_no)
        journal.publish(hired, by=by, now=now)
    return person, given


def edit_person(
    *, person: Person, full_name: str, email: str, employee_no: str, by: Person | None, now: dt.datetime
) -> Person:
    """This will correct the name, e-mail or employee number of a person.

    :raises PersonRefused: the employee number is taken.
    """
    del by, now
    if Person.objects.filter(employee_no=employee_no.strip()).exclude(pk=person.pk).exists():
        raise _taken("employee_no", employee_no)
    person.full_name, person.email, person.employee_no = " ".join(full_name.split()), email.strip(), employee_no.strip()
    person.save(update_fields=["full_name", "email", "employee_no"])
    return person


def end(*, person: Person, left_on: dt.date, by: Person | None, now: dt.datetime) -> None:
    """This will let a person go: `left_on` is the last day of work. Roles end the day after, sign-ins end at once
    when that day has passed.

    :raises PersonRefused: the day lies before they joined, or it is oneself, or the last administrator.
    """
    if by is not None and by.pk == person.pk:
        raise PersonRefused("OWN_ACCOUNT", _("Nobody lets themselves go."), remedy=_("Ask another administrator."))
    if left_on < person.joined_on:
        raise PersonRefused(
            "LEFT_BEFORE_JOINED", _("The last day lies before the first."), field="left_on", value=left_on
        )
    _keep_an_administrator(person)
    today = clock.today_in(clock.WIB, now=now)
    with database.transaction():
        person.left_on = left_on
        person.is_active = left_on >= today
        person.save(update_fields=["left_on", "is_active"])
        close_memberships(person=person, ends_on=left_on + dt.timedelta(days=1))
        if not person.is_active:
            end_sign_ins(person=person, now=now)
        left = events.PersonLeft(person_id=person.pk, full_name=person.full_name, left_on=left_on.isoformat())
        journal.publish(left, by=by, now=now)


def shut_out(*, person: Person, now: dt.datetime) -> None:
    """This will sign a person out everywhere and let them sign in no more, such as at the hour at which they leave."""
    with database.transaction():
        person.is_active = False
        person.save(update_fields=["is_active"])
        end_sign_ins(person=person, now=now)


def return_person(*, person: Person, joined_on: dt.date, by: Person | None, now: dt.datetime) -> None:
    """This will take back a person who had left. Roles are granted anew.

    :raises PersonRefused: they have not left.
    """
    if person.left_on is None:
        raise PersonRefused("STILL_HERE", _("This person has not left."))
    with database.transaction():
        person.left_on, person.is_active = None, True
        person.save(update_fields=["left_on", "is_active"])
        back = events.PersonReturned(person_id=person.pk, full_name=person.full_name, joined_on=joined_on.isoformat())
        journal.publish(back, by=by, now=now)


def reset_password(*, person: Person, by: Person | None, now: dt.datetime) -> str:
    """This will replace the password by a one-time password, end every sign-in, and return it to hand over once."""
    given = rules.one_time_password()
    with database.transaction():
        person.set_password(given)
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        end_sign_ins(person=person, now=now)
        reset = events.PasswordReset(person_id=person.pk, full_name=person.full_name)
        journal.publish(reset, by=by, now=now)
    return given


def change_password(*, person: Person, old: str, new: str, by: Person, now: dt.datetime) -> None:
    """This will set a person's own new password.

    :raises PersonRefused: the old one is wrong, the new one is weak or the same.
    """
    del by, now
    if not person.check_password(old):
        raise PersonRefused("WRONG_PASSWORD", _("The present password is not right."), field="old_password")
    if old == new:
        raise PersonRefused("SAME_PASSWORD", _("The new password is the old one."), field="new_password1")
    _check_password(person, new)
    person.set_password(new)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])


def set_preferences(*, person: Person, language: str | None = None, theme: str | None = None) -> None:
    """This will keep a person's language and appearance; unknown values are ignored."""
    if language in dict(settings.LANGUAGES):
        person.language = language
    if theme in {"auto", "light", "dark"}:
        person.theme = theme
    person.save(update_fields=["language", "theme"])


def _check_identity(username: str, employee_no: str, full_name: str) -> None:
    if not rules.USERNAME.match(username):
        raise PersonRefused(
            "USERNAME_MALFORMED",
            _("A user name has 4 to 60 small letters, digits, dots, dashes."),
            field="username",
            value=username,
            remedy=_("For instance siti.wahyuni."),
        )
    if not full_name:
        raise PersonRefused("NAME_MISSING", _("The name is missing."), field="full_name")
    if Person.objects.filter(username=username).exists():
        raise _taken("username", username)
    if not employee_no or Person.objects.filter(employee_no=employee_no).exists():
        raise _taken("employee_no", employee_no)


def _taken(field: str, value: str) -> PersonRefused:
    return PersonRefused(
        "TAKEN",
        _("“%(value)s” already belongs to somebody else.") % {"value": value},
        field=field,
        value=value,
        remedy=_("Look for the person first; somebody who left can be taken back."),
    )


def _check_password(person: Person, password: str) -> None:
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise PersonRefused("WEAK_PASSWORD", " ".join(error.messages), field="new_password1") from error


def _keep_an_administrator(person: Person) -> None:
    administrators = Membership.objects.filter(role="ADMINISTRATOR", ends_on__isnull=True, person__is_active=True)
    if administrators.filter(person=person).exists() and not administrators.exclude(person=person).exists():
        raise PersonRefused(
            "LAST_ADMINISTRATOR",
            _("This is the last administrator."),
            remedy=_("Make somebody else administrator first."),
        )
