from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do about shifts, leave, attendance and the day."""

    OWN_SHIFTS = "workforce.own_shifts"
    SEE_PLANS = "workforce.see_plans"
    MAKE_PLANS = "workforce.make_plans"
    DECIDE_LEAVE = "workforce.decide_leave"
    SEE_ATTENDANCE = "workforce.see_attendance"
    CORRECT_ATTENDANCE = "workforce.correct_attendance"
    STEER_DAY = "workforce.steer_day"
    RECORD_LEAVERS = "workforce.record_leavers"
    MOVE_PEOPLE = "workforce.move_people"
    APPROVE_MOVES = "workforce.approve_moves"
    SET_TARGETS = "workforce.set_targets"


SENTENCES: dict[Permission, str | Promise] = {
    Permission.OWN_SHIFTS: _("see the own shifts, ask for leave, swap"),
    Permission.SEE_PLANS: _("see the shifts of the own units"),
    Permission.MAKE_PLANS: _("make, mend and publish shift plans"),
    Permission.DECIDE_LEAVE: _("decide leave and swaps"),
    Permission.SEE_ATTENDANCE: _("see who came, when, and how the plan was kept"),
    Permission.CORRECT_ATTENDANCE: _("propose and approve corrections of attendance"),
    Permission.STEER_DAY: _("follow recommendations of the day and undo them"),
    Permission.RECORD_LEAVERS: _("record that somebody leaves, and hand over their cases"),
    Permission.MOVE_PEOPLE: _("ask that somebody moves to another team"),
    Permission.APPROVE_MOVES: _("approve moves between teams"),
    Permission.SET_TARGETS: _("set targets of people and see what they earn by them"),
}
