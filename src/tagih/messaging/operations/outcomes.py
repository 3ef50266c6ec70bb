"""What became of a message: accepted, delivered, failed, in doubt; and what the person's number learns from it."""

import datetime as dt
from collections.abc import Iterable

from tagih.cases import operations as cases
from tagih.contacts import operations as contacts
from tagih.contacts.enums import EvidenceKind, EvidenceOutcome, PointState, ResultClass
from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.kernel.ids import uuid7
from tagih.messaging.adapters.port import Accepted, Told, WhatHappened
from tagih.messaging.enums import MessageState
from tagih.messaging.events import MessageFailed
from tagih.messaging.models import Message
from tagih.messaging.rules.outbox import LIFE, may_become

ACTION = {"SMS": "SMS", "EMAIL": "EMAIL", "WHATSAPP": "WHATSAPP"}
LATEST_RECEIPT = dt.timedelta(days=30)


def note_accepted(*, message: Message, answer: Accepted, now: dt.datetime) -> None:
    """This will store that the provider took a message, its cost, and the contact on the case."""
    with database.transaction():
        done = Message.objects.filter(pk=message.pk, state=MessageState.HANDED).update(
            state=MessageState.ACCEPTED, accepted_at=now, provider_ref=answer.provider_ref, parts=answer.parts,
            cost=answer.cost or 0, problem="",
        )  # fmt: skip
        if not done:
            return
        message.state = MessageState.ACCEPTED
        _write_down(message, "SENT", now)
        if answer.is_delivered:
            _delivered(message, now, now)


def note_doubtful(*, message: Message, reason: str, now: dt.datetime) -> None:
    """This will keep a message that perhaps arrived: it is not repeated, a receipt may still decide about it."""
    with database.transaction():
        handed = Message.objects.filter(pk=message.pk, state=MessageState.HANDED)
        if handed.update(state=MessageState.DOUBTFUL, problem=reason[:200]):
            message.state = MessageState.DOUBTFUL
            _write_down(message, "SENT", now)


def close_failed(*, message: Message, problem: str, is_dead: bool, now: dt.datetime) -> None:
    """This will close a message that cannot be delivered, teach the number, and speak on the next channel if there is
    one. A failure told after its fall-back was ordered orders no second one."""
    with database.transaction():
        held = Message.objects.select_for_update(of=("self",)).select_related(
            "customer", "template", "attempt", "contact_point", "case"
        ).get(pk=message.pk)  # fmt: skip
        if held.state == MessageState.FAILED or not may_become(held.state, MessageState.FAILED):
            return
        was_written_down = held.state in (MessageState.ACCEPTED, MessageState.DOUBTFUL)
        held.state, held.problem, held.closed_at = MessageState.FAILED, problem[:200], now
        held.save(update_fields=["state", "problem", "closed_at"])
        if not was_written_down:
            _write_down(held, "INVALID" if is_dead else "SYSTEM_FAILURE", now)
        _learn(held, EvidenceOutcome.DEAD if is_dead else EvidenceOutcome.FAILED, now)
        if is_dead and held.contact_point is not None:
            contacts.retire_point(
                contact_point=held.contact_point, state=PointState.DISCONNECTED, reason=problem[:200], by=None, now=now
            )
        told = MessageFailed(
            customer_no=held.customer.customer_no, message_id=str(held.pk), channel=held.channel, problem=problem[:200]
        )
        journal.publish(told, by=None, now=now)
        _fall_back(held, now)


def record_receipts(*, provider: str, receipts: Iterable[Told], now: dt.datetime) -> dict[str, int]:
    """This will store what a provider tells later: in any order, more than once, a week late; return counts by outcome.

    A receipt for a message that nobody knows is counted and left; a delivery told after `read` changes nothing.
    """
    counts: dict[str, int] = {}
    for told in receipts:
        outcome = _record(provider, told, now)
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def _record(provider: str, told: Told, now: dt.datetime) -> str:
    at = min(told.at, now)
    with database.transaction():
        rows = Message.objects.select_for_update(of=("self",)).select_related("customer", "contact_point", "template")
        own = rows.filter(provider=provider)
        message = own.filter(pk=told.reference).first() if told.reference else None
        if message is None and told.provider_ref:
            message = own.filter(provider_ref=told.provider_ref).first()
        if message is None:
            return "UNKNOWN"
        if told.what in (WhatHappened.DELIVERED, WhatHappened.READ):
            return _heard_delivered(message, told, at)
        if told.what == WhatHappened.ACCEPTED:
            doubtful = Message.objects.filter(pk=message.pk, state__in=[MessageState.DOUBTFUL, MessageState.HANDED])
            return "ACCEPTED" if doubtful.update(
                state=MessageState.ACCEPTED, accepted_at=at, provider_ref=told.provider_ref
            ) else "KNOWN"  # fmt: skip
        if told.what == WhatHappened.COMPLAINED:
            return "COMPLAINED"
        if message.state == MessageState.DELIVERED:
            return "KNOWN"
        is_known = message.state == MessageState.FAILED
        close_failed(
            message=message, problem=told.reason or "undelivered", is_dead=told.what == WhatHappened.DEAD, now=now
        )
        return "KNOWN" if is_known else "FAILED"


def _heard_delivered(message: Message, told: Told, at: dt.datetime) -> str:
    if told.what == WhatHappened.READ and message.read_at is None:
        Message.objects.filter(pk=message.pk).update(read_at=at)
    if not may_become(message.state, MessageState.DELIVERED):
        return "KNOWN"
    if told.provider_ref and not message.provider_ref:
        Message.objects.filter(pk=message.pk).update(provider_ref=told.provider_ref)
    _delivered(message, at, at)
    return "DELIVERED"


def _delivered(message: Message, at: dt.datetime, now: dt.datetime) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.DELIVERED, delivered_at=at, closed_at=at, problem=""
    )
    message.state = MessageState.DELIVERED
    _learn(message, EvidenceOutcome.DELIVERED, at)


def _learn(message: Message, outcome: str, at: dt.datetime) -> None:
    if message.contact_point is None:
        return
    kind = EvidenceKind.BOUNCE if message.channel == "EMAIL" and outcome != EvidenceOutcome.DELIVERED else None
    kind = kind or (EvidenceKind.BOUNCE if outcome == EvidenceOutcome.DEAD else EvidenceKind.DELIVERY)
    contacts.add_evidence(
        contact_point=message.contact_point, kind=kind, outcome=outcome, at=at, source=message.provider or "messages",
        key=f"message:{message.pk}:{outcome}", by=None, now=at,
    )  # fmt: skip


def _write_down(message: Message, result: str, now: dt.datetime) -> None:
    """The contact on the case; without an open case only the attempt is closed."""
    if message.attempt_id is None or message.attempt is None:
        return
    case = message.case
    if case is None or case.status != "OPEN":
        contacts.close_attempt(attempt=message.attempt, result_class=ResultClass.NC, by=None, now=now)
        return
    cases.record_activity(
        case=case, action=ACTION[message.channel], result=result, attempt=message.attempt, party="CONSUMER", by=None,
        now=now, activity_id=message.attempt_id, notes=message.template.name if message.template else "",
    )  # fmt: skip


def _fall_back(message: Message, now: dt.datetime) -> None:
    template = message.template
    if template is None or template.fallback_id is None or Message.objects.filter(stands_in_for=message).exists():
        return
    other = template.fallback
    if not other.is_active or not other.versions.filter(state="APPROVED").exists() or message.expires_at <= now:
        return
    Message.objects.create(
        id=uuid7(now), reference=f"{message.reference[:100]}+{other.channel}", customer=message.customer,
        case=message.case, contract_no=message.contract_no, about_due_on=message.about_due_on, template=other,
        channel=other.channel, purpose=other.purpose, level=other.level, is_service=other.is_service,
        reason=message.reason, step=message.step, arm=message.arm, priority=message.priority, extra=message.extra,
        ordered_at=now, ordered_by=message.ordered_by, due_at=now, due_on=clock.today_in(clock.WIB, now=now),
        expires_at=max(message.expires_at, now + LIFE), stands_in_for=message,
    )  # fmt: skip
