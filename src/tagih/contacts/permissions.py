from enum import StrEnum


class Permission(StrEnum):
    """What a person may do with ways to reach people."""

    SEE_POINTS = "contacts.see_points"
    UNMASK_POINTS = "contacts.unmask_points"
    EDIT_POINTS = "contacts.edit_points"
    SEE_REFUSALS = "contacts.see_refusals"
    EDIT_CONSENT = "contacts.edit_consent"
