"""Reads of the field: a phone's day, cash, the leader's map."""

from tagih.field.queries.board import (
    Board,
    board_of,
    branches_in,
    customers_awaiting_visits,
    drawn,
    visits_to_review,
)
from tagih.field.queries.cash import Ledger, ledger_of, ledgers
from tagih.field.queries.crew import Hand, crew_of
from tagih.field.queries.day import package_of
from tagih.field.queries.identity import card_of, code_of_card, code_of_receipt, holder_of_card, receipt_of

__all__ = [
    "Board",
    "Hand",
    "Ledger",
    "board_of",
    "branches_in",
    "card_of",
    "code_of_card",
    "code_of_receipt",
    "crew_of",
    "customers_awaiting_visits",
    "drawn",
    "holder_of_card",
    "ledger_of",
    "ledgers",
    "package_of",
    "receipt_of",
    "visits_to_review",
]
