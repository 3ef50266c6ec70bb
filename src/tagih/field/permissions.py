from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do in the field."""

    WORK_FIELD = "field.work_field"
    SEE_FIELD = "field.see_field"
    PLAN_VISITS = "field.plan_visits"
    REVIEW_VISITS = "field.review_visits"
    SEE_CASH = "field.see_cash"
    CHECK_DEPOSITS = "field.check_deposits"


SENTENCES = {
    Permission.WORK_FIELD: _("visit customers with a phone that works without a signal"),
    Permission.SEE_FIELD: _("see where collectors are planned to be, and where they were"),
    Permission.PLAN_VISITS: _("plan visits, draw territories, register collectors and their phones"),
    Permission.REVIEW_VISITS: _("look at visits whose evidence is weak, and decide"),
    Permission.SEE_CASH: _("see cash in the hands of collectors"),
    Permission.CHECK_DEPOSITS: _("check deposits of others and close their day"),
}
