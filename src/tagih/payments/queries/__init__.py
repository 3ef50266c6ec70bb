"""Money as it is known, and the ways to pay."""

from tagih.payments.queries.ledger import (
    customers_in_lake,
    effective_payments,
    money_of,
    notices_mark,
    notices_table,
    recent_assignments,
    suspense,
)
from tagih.payments.queries.statements import Balance, balance_of, missing_from, open_lines, statements
from tagih.payments.queries.ways import (
    Due,
    Way,
    contract_of_qris,
    due_on_contract,
    grouped_digits,
    qris_picture,
    ways_of,
)

__all__ = [
    "Balance",
    "Due",
    "Way",
    "balance_of",
    "contract_of_qris",
    "customers_in_lake",
    "due_on_contract",
    "effective_payments",
    "grouped_digits",
    "missing_from",
    "money_of",
    "notices_mark",
    "notices_table",
    "open_lines",
    "qris_picture",
    "recent_assignments",
    "statements",
    "suspense",
    "ways_of",
]
