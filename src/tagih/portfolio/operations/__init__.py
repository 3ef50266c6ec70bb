"""What changes the portfolio: one module per noun."""

from tagih.portfolio.operations.days import (
    DayNotClosed,
    DayUnknown,
    ReasonNeeded,
    close_day,
    note_round,
    reopen_day,
    reopen_if_closed,
)
from tagih.portfolio.operations.derivation import Derived, NothingLanded, derive
from tagih.portfolio.operations.erasure import (
    IdentityReasonRequired,
    anonymise_customers,
    forget_details,
    renew_identities,
    renew_identity_hashes,
    reveal_identity,
)
from tagih.portfolio.operations.landings import (
    Receipt,
    approve_landing,
    land,
    mark_failed,
    receive_feed,
    refuse_landing,
)
from tagih.portfolio.operations.publication import Published, admit_contract, notices_cut, publish
from tagih.portfolio.operations.restatement import Restated, restate_contract, restate_contracts
from tagih.portfolio.operations.schemes import SchemeStartsBefore, assign_scheme, load_schemes
from tagih.portfolio.rules.payments import Money

__all__ = [
    "DayNotClosed",
    "DayUnknown",
    "Derived",
    "IdentityReasonRequired",
    "Money",
    "NothingLanded",
    "Published",
    "ReasonNeeded",
    "Receipt",
    "Restated",
    "SchemeStartsBefore",
    "admit_contract",
    "anonymise_customers",
    "approve_landing",
    "assign_scheme",
    "close_day",
    "derive",
    "forget_details",
    "land",
    "load_schemes",
    "mark_failed",
    "note_round",
    "notices_cut",
    "publish",
    "receive_feed",
    "refuse_landing",
    "renew_identities",
    "renew_identity_hashes",
    "reopen_day",
    "reopen_if_closed",
    "restate_contract",
    "restate_contracts",
    "reveal_identity",
]
