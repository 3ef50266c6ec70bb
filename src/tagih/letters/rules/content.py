"""Fields that the law or the purpose demands of each kind of letter: without them it is not written."""

from collections.abc import Mapping
from typing import Any

from tagih.letters.enums import LetterKind as Kind

BY_LAW = ("due_date", "days_late", "principal", "interest", "fee")
"""POJK 22/2023, article 60: what a warning letter says at least."""
WARNING = ("contract_no", "product", "pay_by", *BY_LAW)
DEMANDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.SP1: WARNING,
    Kind.SP2: (*WARNING, "former_number", "former_on"),
    Kind.SP3: (*WARNING, "former_number", "former_on"),
    Kind.SOMASI: (*WARNING, "former_number", "former_on"),
    Kind.ASSIGNMENT: ("agent", "employee_no", "certificate_no", "valid_from", "valid_until"),
    Kind.SETTLEMENT: ("contract_no", "product", "outstanding", "waived", "total", "pay_by"),
    Kind.PAID_IN_FULL: ("contract_no", "product", "paid_on"),
    Kind.AGREEMENT: ("contract_no", "product", "plan", "total", "lines", "on_break"),
    # article 64: principal, interest, damages, cost of taking over, and how the collateral will be sold
    Kind.BAST: ("contract_no", "collateral", "fiducia_no", "handed_on", "place", "handed_by", "received_by",
                "principal", "interest", "fee", "cost", "sale"),
    Kind.ANSWER: ("register_no", "received_on", "subject", "answer"),
}  # fmt: skip


def missing(kind: Kind, content: Mapping[str, Any]) -> tuple[str, ...]:
    """This will name the demanded fields that a letter lacks, in their order."""
    return tuple(name for name in DEMANDED[Kind(kind)] if content.get(name) in (None, "", [], ()))
