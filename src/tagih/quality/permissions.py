from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do about quality, training and conduct."""

    SEE_RATES = "quality.see_rates"
    PLAN_SAMPLES = "quality.plan_samples"
    REVIEW = "quality.review"
    EDIT_FORMS = "quality.edit_forms"
    CALIBRATE = "quality.calibrate"
    SEE_OWN = "quality.see_own"
    COACH = "quality.coach"
    HANDLE_CONDUCT = "quality.handle_conduct"


SENTENCES = {
    Permission.SEE_RATES: _("see rates, released scores and what they rest on"),
    Permission.PLAN_SAMPLES: _("plan and draw samples, release scores"),
    Permission.REVIEW: _("hear and score contacts, decide disputes about others' scores"),
    Permission.EDIT_FORMS: _("change and publish scorecards"),
    Permission.CALIBRATE: _("open calibration sessions and close them with a consensus"),
    Permission.SEE_OWN: _("see own scores, acknowledge and dispute them"),
    Permission.COACH: _("coach agents and see whether it helped"),
    Permission.HANDLE_CONDUCT: _("report, look into and decide what was done wrong, praise what was done well"),
}
