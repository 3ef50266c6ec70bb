"""What one person proposes and another decides: the end of a restriction, data that go sooner than before."""

from tagih.privacy.enums import ProposalStatus

TRANSITIONS: dict[ProposalStatus, frozenset[ProposalStatus]] = {
    ProposalStatus.WAITING: frozenset({ProposalStatus.APPROVED, ProposalStatus.DECLINED, ProposalStatus.OVERTAKEN}),
    ProposalStatus.APPROVED: frozenset(),
    ProposalStatus.DECLINED: frozenset(),
    ProposalStatus.OVERTAKEN: frozenset(),
}


def lets_more_go(*, was_on: bool, was_months: int, is_on: bool, months: int) -> bool:
    """This will tell whether a retention rule would let go of more than it does now; what goes does not come back."""
    return is_on and (not was_on or months < was_months)
