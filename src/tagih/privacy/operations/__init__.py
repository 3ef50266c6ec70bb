"""The only writer of requests, breaches, retention and key rotation."""

from tagih.privacy.operations.breaches import (
    BreachNotTold,
    BreachTextMissing,
    close_breach,
    record_breach,
    record_notice,
)
from tagih.privacy.operations.keys import Rotated, hashes_are_current, rotate
from tagih.privacy.operations.proposals import DecidedByTheSamePerson, NothingProposed, ReasoningMissing
from tagih.privacy.operations.requests import (
    CarriedOutAlready,
    IdentityNotChecked,
    carry_out,
    decide,
    mark_late,
    open_export,
    propose,
    receive,
    send_back,
)
from tagih.privacy.operations.response import StillNeeded
from tagih.privacy.operations.restrictions import (
    LiftingWaits,
    NoRestriction,
    keep_restriction,
    lift_restriction,
    propose_lifting,
)
from tagih.privacy.operations.retention import (
    LetGo,
    RetentionReasonMissing,
    approve_switch,
    decline_switch,
    retain,
    switch_rule,
)

__all__ = [
    "BreachNotTold",
    "BreachTextMissing",
    "CarriedOutAlready",
    "DecidedByTheSamePerson",
    "IdentityNotChecked",
    "LetGo",
    "LiftingWaits",
    "NoRestriction",
    "NothingProposed",
    "ReasoningMissing",
    "RetentionReasonMissing",
    "Rotated",
    "StillNeeded",
    "approve_switch",
    "carry_out",
    "close_breach",
    "decide",
    "decline_switch",
    "hashes_are_current",
    "keep_restriction",
    "lift_restriction",
    "mark_late",
    "open_export",
    "propose",
    "propose_lifting",
    "receive",
    "record_breach",
    "record_notice",
    "retain",
    "rotate",
    "send_back",
    "switch_rule",
]
