from django.utils.translation import gettext_lazy as _

from tagih.web.ui.navigation import Place, register
from tagih.workforce.permissions import Permission

PLANS, DAY = (Permission.SEE_PLANS,), (Permission.STEER_DAY,)

register(
    Place("own-shifts", _("My shifts"), "workforce:own", "calendar", group="work", order=60,
          permissions=(Permission.OWN_SHIFTS,), foot=True),
    Place("day", _("The day"), "workforce:day", "clock", group="lead", order=20, permissions=DAY),
    Place("plans", _("Shift plans"), "workforce:plans", "calendar", group="lead", order=30, permissions=PLANS),
    Place("leave", _("Leave and swaps"), "workforce:leave", "swap", group="lead", order=40,
          permissions=(Permission.DECIDE_LEAVE,)),
    Place("attendance", _("Attendance"), "workforce:attendance", "check", group="lead", order=50,
          permissions=(Permission.SEE_ATTENDANCE,)),
    Place("moves", _("Moves and leavers"), "workforce:people", "people", group="lead", order=60,
          permissions=(Permission.MOVE_PEOPLE, Permission.RECORD_LEAVERS)),
    Place("staffing", _("People needed"), "workforce:staffing", "chart", group="lead", order=70, permissions=PLANS),
)  # fmt: skip
