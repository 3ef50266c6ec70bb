"""Tables of quality: samples and reviews, scorecards and scores, recordings, coaching, conduct."""

from tagih.quality.models.calibration import Calibration, CalibrationContact
from tagih.quality.models.coaching import CertificateReminder, Coaching, HardCall, Incident, Praise
from tagih.quality.models.recordings import CallReading, PhraseHit, Recording
from tagih.quality.models.samples import Review, SampledContact, SamplePlan
from tagih.quality.models.scores import Dispute, Evaluation, ItemResult, Mark, Scorecard, ScorecardVersion

__all__ = [
    "Calibration",
    "CalibrationContact",
    "CallReading",
    "CertificateReminder",
    "Coaching",
    "Dispute",
    "Evaluation",
    "HardCall",
    "Incident",
    "ItemResult",
    "Mark",
    "PhraseHit",
    "Praise",
    "Recording",
    "Review",
    "SamplePlan",
    "SampledContact",
    "Scorecard",
    "ScorecardVersion",
]
