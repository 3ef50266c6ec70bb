"""The only writer of requests, breaches, retention and key rotation."""

from tagih.privacy.operations.breaches import (
    BreachNotTold,
    BreachTextMissing,
    close_breach,
    record_breach,
    record_notice,
)
from tagih.privacy.operations.keys import Rotated, hashes_are_current, rotate
from tagih.privacy.operations.requests import (
    CarriedOutAlready,
    DecidedByTheSamePerson,
    IdentityNotChecked,
    NothingProposed,
    ReasoningMissing,
    carry_out,
    decide,
    mark_late,
    open_export,
    propose,
    receive,
    send_back,
)
from tagih.privacy.operations.response import StillNeeded
from tagih.privacy.operations.retention import LetGo, RetentionReasonMissing, retain, switch_rule

__all__ = [
    "BreachNotTold",
    "BreachTextMissing",
    "CarriedOutAlready",
    "DecidedByTheSamePerson",
    "IdentityNotChecked",
    "LetGo",
    "NothingProposed",
    "ReasoningMissing",
    "RetentionReasonMissing",
    "Rotated",
    "StillNeeded",
    "carry_out",
    "close_breach",
    "decide",
    "hashes_are_current",
    "mark_late",
    "open_export",
    "propose",
    "receive",
    "record_breach",
    "record_notice",
    "retain",
    "rotate",
    "send_back",
    "switch_rule",
]
