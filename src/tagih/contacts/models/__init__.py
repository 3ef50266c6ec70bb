"""Tables of contact: points, persons' limits, decisions of the gate and attempts, the search for people."""

from tagih.contacts.models.attempts import Attempt, GateDecision
from tagih.contacts.models.persons import Consent, PersonFlag, Restraint
from tagih.contacts.models.points import ContactPoint, FeedRow
from tagih.contacts.models.repair import RepairItem, RepairStep

__all__ = [
    "Attempt",
    "Consent",
    "ContactPoint",
    "FeedRow",
    "GateDecision",
    "PersonFlag",
    "RepairItem",
    "RepairStep",
    "Restraint",
]
