from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class PaymentPosted(BusinessEvent):
    """Money arrived for a contract. Amount in the contract's currency, as a decimal string."""

    subject_kind: ClassVar[str] = "payment"
    subject: ClassVar[str] = "payment_ref"

    payment_ref: str
    contract_no: str
    paid_on: str
    amount: str
    is_settled: bool = False  # nothing is overdue on the contract any more

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", "payments")


@dataclass(frozen=True, kw_only=True)
class PaymentReversed(BusinessEvent):
    """A payment was undone: everything is as if it had never been there."""

    subject_kind: ClassVar[str] = "payment"
    subject: ClassVar[str] = "payment_ref"

    payment_ref: str
    reversal_ref: str
    contract_no: str
    paid_on: str
    amount: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", "payments")


@dataclass(frozen=True, kw_only=True)
class PaymentHeldInSuspense(BusinessEvent):
    """Money arrived that belongs to no known contract."""

    subject_kind: ClassVar[str] = "payment"
    subject: ClassVar[str] = "payment_ref"

    payment_ref: str
    contract_no: str
    amount: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ("suspense",)


@dataclass(frozen=True, kw_only=True)
class SuspenseAssigned(BusinessEvent):
    """A cashier found out whose money it is."""

    subject_kind: ClassVar[str] = "payment"
    subject: ClassVar[str] = "payment_ref"

    payment_ref: str
    contract_no: str
    reason: str

    @property
    def topics(self) -> tuple[str, ...]:
        return ("suspense", f"customer:{self.customer_no}")


@dataclass(frozen=True, kw_only=True)
class StatementRead(BusinessEvent):
    """A bank's statement was compared with the ledger; `unmatched` bookings wait for an explanation."""

    subject_kind: ClassVar[str] = "statement"
    subject: ClassVar[str] = "statement_id"

    statement_id: int
    bookings: int
    unmatched: int

    @property
    def topics(self) -> tuple[str, ...]:
        return ("statements",)
