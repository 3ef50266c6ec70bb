"""Places of quality."""

from django.utils.translation import gettext_lazy as _

from tagih.quality.permissions import Permission
from tagih.web.ui.navigation import Place, register

register(
    Place("reviews", _("Reviews"), "quality:queue", "headset", "insight", 10, (Permission.REVIEW,), foot=True),
    Place("quality", _("Quality"), "quality:rates", "shield", "insight", 12, (Permission.SEE_RATES,)),
    Place("plans", _("Samples"), "quality:plans", "filter", "insight", 13, (Permission.PLAN_SAMPLES,)),
    Place("disputes", _("Disputes"), "quality:disputes", "swap", "insight", 14, (Permission.REVIEW,)),
    Place("calibration", _("Calibration"), "quality:calibrations", "people", "insight", 15, (Permission.REVIEW,)),
    Place("coaching", _("Coaching"), "quality:coachings", "handshake", "lead", 60, (Permission.COACH,)),
    Place("conduct", _("Conduct"), "quality:incidents", "flag", "lead", 61, (Permission.HANDLE_CONDUCT,)),
    Place(
        "certificates", _("Certificates"), "quality:certificates", "shield", "lead", 62,
        (Permission.COACH, Permission.HANDLE_CONDUCT),
    ),
    Place("my-scores", _("My scores"), "quality:mine", "headset", "work", 60, (Permission.SEE_OWN,)),
    Place("hard", _("Hard contacts"), "quality:hard", "pause", "work", 61, (Permission.SEE_OWN,)),
)
