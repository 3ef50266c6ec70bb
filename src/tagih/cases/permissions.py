from enum import StrEnum


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
