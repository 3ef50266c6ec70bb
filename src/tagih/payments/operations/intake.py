"""A payment arrives: posted once, allocated at once, told to whoever waits for it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.journal.events import BusinessEvent
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.payments import queries
from tagih.payments.enums import Match, Source
from tagih.payments.events import PaymentHeldInSuspense, PaymentPosted, PaymentReversed
from tagih.payments.models import Payment
from tagih.payments.operations.notices import HOUSE_ZONE, Draft, NoticeIncomplete, draft_of
from tagih.portfolio import operations as portfolio
from tagih.portfolio.models import Contract
from tagih.staff.models import Person

NOT_MONEY = "NOT_MONEY"


class ReferenceReused(Refusal):
    """The reference is known with other content."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            "REFERENCE_REUSED", _("Payment %(ref)s is already posted with other content.") % {"ref": ref},
            field="payment_ref", value=ref, remedy=_("Send a reversal, then a payment with a new reference."),
        )  # fmt: skip


class ReversedAlready(Refusal):
    """What it wants to undo is undone."""

    def __init__(self, ref: str) -> None:
        super().__init__(
            "REVERSED_ALREADY", _("Payment %(ref)s is already reversed.") % {"ref": ref}, field="reversal_of", value=ref
        )


class PaidInFuture(Refusal):
    """Nobody pays tomorrow's money today."""

    def __init__(self, paid_on: dt.date) -> None:
        super().__init__(
            "PAID_IN_FUTURE", _("The payment is dated %(date)s, in the future.") % {"date": paid_on.isoformat()},
            field="paid_at", value=paid_on,
        )  # fmt: skip


class AmountNotPositive(Refusal):
    """A payment is more than nothing; money goes back by a reversal."""

    def __init__(self, amount: Any) -> None:
        super().__init__(
            "AMOUNT_NOT_POSITIVE", _("The amount is not above zero."), field="amount", value=amount,
            remedy=_("Money goes back by a reversal: reversal_of names the payment."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a notice: POSTED, REVERSED, SUSPENSE or ALREADY."""

    outcome: str
    payment: Payment
    is_settled: bool = False


def post_notice(*, notice: Mapping[str, Any], source: Source, by: Person | None, now: dt.datetime) -> Posted:
    """This will post a notice as providers send it: payment_ref, contract_no, paid_at, amount, channel, reversal_of.

    :raises NoticeIncomplete: and what `post` raises
    """
    return _only(post_drafts(drafts=[draft_of(notice)], source=source, by=by, now=now))


def post_notices(
    *, notices: Sequence[Any], source: Source, by: Person | None, now: dt.datetime
) -> list[Posted | Refusal]:
    """This will post notices that came together, in one transaction, and return what became of each, in order.

    The same as posting one after the other, but set-based: a refused one does not stop the others. `is_settled` tells
    how a contract stands after all of them.
    """
    told: list[Posted | Refusal | Draft] = []
    for notice in notices:
        try:
            told.append(draft_of(notice))
        except NoticeIncomplete as refusal:
            told.append(refusal)
    drafts = [entry for entry in told if isinstance(entry, Draft)]
    posted = iter(post_drafts(drafts=drafts, source=source, by=by, now=now))
    return [next(posted) if isinstance(entry, Draft) else entry for entry in told]


def post(
    *, payment_ref: str, contract_no: str, paid_on: dt.date, amount: Decimal, channel: str = "", reversal_of: str = "",
    paid_at: dt.datetime | None = None, source: Source, by: Person | None, now: dt.datetime,
) -> Posted:  # fmt: skip
    """This will post a payment or a reversal once, restate its contract and publish what happened, in one transaction.

    The same reference with the same content was posted before and changes nothing. Money for a contract that nobody
    knows is held in suspense.

    :raises ReferenceReused: the reference is known with other content
    :raises ReversedAlready: the payment to be reversed is reversed
    :raises PaidInFuture:
    :raises AmountNotPositive:
    """
    draft = Draft(payment_ref, contract_no, paid_on, amount, channel, reversal_of, paid_at)
    return _only(post_drafts(drafts=[draft], source=source, by=by, now=now))


def post_drafts(
    *, drafts: Sequence[Draft], source: Source, by: Person | None, now: dt.datetime
) -> list[Posted | Refusal]:
    """This will post payments and reversals that were read, and return a posting or a refusal for each, in order."""
    if not drafts:
        return []
    with database.transaction():
        database.lock_all("payment", [draft.payment_ref for draft in drafts])
        database.lock_all("payment.reversal", [draft.reversal_of for draft in drafts if draft.reversal_of])
        books = _books(drafts)
        told = [_judged(draft, books, source=source, now=now) for draft in drafts]
        Payment.objects.bulk_create(books.fresh)
        settled = {pk for pk, standing in restate(books.touched(), now=now).items() if standing.is_settled}
        events = [_event(payment, books, payment.contract_id in settled) for payment in books.fresh]
        journal.publish_many(events, by=by, now=now, occurred_at=[payment.paid_at for payment in books.fresh])
    return [_outcome(entry, books, settled) if isinstance(entry, Payment) else entry for entry in told]


@dataclass(slots=True)
class _Books:
    """What is known of the references and contracts of some drafts, and what is written of them."""

    known: dict[str, Payment]
    undone: set[str]
    contracts: dict[str, Contract]
    elsewhere: dict[str, str]
    fresh: list[Payment] = field(default_factory=list)
    customers: dict[str, str] = field(default_factory=dict)
    counted_on: dict[str, dt.date] = field(default_factory=dict)

    def touched(self) -> list[int]:
        return sorted({payment.contract_id for payment in self.fresh if payment.contract_id})


def _books(drafts: Sequence[Draft]) -> _Books:
    refs = {ref for draft in drafts for ref in (draft.payment_ref, draft.reversal_of) if ref}
    known = Payment.objects.filter(payment_ref__in=refs).select_related("contract__customer")
    reversals = [draft.reversal_of for draft in drafts if draft.reversal_of]
    undone = Payment.objects.filter(reversal_of__in=reversals).values_list("reversal_of", flat=True)
    numbers = {draft.contract_no for draft in drafts}
    rows = Contract.objects.filter(contract_no__in=numbers).select_related("customer")
    contracts = {row.contract_no: row for row in rows}
    return _Books(
        known={row.payment_ref: row for row in known}, undone=set(undone) if reversals else set(), contracts=contracts,
        elsewhere=queries.customers_in_lake(numbers - contracts.keys()),
    )  # fmt: skip


def _judged(draft: Draft, books: _Books, *, source: Source, now: dt.datetime) -> Payment | Posted | Refusal:
    """A payment to be written, one that was written before, or why there is none."""
    if draft.amount <= 0:
        return AmountNotPositive(draft.amount)
    if draft.paid_on > clock.today_in(HOUSE_ZONE, now=now):
        return PaidInFuture(draft.paid_on)
    known = books.known.get(draft.payment_ref)
    if known:
        same = (known.contract_no, known.paid_on, known.amount, known.reversal_of)
        is_same = same == (draft.contract_no, draft.paid_on, draft.amount, draft.reversal_of)
        return Posted("ALREADY", known) if is_same else ReferenceReused(draft.payment_ref)
    if draft.reversal_of in books.undone:
        return ReversedAlready(draft.reversal_of)
    original = books.known.get(draft.reversal_of) if draft.reversal_of else None
    contract, customer_no = _owner(draft, original, books)
    payment = Payment(
        payment_ref=draft.payment_ref, contract_no=draft.contract_no, contract=contract,
        match=Match.MATCHED if customer_no else Match.SUSPENSE, paid_on=draft.paid_on, paid_at=draft.paid_at,
        recorded_at=now, amount=draft.amount, channel=draft.channel, reversal_of=draft.reversal_of, source=source,
    )  # fmt: skip
    books.known[payment.payment_ref] = payment
    books.undone |= {draft.reversal_of} - {""}
    books.customers[payment.payment_ref] = customer_no
    books.counted_on[payment.payment_ref] = (original or payment).paid_on
    books.fresh.append(payment)
    return payment


def _outcome(payment: Payment, books: _Books, settled: set[int]) -> Posted:
    if not books.customers[payment.payment_ref]:
        return Posted("SUSPENSE", payment)
    return Posted("REVERSED" if payment.reversal_of else "POSTED", payment, payment.contract_id in settled)


def _only(posted: Sequence[Posted | Refusal]) -> Posted:
    if isinstance(posted[0], Refusal):
        raise posted[0]
    return posted[0]


@database.transaction_required
def restate(contract_ids: Sequence[int], *, now: dt.datetime) -> dict[int, portfolio.Restated]:
    """This will let the portfolio compute contracts anew from all their money."""
    if not contract_ids:
        return {}
    list(Contract.objects.select_for_update(of=("self",)).only("pk").order_by("pk").filter(pk__in=contract_ids))
    entries = {
        contract_id: [
            portfolio.Money(row.payment_ref, row.paid_on, row.amount, row.reversal_of, row.fed_on) for row in rows
        ]
        for contract_id, rows in queries.money_of(contract_ids).items()
    }
    return portfolio.restate_contracts(money=entries, now=now)


def _owner(draft: Draft, original: Payment | None, books: _Books) -> tuple[Contract | None, str]:
    """The contract, if PostgreSQL has it, and its customer: a reversal goes where its payment went."""
    contract = (original.contract if original else None) or books.contracts.get(draft.contract_no)
    if contract:
        return contract, contract.customer.customer_no
    return None, books.elsewhere.get(draft.contract_no, "")


def _event(payment: Payment, books: _Books, is_settled: bool) -> BusinessEvent:
    customer_no = books.customers[payment.payment_ref]
    facts = {"payment_ref": payment.payment_ref, "customer_no": customer_no, "amount": str(payment.amount)}
    contract_no = payment.contract.contract_no if payment.contract else payment.contract_no
    if not customer_no:
        return PaymentHeldInSuspense(**facts, contract_no=payment.contract_no)
    if payment.reversal_of:
        paid_on = books.counted_on[payment.payment_ref]
        facts |= {"payment_ref": payment.reversal_of, "reversal_ref": payment.payment_ref}
        return PaymentReversed(**facts, contract_no=contract_no, paid_on=paid_on.isoformat())
    return PaymentPosted(**facts, contract_no=contract_no, paid_on=payment.paid_on.isoformat(), is_settled=is_settled)
