from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with figures."""

    SEE_REPORTS = "reporting.see_reports"
    EXPORT_REPORTS = "reporting.export_reports"
    SET_TARGETS = "reporting.set_targets"


SENTENCES = {
    Permission.SEE_REPORTS: _("see reports of the own units"),
    Permission.EXPORT_REPORTS: _("download reports"),
    Permission.SET_TARGETS: _("set targets"),
}
