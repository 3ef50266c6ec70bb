from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with cases."""

    WORK_CASES = "cases.work_cases"
    SEE_CASES = "cases.see_cases"
    SEARCH_CASES = "cases.search_cases"
    RECORD_PROMISES = "cases.record_promises"
    OPEN_HOLDS = "cases.open_holds"
    LIFT_HOLDS = "cases.lift_holds"
    ATTACH_DOCUMENTS = "cases.attach_documents"
    SEE_FLOOR = "cases.see_floor"
    MOVE_WORK = "cases.move_work"
    EDIT_CODES = "cases.edit_codes"
    EDIT_LIMITS = "cases.edit_limits"
    CARE = "cases.care"
    PROPOSE_ARRANGEMENTS = "cases.propose_arrangements"
    APPROVE_ARRANGEMENTS = "cases.approve_arrangements"
    EDIT_ARRANGEMENTS = "cases.edit_arrangements"
    RECEIVE_COMPLAINTS = "cases.receive_complaints"
    ANSWER_COMPLAINTS = "cases.answer_complaints"
    RAISE_ESCALATIONS = "cases.raise_escalations"
    TAKE_ESCALATIONS = "cases.take_escalations"


SENTENCES = {
    Permission.WORK_CASES: _("take the next case and work it"),
    Permission.SEE_CASES: _("see cases of the own units"),
    Permission.SEARCH_CASES: _("search cases by name, number, contract or plate"),
    Permission.RECORD_PROMISES: _("record promises to pay, within the limits of the role"),
    Permission.OPEN_HOLDS: _("put a case on hold"),
    Permission.LIFT_HOLDS: _("lift a hold before its end"),
    Permission.ATTACH_DOCUMENTS: _("attach documents to a case"),
    Permission.SEE_FLOOR: _("see the floor: people, queues and figures, live"),
    Permission.MOVE_WORK: _("move work between people and teams"),
    Permission.EDIT_CODES: _("edit the code lists"),
    Permission.EDIT_LIMITS: _("edit the limits of promises"),
    Permission.CARE: _("care for people in distress, and end the pauses that protect them"),
    Permission.PROPOSE_ARRANGEMENTS: _("propose agreements to people who cannot pay as agreed"),
    Permission.APPROVE_ARRANGEMENTS: _("approve agreements within the mandate of the role"),
    Permission.EDIT_ARRANGEMENTS: _("edit what the house allows in agreements, mandates and deputies"),
    Permission.RECEIVE_COMPLAINTS: _("register complaints and disputes"),
    Permission.ANSWER_COMPLAINTS: _("answer complaints, and take out their evidence"),
    Permission.RAISE_ESCALATIONS: _("call somebody above to a case"),
    Permission.TAKE_ESCALATIONS: _("take and close escalations"),
}
