from enum import StrEnum


class Permission(StrEnum):
    """What a person may do with people and the organisation."""

    SEE_PEOPLE = "staff.see_people"
    EDIT_PEOPLE = "staff.edit_people"
    EDIT_UNITS = "staff.edit_units"
    EDIT_CALENDAR = "staff.edit_calendar"
    SEE_AUDIT = "staff.see_audit"
