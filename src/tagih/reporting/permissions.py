from enum import StrEnum


class Permission(StrEnum):
    """What a person may do with figures."""

    SEE_REPORTS = "reporting.see_reports"
    EXPORT_REPORTS = "reporting.export_reports"
    SET_TARGETS = "reporting.set_targets"
