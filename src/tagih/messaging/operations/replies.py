"""What people write to us: kept once, put on one thread a person, understood by rules, answered by somebody."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.enums import CareSource, HoldReason
from tagih.cases.models import Case
from tagih.contacts import operations as contacts
from tagih.contacts import queries as points
from tagih.contacts.enums import EvidenceKind, EvidenceOutcome, PointState
from tagih.contacts.models import ContactPoint, Wish
from tagih.journal import operations as journal
from tagih.kernel import clock, crypto, database
from tagih.kernel.errors import Refusal
from tagih.kernel.ids import uuid7
from tagih.messaging.adapters.port import Written
from tagih.messaging.enums import Intent, SuggestionState
from tagih.messaging.events import MessageOrdered, ReplyAnswered, ReplyReceived, SuggestionDecided
from tagih.messaging.models import Message, Reply, Suggestion, Thread
from tagih.messaging.operations.ordering import withdraw_waiting
from tagih.messaging.queries.texts import MESSAGE_TEXT, RECIPIENT_HASH, REPLY_TEXT
from tagih.messaging.rules.outbox import LIFE
from tagih.messaging.rules.replies import Understood, understood
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

ANSWER_WITHIN = dt.timedelta(hours=4)
URGENT_WITHIN = dt.timedelta(hours=1)
URGENT = frozenset({Intent.DISTRESS, Intent.DISPUTE, Intent.WRONG_NUMBER})
TO_CONFIRM = frozenset({Intent.WRONG_NUMBER, Intent.PROMISE, Intent.RELIEF, Intent.DISPUTE})
LONGEST_ANSWER = 1_000


class AnswerEmpty(Refusal):
    """An answer says something, in at most 1,000 letters."""

    def __init__(self) -> None:
        super().__init__("ANSWER_EMPTY", _("Write an answer of 1 to 1,000 letters."), field="text")


class NobodyToAnswer(Refusal):
    """The sender is nobody whom we know."""

    def __init__(self) -> None:
        super().__init__(
            "NOBODY_TO_ANSWER", _("This sender is not a known customer."), remedy=_("Find out who it is first.")
        )


class SuggestionOver(Refusal):
    """Somebody decided before."""

    def __init__(self) -> None:
        super().__init__("SUGGESTION_OVER", _("This was decided already."))


class PromiseIncomplete(Refusal):
    """A promise has a day and an amount."""

    def __init__(self) -> None:
        super().__init__("PROMISE_INCOMPLETE", _("Enter the amount and the day."), field="amount")


def receive_replies(*, channel: str, provider: str, replies: Iterable[Written], now: dt.datetime) -> dict[str, int]:
    """This will keep what people wrote, each once, and return counts by what it seems to say."""
    counts: dict[str, int] = {}
    for written in replies:
        reply = _receive(channel, provider, written, now)
        key = reply.intent if reply else "KNOWN"
        counts[key] = counts.get(key, 0) + 1
    return counts


def _receive(channel: str, provider: str, written: Written, now: dt.datetime) -> Reply | None:
    at = min(written.at, now)
    with database.transaction():
        database.lock("messaging.reply", provider, written.provider_ref)
        if Reply.objects.filter(provider=provider, provider_ref=written.provider_ref).exists():
            return None
        customer, point = _writer(channel, written.sender)
        thread = _thread(customer, written.sender, at)
        told = understood(written.text, today=clock.today_in(clock.WIB, now=at))
        reply = Reply.objects.create(
            thread=thread, channel=channel, provider=provider, provider_ref=written.provider_ref, contact_point=point,
            text_cipher=crypto.encrypt(written.text, context=REPLY_TEXT), intent=told.intent, at=at, received_at=now,
        )  # fmt: skip
        if customer is not None:
            told = _act(reply, customer, point, written.text, told, now)
        _wait(thread, reply, now)
        event = ReplyReceived(
            customer_no=customer.customer_no if customer else "", reply_id=reply.pk, thread_id=thread.pk,
            channel=channel, intent=reply.intent,
        )  # fmt: skip
        journal.publish(event, by=None, now=now)
    return reply


def _writer(channel: str, sender: str) -> tuple[Customer | None, ContactPoint | None]:
    """Whose number it is: the owner, of several the one whom we wrote to last."""
    owners = points.owners_of_value(sender) or points.customers_with_value(sender)
    if not owners:
        return None, None
    written_to = Message.objects.filter(customer_id__in=owners, channel=channel, handed_at__isnull=False)
    last = written_to.order_by("-handed_at").values_list("customer_id", flat=True).first()
    customer = Customer.objects.get(pk=last or owners[0])
    return customer, points.point_with_value(customer, sender)


def _thread(customer: Customer | None, sender: str, at: dt.datetime) -> Thread:
    if customer is not None:
        case = Case.objects.filter(customer=customer, status="OPEN").first()
        thread, made = Thread.objects.get_or_create(
            customer=customer,
            defaults={"last_at": at, "branch": case.branch if case else None, "assignee": case.owner if case else None},
        )
        if not made and case is not None and thread.assignee_id is None:
            thread.assignee, thread.branch = case.owner, case.branch
        return thread
    hashed = crypto.search_hash(sender, context=RECIPIENT_HASH)
    masked = f"{sender[:5]}…{sender[-3:]}"
    thread, _made = Thread.objects.get_or_create(
        sender_hash=hashed, customer=None, defaults={"last_at": at, "sender_masked": masked}
    )
    return thread


def _act(
    reply: Reply, customer: Customer, point: ContactPoint | None, text: str, told: Understood, now: dt.datetime
) -> Understood:
    """What binds at once: a stop, a claim of payment believed for three days, evidence; the rest is a suggestion."""
    task = cases.heed_message(customer=customer, text=text, source_ref=f"reply:{reply.pk}", by=None, now=now)
    if task is not None:
        reply.intent = Intent.DISTRESS
        reply.save(update_fields=["intent"])
        withdraw_waiting(customer_id=customer.pk, reason="DISTRESS", now=now)
    if point is not None:
        is_wrong = told.intent == Intent.WRONG_NUMBER
        contacts.add_evidence(
            contact_point=point, kind=EvidenceKind.CONVERSATION,
            outcome=EvidenceOutcome.WRONG_PERSON if is_wrong else EvidenceOutcome.RPC, at=reply.at,
            source=reply.provider, key=f"reply:{reply.pk}", by=None, now=now,
        )  # fmt: skip
    if told.intent == Intent.STOP:
        _stop(customer, reply, now)
    elif told.intent == Intent.WRONG_NUMBER:
        withdraw_waiting(customer_id=customer.pk, channel=reply.channel, reason="WRONG_NUMBER", now=now)
    elif told.intent == Intent.CLAIMS_PAID:
        _believe(customer, reply, now)
    if told.intent in TO_CONFIRM:
        Suggestion.objects.create(reply=reply, intent=told.intent, amount=told.amount, due_on=told.due_on)
    return told


def _stop(customer: Customer, reply: Reply, now: dt.datetime) -> None:
    before = Wish.objects.filter(customer=customer, ends_at__isnull=True).first()
    refused = {*(before.refused_channels if before else ()), reply.channel}
    contacts.record_wish(
        customer=customer, evidence=f"Wrote STOP, reply {reply.pk}", by=None, now=now, refused_channels=sorted(refused),
        not_before=before.not_before if before else None, not_after=before.not_after if before else None,
        days=before.days if before else None,
    )  # fmt: skip
    withdraw_waiting(customer_id=customer.pk, channel=reply.channel, reason="OPTED_OUT", now=now)


def _believe(customer: Customer, reply: Reply, now: dt.datetime) -> None:
    case = Case.objects.filter(customer=customer, status="OPEN").first()
    if case is not None:
        cases.open_hold(
            case=case, reason=HoldReason.CLAIM_PAID, by=None, now=now, source=CareSource.MESSAGE,
            source_ref=f"reply:{reply.pk}",
        )  # fmt: skip
        withdraw_waiting(customer_id=customer.pk, reason="CLAIMS_PAID", now=now)


def _wait(thread: Thread, reply: Reply, now: dt.datetime) -> None:
    within = URGENT_WITHIN if reply.intent in URGENT else ANSWER_WITHIN
    by = now + within
    thread.last_at = max(thread.last_at, reply.at)
    if reply.intent != Intent.STOP:  # a stop wants no answer
        thread.waits_since = thread.waits_since or now
        thread.answer_by = min(thread.answer_by, by) if thread.answer_by else by
    thread.save()


def answer_thread(*, thread: Thread, text: str, by: Person, now: dt.datetime) -> Message:
    """This will order an answer on the channel of the person's newest reply; the gate is asked when it leaves.

    :raises AnswerEmpty:
    :raises NobodyToAnswer: the sender is unknown
    """
    text = text.strip()
    if not 0 < len(text) <= LONGEST_ANSWER:
        raise AnswerEmpty
    with database.transaction():
        held = _locked(thread)
        newest = held.replies.order_by("-at").first()
        if held.customer is None or newest is None:
            raise NobodyToAnswer
        case = Case.objects.filter(customer=held.customer, status="OPEN").first()
        identity = uuid7(now)
        message = Message.objects.create(
            id=identity, reference=f"answer:{identity}", customer=held.customer, case=case, channel=newest.channel,
            purpose="REMIND", level=0, is_service=True, reason="ANSWER", priority=100, ordered_at=now, ordered_by=by,
            due_at=now, due_on=clock.today_in(clock.WIB, now=now), expires_at=now + LIFE,
            text_cipher=crypto.encrypt(text, context=MESSAGE_TEXT), subject=str(_("Your message to us")),
        )  # fmt: skip
        _answered(held, is_answered=True, by=by, now=now)
        told = MessageOrdered(
            customer_no=held.customer.customer_no, message_id=str(message.pk), template_code="", channel=message.channel
        )
        journal.publish(told, by=by, now=now)
    return message


def put_aside(*, thread: Thread, by: Person, now: dt.datetime) -> None:
    """This will note that what the person wrote needs no answer."""
    with database.transaction():
        held = _locked(thread)
        if held.waits_since is not None:
            _answered(held, is_answered=False, by=by, now=now)


def assign_thread(*, thread: Thread, assignee: Person | None, by: Person, now: dt.datetime) -> None:
    """This will give a conversation to somebody, or back to everybody."""
    Thread.objects.filter(pk=thread.pk).update(assignee=assignee)


def confirm_suggestion(
    *, suggestion: Suggestion, by: Person, now: dt.datetime, amount: Decimal | None = None,
    due_on: dt.date | None = None,
) -> None:  # fmt: skip
    """This will do what a reply asks for, in the name of who confirms: record the promise, put the number away, pause
    collection for a request or a dispute.

    :raises SuggestionOver:
    :raises PromiseIncomplete:
    :raises PromiseRefused: the promise passes a limit of the role
    """
    with database.transaction():
        held = _open(suggestion)
        customer = held.reply.thread.customer
        case = Case.objects.filter(customer=customer, status="OPEN").first()
        if held.intent == Intent.PROMISE and case is not None:
            day, money = due_on or held.due_on, amount or held.amount
            if day is None or money is None:
                raise PromiseIncomplete
            draft = cases.PromiseDraft(legs=(cases.PromisedLeg(day, money),))
            cases.record_promise(case=case, draft=draft, by=by, now=now)
        elif held.intent == Intent.WRONG_NUMBER and held.reply.contact_point is not None:
            contacts.retire_point(
                contact_point=held.reply.contact_point, state=PointState.WRONG_PERSON,
                reason=str(_("Who has it wrote so")), by=by, now=now,
            )  # fmt: skip
        elif case is not None:
            reason = HoldReason.RELIEF_REQUEST if held.intent == Intent.RELIEF else HoldReason.DISPUTE
            cases.open_hold(
                case=case, reason=reason, by=by, now=now, source=CareSource.MESSAGE, source_ref=f"reply:{held.reply_id}"
            )
        _decided(held, SuggestionState.CONFIRMED, by=by, now=now)


def dismiss_suggestion(*, suggestion: Suggestion, by: Person, now: dt.datetime) -> None:
    """This will note that a reply does not say what it seemed to.

    :raises SuggestionOver:
    """
    with database.transaction():
        _decided(_open(suggestion), SuggestionState.DISMISSED, by=by, now=now)


def _open(suggestion: Suggestion) -> Suggestion:
    rows: QuerySet[Suggestion] = Suggestion.objects.select_for_update(of=("self",))
    held = rows.select_related("reply__thread__customer", "reply__contact_point").get(pk=suggestion.pk)
    if held.state != SuggestionState.OPEN:
        raise SuggestionOver
    return held


def _decided(held: Suggestion, state: str, *, by: Person, now: dt.datetime) -> None:
    held.state, held.decided_at, held.decided_by = state, now, by
    held.save(update_fields=["state", "decided_at", "decided_by"])
    thread = held.reply.thread
    event = SuggestionDecided(
        customer_no=thread.customer.customer_no if thread.customer else "", thread_id=thread.pk, intent=held.intent,
        is_confirmed=state == SuggestionState.CONFIRMED,
    )  # fmt: skip
    journal.publish(event, by=by, now=now)


def _locked(thread: Thread) -> Thread:
    return Thread.objects.select_for_update(of=("self",)).select_related("customer").get(pk=thread.pk)


def _answered(held: Thread, *, is_answered: bool, by: Person, now: dt.datetime) -> None:
    held.waits_since, held.answer_by, held.last_at = None, None, now
    held.assignee = held.assignee or by
    held.save(update_fields=["waits_since", "answer_by", "last_at", "assignee"])
    number = held.customer.customer_no if held.customer else ""
    journal.publish(ReplyAnswered(customer_no=number, thread_id=held.pk, is_answered=is_answered), by=by, now=now)
