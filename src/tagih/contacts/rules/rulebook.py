"""The life of a version of the lender's own rules."""

from tagih.contacts.enums import PackStatus

TRANSITIONS: dict[PackStatus, frozenset[PackStatus]] = {
    PackStatus.DRAFT: frozenset({PackStatus.SUBMITTED}),
    PackStatus.SUBMITTED: frozenset({PackStatus.APPROVED, PackStatus.REJECTED}),
    PackStatus.REJECTED: frozenset({PackStatus.DRAFT}),
    PackStatus.APPROVED: frozenset(),
}


def may_become(status: str, target: str) -> bool:
    """This will tell whether a version in `status` may go to `target`."""
    return PackStatus(target) in TRANSITIONS[PackStatus(status)]
