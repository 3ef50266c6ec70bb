"""Tables of contact: points and beliefs, limits, proofs, decisions and attempts, rules, the search for people."""

from tagih.contacts.models.attempts import Attempt, GateDecision
from tagih.contacts.models.evidence import Evidence, PointBelief, PointNorm
from tagih.contacts.models.persons import Consent, PersonFlag, Restraint
from tagih.contacts.models.points import ContactPoint, FeedRow
from tagih.contacts.models.proofs import AssignmentLetter, DefaultProof, LetterRecord, Wish
from tagih.contacts.models.repair import RepairItem, RepairStep
from tagih.contacts.models.requests import OneTimeCode, SandboxMessage, UpdateRequest
from tagih.contacts.models.rulebook import PackReplay, PackVersion
from tagih.contacts.models.shared import SharedNumber

__all__ = [
    "AssignmentLetter",
    "Attempt",
    "Consent",
    "ContactPoint",
    "DefaultProof",
    "Evidence",
    "FeedRow",
    "GateDecision",
    "LetterRecord",
    "OneTimeCode",
    "PackReplay",
    "PackVersion",
    "PersonFlag",
    "PointBelief",
    "PointNorm",
    "RepairItem",
    "RepairStep",
    "Restraint",
    "SandboxMessage",
    "SharedNumber",
    "UpdateRequest",
    "Wish",
]
