"""A payment arrives: posted once, allocated at once, told to whoever waits for it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import clock, database, money
from tagih.kernel.errors import Refusal
from tagih.payments import queries
from tagih.payments.enums import Match, Source
from tagih.payments.events import PaymentHeldInSuspense, PaymentPosted, PaymentReversed
from tagih.payments.models import Payment
from tagih.portfolio import operations as portfolio
from tagih.portfolio.models import Contract
from tagih.staff.models import Person

HOUSE_ZONE = clock.WIB
NOT_MONEY = "NOT_MONEY"
LONGEST = {"payment_ref": 80, "contract_no": 40, "channel": 40, "reversal_of": 80}
KEYS = ("payment_ref", "contract_no", "paid_at", "amount")


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


class NoticeIncomplete(Refusal):
    """A field is missing, or is not what it should be."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(
            "NOTICE_INCOMPLETE", _("%(field)s: %(problem)s.") % {"field": field, "problem": problem}, field=field,
            remedy=_("A notice has payment_ref, contract_no, paid_at (with offset), amount and channel."),
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
    for key in KEYS:
        if notice.get(key) in (None, ""):
            raise NoticeIncomplete(key, _("is missing"))
    texts = {key: str(notice.get(key) or "").strip() for key in LONGEST}
    for key, longest in LONGEST.items():
        if len(texts[key]) > longest or not texts[key].isprintable():
            raise NoticeIncomplete(key, _("is too long or has unprintable signs"))
    paid_at = _instant(notice["paid_at"])
    return post(
        payment_ref=texts["payment_ref"], contract_no=texts["contract_no"], paid_at=paid_at,
        paid_on=clock.today_in(HOUSE_ZONE, now=paid_at), amount=_amount(notice["amount"]), channel=texts["channel"],
        reversal_of=texts["reversal_of"], source=source, by=by, now=now,
    )  # fmt: skip


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
    if amount <= 0:
        raise AmountNotPositive(amount)
    if paid_on > clock.today_in(HOUSE_ZONE, now=now):
        raise PaidInFuture(paid_on)
    with database.transaction():
        database.lock("payment", payment_ref)
        known = Payment.objects.filter(payment_ref=payment_ref).first()
        if known:
            same = (known.contract_no, known.paid_on, known.amount, known.reversal_of)
            if same != (contract_no, paid_on, amount, reversal_of):
                raise ReferenceReused(payment_ref)
            return Posted("ALREADY", known)
        original = _original(reversal_of)
        contract, customer_no = _owner(contract_no, original)
        match = Match.MATCHED if customer_no else Match.SUSPENSE
        payment = Payment.objects.create(
            payment_ref=payment_ref, contract_no=contract_no, contract=contract, match=match, paid_on=paid_on,
            paid_at=paid_at, recorded_at=now, amount=amount, channel=channel, reversal_of=reversal_of, source=source,
        )  # fmt: skip
        restated = restate(contract, now=now) if contract else None
        is_settled = bool(restated and restated.is_settled)
        _tell(payment, original, customer_no, is_settled, by=by, now=now)
    outcome = "REVERSED" if reversal_of and customer_no else "POSTED" if customer_no else "SUSPENSE"
    return Posted(outcome, payment, is_settled)


@database.transaction_required
def restate(contract: Contract, *, now: dt.datetime) -> portfolio.Restated:
    """This will let the portfolio compute a contract anew from all its money."""
    Contract.objects.select_for_update(of=("self",)).only("pk").get(pk=contract.pk)
    entries = [
        portfolio.Money(row.payment_ref, row.paid_on, row.amount, row.reversal_of, row.fed_on)
        for row in queries.money_of(contract.pk)
    ]
    return portfolio.restate_contract(contract=contract, money=entries, now=now)


def _original(reversal_of: str) -> Payment | None:
    if not reversal_of:
        return None
    database.lock("payment.reversal", reversal_of)
    if Payment.objects.filter(reversal_of=reversal_of).exists():
        raise ReversedAlready(reversal_of)
    return Payment.objects.filter(payment_ref=reversal_of).select_related("contract__customer").first()


def _owner(contract_no: str, original: Payment | None) -> tuple[Contract | None, str]:
    """The contract, if PostgreSQL has it, and its customer: a reversal goes where its payment went."""
    if original is not None and original.contract:
        return original.contract, original.contract.customer.customer_no
    contract = Contract.objects.filter(contract_no=contract_no).select_related("customer").first()
    if contract:
        return contract, contract.customer.customer_no
    return None, queries.customer_in_lake(contract_no) or ""


def _tell(
    payment: Payment,
    original: Payment | None,
    customer_no: str,
    is_settled: bool,
    *,
    by: Person | None,
    now: dt.datetime,
) -> None:
    facts = {"payment_ref": payment.payment_ref, "customer_no": customer_no, "amount": str(payment.amount)}
    contract_no = payment.contract.contract_no if payment.contract else payment.contract_no
    if not customer_no:
        event = PaymentHeldInSuspense(**facts, contract_no=payment.contract_no)
    elif payment.reversal_of:
        paid_on = original.paid_on if original else payment.paid_on
        facts |= {"payment_ref": payment.reversal_of, "reversal_ref": payment.payment_ref}
        event = PaymentReversed(**facts, contract_no=contract_no, paid_on=paid_on.isoformat())
    else:
        event = PaymentPosted(
            **facts, contract_no=contract_no, paid_on=payment.paid_on.isoformat(), is_settled=is_settled
        )
    journal.publish(event, by=by, now=now, occurred_at=payment.paid_at)


def _instant(value: Any) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(str(value))
    except ValueError:
        raise NoticeIncomplete("paid_at", _("is not an instant such as 2026-11-21T10:15:00+07:00")) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=HOUSE_ZONE)


def _amount(value: Any) -> Decimal:
    if isinstance(value, float):  # JSON numbers arrive so; their shortest text is what was written
        value = repr(value)
    try:
        return money.amount(value)
    except money.NotMoney:
        raise NoticeIncomplete("amount", _("is not an amount such as 1250000 or 1250000.50")) from None
