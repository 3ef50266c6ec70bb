"""Tables of quality: samples and reviews, scorecards and scores, recordings and what machines hear in them."""

from tagih.quality.models.calibration import Calibration, CalibrationContact
from tagih.quality.models.recordings import CallReading, PhraseHit, Recording
from tagih.quality.models.samples import Review, SampledContact, SamplePlan
from tagih.quality.models.scores import Dispute, Evaluation, ItemResult, Mark, Scorecard, ScorecardVersion

__all__ = [
    "Calibration",
    "CalibrationContact",
    "CallReading",
    "Dispute",
    "Evaluation",
    "ItemResult",
    "Mark",
    "PhraseHit",
    "Recording",
    "Review",
    "SamplePlan",
    "SampledContact",
    "Scorecard",
    "ScorecardVersion",
]
