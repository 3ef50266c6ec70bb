"""Messages leave: the gate is asked at that moment, then the message is handed over exactly once as far as it goes.

QUEUED -> RESERVED (the gate allowed it, the words are fixed) -> HANDED (committed before the provider is called) ->
ACCEPTED (the provider answered). A worker killed before HANDED leaves nothing behind that was sent; one killed after it
leaves a message that is handed over again only to a provider that would recognise it.
"""

import datetime as dt
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tagih.kernel import database
from tagih.messaging.adapters import Accepted, Doubtful, Parcel, Provider, Refused, Unavailable
from tagih.messaging.adapters import provider as provider_named
from tagih.messaging.adapters.port import Post, Session
from tagih.messaging.enums import MessageState
from tagih.messaging.models import ChannelSetting, Message
from tagih.messaging.operations.outcomes import close_failed, note_accepted, note_doubtful, record_receipts
from tagih.messaging.operations.replies import receive_replies
from tagih.messaging.operations.reserving import Reserved, Verdict, reserve
from tagih.messaging.queries.channels import Route, route_of
from tagih.messaging.rules.outbox import FORGOTTEN_AFTER, Recovery, recovery, retry_after

Clock = Callable[[], dt.datetime]
MOST_AT_ONCE = 500
REST = dt.timedelta(minutes=1)
FAULTS_IN_A_ROW = 3
"""A provider that failed so often in a row is left alone for a minute."""


@dataclass
class Sent:
    """What a run did, by outcome."""

    counts: dict[str, int] = field(default_factory=dict)

    def note(self, outcome: str) -> None:
        self.counts[outcome] = self.counts.get(outcome, 0) + 1


def send_due(
    *, channel: str, now: Clock, most: int = MOST_AT_ONCE, only: uuid.UUID | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Sent:  # fmt: skip
    """This will send what is due on a channel, the most urgent first, at the rate of its provider.

    One sender at a time per provider, whichever process; another one returns at once. `only` sends that message and
    leaves the others. No transaction is open while the provider is called.
    """
    sent, route = Sent(), route_of(channel, now=now())
    carrier = provider_named(route.provider, channel=channel) if not route.closed_because else None
    if carrier is None:
        return sent
    with database.session_lock("messaging.send", route.provider, channel, wait=False) as taken:
        if not taken:
            return sent
        recover(channel=channel, carrier=carrier, now=now())
        waiting = _due(channel, now(), most, only)
        if waiting:
            _send_all(waiting, carrier, route, now, sent, pause)
    hear(channel=channel, provider=route.provider, post=getattr(carrier, "post", None), now=now())
    return sent


def listen(*, channel: str, seconds: float, now: Clock) -> bool:
    """This will gather receipts and replies where a provider delivers them on a line of its own, and tell whether it
    has such a line."""
    route = route_of(channel, now=now())
    carrier = provider_named(route.provider, channel=channel) if not route.closed_because else None
    if carrier is None or not hasattr(carrier, "listen"):
        return False
    try:
        post = carrier.listen(seconds)
    except Unavailable:
        return False
    hear(channel=channel, provider=route.provider, post=post, now=now())
    return True


def hear(*, channel: str, provider: str, post: Post | None, now: dt.datetime) -> None:
    """This will store what came in on a line."""
    if post is not None:
        record_receipts(provider=provider, receipts=post.receipts, now=now)
        receive_replies(channel=channel, provider=provider, replies=post.replies, now=now)


def recover(*, channel: str, carrier: Provider, now: dt.datetime) -> int:
    """This will decide about messages whose worker died, and return how many there were."""
    since = now - FORGOTTEN_AFTER
    found = Message.objects.filter(channel=channel, state__in=[MessageState.RESERVED, MessageState.HANDED])
    forgotten = list(found.filter(reserved_at__lt=since).exclude(handed_at__gte=since)[:MOST_AT_ONCE])
    for message in forgotten:
        if recovery(message.state, is_idempotent=carrier.is_idempotent) == Recovery.AGAIN:
            Message.objects.filter(pk=message.pk, state=message.state).update(
                state=MessageState.RESERVED, handed_at=None
            )
        else:
            note_doubtful(message=message, reason="WORKER_DIED", now=now)
    return len(forgotten)


def _due(channel: str, now: dt.datetime, most: int, only: uuid.UUID | None) -> list[uuid.UUID]:
    rows = Message.objects.filter(channel=channel)
    if only is not None:
        return list(rows.filter(pk=only, state=MessageState.QUEUED, due_at__lte=now).values_list("pk", flat=True))
    left = rows.filter(state=MessageState.RESERVED, handed_at__isnull=True).order_by("reserved_at")
    due = rows.filter(state=MessageState.QUEUED, due_at__lte=now).order_by("-priority", "due_at")
    return [*left.values_list("pk", flat=True)[:most], *due.values_list("pk", flat=True)[:most]]


def _send_all(
    waiting: list[uuid.UUID], carrier: Provider, route: Route, now: Clock, sent: Sent, pause: Callable[[float], None]
) -> None:  # fmt: skip
    faults, gap = 0, 1 / max(route.rate_per_second, 1)
    try:
        with carrier.session() as session:
            for pk in waiting:
                ready = reserve(message_id=pk, route=route, now=now())
                if isinstance(ready, Verdict):
                    sent.note(ready)
                    continue
                began = time.monotonic()
                outcome = _hand_over(session, carrier, ready, route, now)
                sent.note(outcome)
                faults = faults + 1 if outcome == "LATER" else 0
                if faults >= FAULTS_IN_A_ROW:
                    _rest(route, "FAULTS", now() + REST)
                    return
                pause(max(0.0, gap - (time.monotonic() - began)))
    except Unavailable as problem:
        _rest(route, problem.reason, now() + (problem.after or REST))
        sent.note("UNAVAILABLE")


def _hand_over(session: Session, carrier: Provider, ready: Reserved, route: Route, now: Clock) -> str:
    """Calls the provider between two commits; whatever it answers is stored."""
    message = ready.message
    handed = Message.objects.filter(pk=message.pk, state=MessageState.RESERVED)
    if not handed.update(state=MessageState.HANDED, handed_at=now(), provider=carrier.name, tries=message.tries + 1):
        return "WITHDRAWN"  # money came in between
    message = replace_fields(message, tries=message.tries + 1, provider=carrier.name)
    parcel = Parcel(message.pk, ready.recipient, ready.text, route.sender_name or ready.lender, message.subject,
                    ready.stop_link)  # fmt: skip
    try:
        answer = session.send(parcel)
    except Refused as problem:
        close_failed(message=message, problem=problem.reason, is_dead=problem.is_dead, now=now())
        return "FAILED"
    except Unavailable as problem:
        return _later(message, problem, now())
    except Doubtful as problem:
        note_doubtful(message=message, reason=problem.reason, now=now())
        return "DOUBTFUL"
    note_accepted(message=message, answer=_priced(answer, route), now=now())
    return "ACCEPTED"


def _later(message: Message, problem: Unavailable, now: dt.datetime) -> str:
    """Surely not sent: it waits, with its reservation, until the next try; after the last one it has failed."""
    after = problem.after or retry_after(message.tries)
    if retry_after(message.tries) is None or now + (after or REST) > message.expires_at:
        close_failed(message=message, problem=f"provider unavailable: {problem.reason}", is_dead=False, now=now)
        return "FAILED"
    Message.objects.filter(pk=message.pk, state=MessageState.HANDED).update(
        state=MessageState.RESERVED, handed_at=None, problem=problem.reason[:200]
    )
    return "LATER"


def _priced(answer: Accepted, route: Route) -> Accepted:
    return answer if answer.cost is not None else replace(answer, cost=route.cost_per_part * answer.parts)


def replace_fields(message: Message, **changes: object) -> Message:
    """This will set fields of a row in hand as they were just stored."""
    for name, value in changes.items():
        setattr(message, name, value)
    return message


def _rest(route: Route, reason: str, until: dt.datetime) -> None:
    ChannelSetting.objects.filter(channel=route.channel).update(paused_reason=reason[:200], paused_until=until)
