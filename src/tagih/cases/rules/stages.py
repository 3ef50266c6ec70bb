"""From days to a stage, and the life of a case. The bands are data; days past due decide, never a label."""

from collections.abc import Sequence
from dataclasses import dataclass

from tagih.cases.enums import CaseStatus, Stage

TRANSITIONS: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.OPEN: frozenset({CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset(),  # new arrears open a new case
}


@dataclass(frozen=True, slots=True)
class Band:
    """A stage begins at so many delinquent days; below zero means days before the due date."""

    stage: Stage
    from_days: int


STARTER = (Band(Stage.EARLY, 1), Band(Stage.LATE, 31), Band(Stage.REMEDIAL, 91))


def stage_of(days: int, *, is_written_off: bool, bands: Sequence[Band] = STARTER) -> Stage | None:
    """This will return the stage of a customer whose furthest contract is `days` late, or None: no case."""
    if is_written_off:
        return Stage.WRITTEN_OFF
    reached = [band for band in bands if band.from_days <= days]
    return max(reached, key=lambda band: band.from_days).stage if reached else None
