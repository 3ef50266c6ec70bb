"""Messages ordered: many at once by the strategy, or one by what happened."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.cases.models import Case
from tagih.contacts import operations as contacts
from tagih.contacts.models import Attempt
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.kernel.ids import uuid7
from tagih.messaging.enums import MessageState
from tagih.messaging.events import MessageOrdered, MessagesSilenced
from tagih.messaging.models import Message, Template
from tagih.messaging.rules.outbox import LIFE
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

PACKAGE = "tagih.messaging"
THANKS = "THANKS_PAID"
COLUMNS = ("place", "id", "reference", "customer_id", "case_id", "template", "contract_no", "about_due_on", "due_at",
           "expires_at", "priority", "reason", "step", "arm", "extra")  # fmt: skip


class TemplateNotInUse(Refusal):
    """No version of this template was approved."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "TEMPLATE_NOT_IN_USE", format_lazy(_("Template {code} has no approved version."), code=code),
            field="template", value=code, remedy=_("Have one approved first."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """One message wanted. `reference` makes it idempotent: whoever orders it twice, with whatever else, has it once.

    `about_due_on` is the due date of which it reminds; left out, it is the next one of a person who is not late.
    """

    reference: str
    customer_id: int
    template: str
    due_at: dt.datetime
    case_id: int | None = None
    contract_no: str = ""
    about_due_on: dt.date | None = None
    priority: int = 0
    reason: str = ""
    step: str = ""
    arm: str = ""
    expires_at: dt.datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ordered:
    """`new` rows wait now, less those `outranked` by another for the same person and day; `not_in_use` name a template
    without approved words, or a person who is not in scope."""

    rows: int
    new: int
    known: int
    outranked: int
    not_in_use: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment to thank for; the amount as it is written."""

    customer_no: str
    payment_ref: str
    amount: str


def order_messages(*, orders: Iterable[Order], by: Person | None, now: dt.datetime) -> Ordered:
    """This will order many messages in one go, each once by its reference.

    Set-based, no event per row. Of several for one person and day the one of the highest level stays. Whether it may
    be sent is asked of the gate when it leaves, not here.
    """
    with database.transaction():
        database.execute(PACKAGE, "ordered_table")
        rows = database.copy_in("ordered_message", COLUMNS, _rows(orders, now))
        usable = _usable()
        new = database.execute(PACKAGE, "insert_ordered", {"now": now, "by": by.pk if by else None})
        outranked = database.execute(PACKAGE, "outrank", {"now": now})
        database.execute(PACKAGE, "empty_ordered_table")
    return Ordered(rows, new, usable - new, outranked, rows - usable)


def order_message(*, order: Order, by: Person | None, now: dt.datetime) -> Message | None:
    """This will order one message to leave as soon as it may; None if the reference is known.

    :raises TemplateNotInUse:
    """
    template = Template.objects.filter(code=order.template, is_active=True, versions__state="APPROVED").first()
    if template is None:
        raise TemplateNotInUse(order.template)
    with database.transaction():
        done = order_messages(orders=[order], by=by, now=now)
        message = Message.objects.select_related("customer").get(reference=order.reference)
        if not done.new or message.state != MessageState.QUEUED:
            return None
        told = MessageOrdered(
            customer_no=message.customer.customer_no, message_id=str(message.pk), template_code=template.code,
            channel=message.channel,
        )  # fmt: skip
        journal.publish(told, by=by, now=now)
    return message


def silence_customer(*, customer_id: int, now: dt.datetime, by: Person | None = None) -> int:
    """This will withdraw what waits for a person and is settled by the money known now, and return how many.

    What is allowed but has not left yet is withdrawn too, and its attempt given back.
    """
    with database.transaction():
        rows = database.fetch(PACKAGE, "silence", {"customer": customer_id, "now": now})
        for attempt in Attempt.objects.filter(pk__in=[row["attempt_id"] for row in rows if row["attempt_id"]]):
            contacts.cancel_attempt(attempt=attempt, by=by, now=now)
        if rows:
            number = Customer.objects.values_list("customer_no", flat=True).get(pk=customer_id)
            journal.publish(MessagesSilenced(customer_no=number, messages=len(rows)), by=by, now=now)
    return len(rows)


def withdraw_waiting(*, customer_id: int, reason: str, now: dt.datetime, channel: str = "") -> int:
    """This will withdraw everything that waits for a person, on one channel or all; for a person who said stop."""
    waiting = Message.objects.filter(customer_id=customer_id, state=MessageState.QUEUED)
    waiting = waiting.filter(channel=channel) if channel else waiting
    return waiting.update(state=MessageState.CANCELLED, problem=reason[:200], closed_at=now)


def thank(*, payments: Sequence[Paid], now: dt.datetime) -> Ordered:
    """This will order the words of thanks for payments, each once; they leave with the next sweep."""
    numbers = {paid.customer_no for paid in payments} - {""}
    customers = dict(Customer.objects.filter(customer_no__in=numbers).values_list("customer_no", "pk"))
    newest = Case.objects.filter(customer_id__in=customers.values()).order_by("customer_id", "opened_on", "pk")
    cases = dict(newest.values_list("customer_id", "pk"))  # the last one of each stays
    orders = [
        Order(
            reference=f"thanks:{paid.payment_ref}", customer_id=customers[paid.customer_no], template=THANKS,
            case_id=cases.get(customers[paid.customer_no]), due_at=now, reason="PAYMENT",
            extra={"paid_amount": paid.amount},
        )
        for paid in payments
        if paid.customer_no in customers
    ]  # fmt: skip
    return order_messages(orders=orders, by=None, now=now)


def _rows(orders: Iterable[Order], now: dt.datetime) -> Iterator[tuple]:
    for place, one in enumerate(orders):
        due_at = max(one.due_at, now)
        expires_at = one.expires_at or clock.end_of_day(clock.today_in(clock.WIB, now=due_at + LIFE), clock.WIB)
        yield (
            place, uuid7(now), one.reference[:120], one.customer_id, one.case_id, one.template, one.contract_no,
            one.about_due_on, due_at, expires_at, one.priority, one.reason[:80], one.step[:80], one.arm[:40],
            json.dumps(dict(one.extra)),
        )  # fmt: skip


def _usable() -> int:
    return database.count(PACKAGE, "usable_ordered")
