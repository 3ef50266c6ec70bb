"""What may become of a plan, a request for leave, and a swap."""

from tagih.workforce.enums import LeaveStatus, PlanStatus, SwapStatus

TRANSITIONS: dict[PlanStatus, frozenset[PlanStatus]] = {
    PlanStatus.WAITING: frozenset({PlanStatus.DRAFT, PlanStatus.FAILED}),
    PlanStatus.DRAFT: frozenset({PlanStatus.PUBLISHED}),
    PlanStatus.PUBLISHED: frozenset({PlanStatus.REPLACED}),
    PlanStatus.FAILED: frozenset(),
    PlanStatus.REPLACED: frozenset(),
}


def may_become(status: PlanStatus, to: PlanStatus) -> bool:
    """This will tell whether a plan may go from one status to another."""
    return to in TRANSITIONS[status]


LEAVE_OPEN = frozenset({LeaveStatus.WAITING, LeaveStatus.GRANTED})
SWAP_OPEN = frozenset({SwapStatus.OFFERED, SwapStatus.AGREED})
