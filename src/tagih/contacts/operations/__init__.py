"""The only writer of contact points, restraints, consents, decisions and attempts."""

from tagih.contacts.operations.attempts import (
    AttemptClosed,
    ChannelDoesNotFit,
    Outcome,
    PointOfSomebodyElse,
    cancel_attempt,
    close_attempt,
    expire_attempts,
    open_attempt,
)
from tagih.contacts.operations.evidence import (
    EvidenceDoesNotFit,
    Recorded,
    Told,
    add_evidence,
    rebuild_beliefs,
    record_outcomes,
)
from tagih.contacts.operations.learning import Learned, learn_norms
from tagih.contacts.operations.points import (
    PointUnusable,
    ReasonRequired,
    add_point,
    retire_point,
    reveal_point,
    set_owner_role,
)
from tagih.contacts.operations.publication import Publication, publish_points
from tagih.contacts.operations.restraints import (
    clear_flag,
    clear_flags,
    grant_consent,
    lift_restraint,
    restrain,
    revoke_consent,
    set_flag,
    set_flags,
)
from tagih.contacts.operations.rolling import RepairRoll, look_again, look_again_at_point, roll_repairs
from tagih.contacts.operations.shared import (
    DecisionUnexplained,
    OwnerRequired,
    SharedNumberSettled,
    resolve_shared_number,
)

__all__ = [
    "AttemptClosed",
    "ChannelDoesNotFit",
    "DecisionUnexplained",
    "EvidenceDoesNotFit",
    "Learned",
    "Outcome",
    "OwnerRequired",
    "PointOfSomebodyElse",
    "PointUnusable",
    "Publication",
    "ReasonRequired",
    "Recorded",
    "RepairRoll",
    "SharedNumberSettled",
    "Told",
    "add_evidence",
    "add_point",
    "cancel_attempt",
    "clear_flag",
    "clear_flags",
    "close_attempt",
    "expire_attempts",
    "grant_consent",
    "learn_norms",
    "lift_restraint",
    "look_again",
    "look_again_at_point",
    "open_attempt",
    "publish_points",
    "rebuild_beliefs",
    "record_outcomes",
    "resolve_shared_number",
    "restrain",
    "retire_point",
    "reveal_point",
    "revoke_consent",
    "roll_repairs",
    "set_flag",
    "set_flags",
    "set_owner_role",
]
