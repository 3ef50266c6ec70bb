"""Where samples, scores, disputes and calibrations may go."""

from tagih.quality.enums import (
    CalibrationStatus,
    CoachingStatus,
    DisputeStatus,
    EvaluationStatus,
    IncidentStatus,
    PlanStatus,
    ReviewStatus,
)

PLAN_TRANSITIONS: dict[PlanStatus, frozenset[PlanStatus]] = {
    PlanStatus.DRAFT: frozenset({PlanStatus.DRAWN}),
    PlanStatus.DRAWN: frozenset({PlanStatus.CLOSED}),
    PlanStatus.CLOSED: frozenset(),
}
REVIEW_TRANSITIONS: dict[ReviewStatus, frozenset[ReviewStatus]] = {
    ReviewStatus.OPEN: frozenset({ReviewStatus.DONE, ReviewStatus.DROPPED}),
    ReviewStatus.DONE: frozenset(),
    ReviewStatus.DROPPED: frozenset(),
}
EVALUATION_TRANSITIONS: dict[EvaluationStatus, frozenset[EvaluationStatus]] = {
    EvaluationStatus.DRAFT: frozenset({EvaluationStatus.SUBMITTED}),
    EvaluationStatus.SUBMITTED: frozenset({EvaluationStatus.RELEASED}),
    EvaluationStatus.RELEASED: frozenset({EvaluationStatus.ACKNOWLEDGED, EvaluationStatus.DISPUTED}),
    EvaluationStatus.ACKNOWLEDGED: frozenset({EvaluationStatus.DISPUTED}),
    EvaluationStatus.DISPUTED: frozenset(
        {EvaluationStatus.UPHELD, EvaluationStatus.REPLACED, EvaluationStatus.ACKNOWLEDGED}
    ),
    EvaluationStatus.UPHELD: frozenset(),
    EvaluationStatus.REPLACED: frozenset(),
}
DISPUTE_TRANSITIONS: dict[DisputeStatus, frozenset[DisputeStatus]] = {
    DisputeStatus.OPEN: frozenset({DisputeStatus.UPHELD, DisputeStatus.OVERTURNED, DisputeStatus.WITHDRAWN}),
    DisputeStatus.UPHELD: frozenset(),
    DisputeStatus.OVERTURNED: frozenset(),
    DisputeStatus.WITHDRAWN: frozenset(),
}
CALIBRATION_TRANSITIONS: dict[CalibrationStatus, frozenset[CalibrationStatus]] = {
    CalibrationStatus.OPEN: frozenset({CalibrationStatus.DISCUSSED}),
    CalibrationStatus.DISCUSSED: frozenset({CalibrationStatus.CLOSED}),
    CalibrationStatus.CLOSED: frozenset(),
}
COACHING_TRANSITIONS: dict[CoachingStatus, frozenset[CoachingStatus]] = {
    CoachingStatus.OPEN: frozenset({CoachingStatus.AGREED}),
    CoachingStatus.AGREED: frozenset({CoachingStatus.CHECKING}),
    CoachingStatus.CHECKING: frozenset({CoachingStatus.CLOSED}),
    CoachingStatus.CLOSED: frozenset(),
}
INCIDENT_TRANSITIONS: dict[IncidentStatus, frozenset[IncidentStatus]] = {
    IncidentStatus.OPEN: frozenset({IncidentStatus.INQUIRY}),
    IncidentStatus.INQUIRY: frozenset({IncidentStatus.HEARING}),
    IncidentStatus.HEARING: frozenset({IncidentStatus.DECIDED, IncidentStatus.DROPPED}),
    IncidentStatus.DECIDED: frozenset(),
    IncidentStatus.DROPPED: frozenset(),
}

COUNTS = frozenset(
    {EvaluationStatus.RELEASED, EvaluationStatus.ACKNOWLEDGED, EvaluationStatus.UPHELD, EvaluationStatus.SUBMITTED}
)
"""Scores that count in rates: neither a draft, nor one in dispute, nor one that was replaced."""
DISPUTE_DAYS = 5
"""Working days in which a dispute is decided."""
OVERTURNS_TOO_OFTEN = 0.15
"""An item overturned more often than this is badly worded."""
