from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with people and the organisation."""

    SEE_PEOPLE = "staff.see_people"
    EDIT_PEOPLE = "staff.edit_people"
    EDIT_CERTIFICATES = "staff.edit_certificates"
    EDIT_UNITS = "staff.edit_units"
    EDIT_CALENDAR = "staff.edit_calendar"
    SEE_AUDIT = "staff.see_audit"


SENTENCES = {
    Permission.SEE_PEOPLE: _("see people of the own units"),
    Permission.EDIT_PEOPLE: _("hire, move, end people and reset passwords"),
    Permission.EDIT_CERTIFICATES: _("record certificates"),
    Permission.EDIT_UNITS: _("edit the organisation"),
    Permission.EDIT_CALENDAR: _("confirm and add holidays"),
    Permission.SEE_AUDIT: _("see who did and saw what"),
}
