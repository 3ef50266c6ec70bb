"""Tables of personal data: requests, breaches, retention, key rotation."""

from tagih.privacy.models.breaches import Breach, BreachNotice
from tagih.privacy.models.proposals import Lifting, RetentionProposal
from tagih.privacy.models.requests import DataRequest
from tagih.privacy.models.upkeep import KeyRotation, RetentionRun, RetentionSwitch

__all__ = [
    "Breach",
    "BreachNotice",
    "DataRequest",
    "KeyRotation",
    "Lifting",
    "RetentionProposal",
    "RetentionRun",
    "RetentionSwitch",
]
