"""What happens with people and the organisation, in words."""

from django.utils.translation import gettext as _

from tagih.journal.presenters import presents
from tagih.staff import events, roles


@presents(events.PersonHired)
def hired(event: events.PersonHired) -> str:
    return _("%(name)s joined (%(number)s)") % {"name": event.full_name, "number": event.employee_no}


@presents(events.PersonLeft)
def left(event: events.PersonLeft) -> str:
    return _("%(name)s leaves on %(day)s") % {"name": event.full_name, "day": _day(event.left_on)}


@presents(events.PersonReturned)
def returned(event: events.PersonReturned) -> str:
    return _("%(name)s came back on %(day)s") % {"name": event.full_name, "day": _day(event.joined_on)}


@presents(events.RoleGranted)
def granted(event: events.RoleGranted) -> str:
    return _("%(name)s became %(role)s in %(unit)s from %(day)s") % _held(event, event.starts_on)


@presents(events.RoleEnded)
def ended(event: events.RoleEnded) -> str:
    return _("%(name)s is no longer %(role)s in %(unit)s from %(day)s") % _held(event, event.ends_on)


@presents(events.CertificateRecorded)
def certified(event: events.CertificateRecorded) -> str:
    words = {"name": event.full_name, "kind": event.kind, "day": _day(event.valid_until)}
    return _("%(name)s holds certificate %(kind)s until %(day)s") % words


@presents(events.CertificateSuspended)
def suspended(event: events.CertificateSuspended) -> str:
    words = {"name": event.full_name, "kind": event.kind}
    if event.is_suspended:
        return _("Certificate %(kind)s of %(name)s was suspended") % words
    return _("Certificate %(kind)s of %(name)s was given back") % words


@presents(events.PasswordReset)
def password_reset(event: events.PasswordReset) -> str:
    return _("%(name)s got a one-time password") % {"name": event.full_name}


@presents(events.SecondFactorEnrolled)
def enrolled(event: events.SecondFactorEnrolled) -> str:
    return _("%(name)s added a second factor") % {"name": event.full_name}


@presents(events.SecondFactorRemoved)
def removed(event: events.SecondFactorRemoved) -> str:
    return _("The second factor of %(name)s was removed") % {"name": event.full_name}


@presents(events.UnitOpened)
def opened(event: events.UnitOpened) -> str:
    return _("Unit %(code)s %(name)s opened") % {"code": event.code, "name": event.unit_name}


@presents(events.UnitChanged)
def changed(event: events.UnitChanged) -> str:
    return _("Unit %(code)s is now %(name)s") % {"code": event.code, "name": event.unit_name}


@presents(events.UnitClosed)
def closed(event: events.UnitClosed) -> str:
    words = {"code": event.code, "name": event.unit_name, "day": _day(event.closed_on)}
    return _("Unit %(code)s %(name)s closed on %(day)s") % words


def _day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}/{month}/{year}"


def _held(event: events.RoleGranted | events.RoleEnded, on: str) -> dict[str, str]:
    role = roles.ROLES.get(event.role)
    name = str(role.name) if role else event.role
    return {"name": event.full_name, "role": name, "unit": event.unit_code, "day": _day(on)}
