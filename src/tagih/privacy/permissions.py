from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do about personal data."""

    SEE_REGISTER = "privacy.see_register"
    HANDLE_REQUESTS = "privacy.handle_requests"
    DECIDE_REQUESTS = "privacy.decide_requests"
    HANDLE_BREACHES = "privacy.handle_breaches"
    SEE_UNMASKINGS = "privacy.see_unmaskings"
    SET_RETENTION = "privacy.set_retention"


SENTENCES = {
    Permission.SEE_REGISTER: _("see which personal data are held, why and how long"),
    Permission.HANDLE_REQUESTS: _("take in requests about personal data, propose answers and the end of restrictions"),
    Permission.DECIDE_REQUESTS: _("decide what somebody else proposed about a person's data"),
    Permission.HANDLE_BREACHES: _("keep the breach register and record who was told"),
    Permission.SEE_UNMASKINGS: _("see who unmasked whose numbers, and how often"),
    Permission.SET_RETENTION: _("switch retention rules, and decide what somebody else proposed to let go"),
}
