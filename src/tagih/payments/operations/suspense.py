"""Money in suspense: a cashier finds out whose it is, and may find out better later."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.payments.enums import Match
from tagih.payments.events import SuspenseAssigned
from tagih.payments.models import Assignment, Payment
from tagih.payments.operations.intake import restate
from tagih.portfolio import operations as portfolio
from tagih.staff.models import Person


class NotInSuspense(Refusal):
    """The money was matched by its own contract number: nobody has to guess."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            "NOT_IN_SUSPENSE", _("Payment %(ref)s is not in suspense.") % {"ref": ref}, field="payment", value=ref,
            remedy=_("Ask the sender for a reversal if it belongs elsewhere."),
        )  # fmt: skip


class ContractUnknown(Refusal):
    """No contract has that number."""

    def __init__(self, contract_no: str) -> None:
        super().__init__(
            "CONTRACT_UNKNOWN", _("There is no contract %(number)s.") % {"number": contract_no}, field="contract_no",
            value=contract_no, remedy=_("Search by name, plate or number and choose one."),
        )  # fmt: skip


class ReasonMissing(Refusal):
    """A decision about other people's money says why."""

    def __init__(self) -> None:
        super().__init__("REASON_MISSING", _("Say why this money belongs there."), field="reason")


def assign(*, payment: Payment, contract_no: str, reason: str, by: Person, now: dt.datetime) -> Assignment:
    """This will assign money in suspense to a contract, with a reason; an earlier assignment is undone by a new one.

    Both contracts are restated, and the assignment is a new row: nothing is edited away.

    :raises NotInSuspense: the payment was matched by its own number
    :raises ContractUnknown: neither PostgreSQL nor the lake has the contract
    :raises ReasonMissing:
    """
    if not reason.strip():
        raise ReasonMissing
    contract = portfolio.admit_contract(contract_no=contract_no.strip(), by=by, now=now)
    if contract is None:
        raise ContractUnknown(contract_no)
    with database.transaction():
        row = Payment.objects.select_for_update(of=("self",)).select_related("contract").get(pk=payment.pk)
        if row.match == Match.MATCHED:
            raise NotInSuspense(row.payment_ref)
        before = row.contract
        assignment = Assignment.objects.create(
            payment=row, contract=contract, assigned_at=now, assigned_by=by, reason=reason.strip()
        )
        row.contract, row.match = contract, Match.ASSIGNED
        row.save(update_fields=["contract", "match"])
        restate(sorted({other.pk for other in (before, contract) if other}), now=now)
        event = SuspenseAssigned(
            payment_ref=row.payment_ref, contract_no=contract.contract_no, reason=reason.strip(),
            customer_no=contract.customer.customer_no,
        )  # fmt: skip
        journal.publish(event, by=by, now=now)
    return assignment
