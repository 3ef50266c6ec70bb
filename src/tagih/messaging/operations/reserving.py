"""One message about to leave: is it still true, may it go, to which number, in which words."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from tagih.contacts import operations as contacts
from tagih.contacts import queries as points
from tagih.contacts.models import ContactPoint
from tagih.contacts.queries.points import CIPHER
from tagih.kernel import clock, crypto, database
from tagih.messaging.enums import Language, MessageState
from tagih.messaging.models import Message, TemplateVersion
from tagih.messaging.operations.outcomes import close_failed
from tagih.messaging.queries.channels import Route
from tagih.messaging.queries.links import link_of
from tagih.messaging.queries.texts import MESSAGE_TEXT, words_of
from tagih.messaging.queries.values import company_name, standings_of, values_of
from tagih.messaging.rules.outbox import SPOKEN, is_settled
from tagih.messaging.rules.templates import Text, VariableMissing, filled
from tagih.portfolio.models import Customer

ANOTHER_CHANNEL_HELPS = frozenset(
    {"CHANNEL_DISABLED", "CHANNEL_PLATFORM_PROHIBITED", "CHANNEL_OPT_OUT", "NUMBER_RETIRED", "NUMBER_WRONG_PARTY"}
)


class Verdict(StrEnum):
    """Why a message does not leave now."""

    GONE = "GONE"
    SETTLED = "SETTLED"
    EXPIRED = "EXPIRED"
    OUTRANKED = "OUTRANKED"
    POSTPONED = "POSTPONED"
    REFUSED = "REFUSED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Reserved:
    """A message with its attempt, its words and whom it goes to."""

    message: Message
    recipient: str
    text: str
    lender: str
    stop_link: str


def reserve(*, message_id: uuid.UUID, route: Route, now: dt.datetime) -> Reserved | Verdict:
    """This will ask the gate about a message and fix its words, or say why it does not leave.

    The person is locked meanwhile: two channels at one instant do not both speak. A message that was reserved before
    (its worker died, or the provider did not answer) keeps its attempt and its words.
    """
    with database.transaction():
        held = Message.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=message_id)
        message = held.select_related("customer", "template", "contact_point", "case").first()
        if message is None or message.state not in (MessageState.QUEUED, MessageState.RESERVED):
            return Verdict.GONE
        Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=message.customer_id)
        verdict = _still_wanted(message, now)
        if verdict is not None:
            return verdict
        if message.state == MessageState.RESERVED and message.contact_point is not None:
            return _ready(message, message.contact_point, words_of(message), now)
        return _ask(message, route, now)


def _still_wanted(message: Message, now: dt.datetime) -> Verdict | None:
    if message.expires_at <= now and message.state == MessageState.QUEUED:
        return _close(message, MessageState.EXPIRED, "", now, Verdict.EXPIRED)
    if not message.is_service and is_settled(
        standings_of(message.customer_id), contract_no=message.contract_no, about_due_on=message.about_due_on
    ):
        if message.attempt is not None:
            contacts.cancel_attempt(attempt=message.attempt, by=None, now=now)
        return _close(message, MessageState.CANCELLED, "PAID", now, Verdict.SETTLED)
    if message.state == MessageState.QUEUED and not message.is_service and _is_spoken_for(message, now):
        return _close(message, MessageState.OUTRANKED, "HIGHER_SPEAKS", now, Verdict.OUTRANKED)
    return None


def _is_spoken_for(message: Message, now: dt.datetime) -> bool:
    """Whether the person heard from us today, or a higher message waits for today."""
    today = clock.today_in(clock.WIB, now=now)
    day = (clock.start_of_day(today, clock.WIB), clock.end_of_day(today, clock.WIB))
    others = Message.objects.filter(customer_id=message.customer_id, is_service=False).exclude(pk=message.pk)
    if message.stands_in_for_id is not None:
        others = others.exclude(pk=message.stands_in_for_id)
    spoken = Q(state__in=SPOKEN, handed_at__range=day) | Q(state=MessageState.RESERVED)
    higher = Q(state=MessageState.QUEUED, due_on=today, level__gt=message.level)
    return others.filter(spoken | higher).exists()


def _ask(message: Message, route: Route, now: dt.datetime) -> Reserved | Verdict:
    view = points.next_point(message.customer, at=now, channel=message.channel)
    if view is None:
        close_failed(message=message, problem="NO_CONTACT_POINT", is_dead=False, now=now)
        return Verdict.FAILED
    point = ContactPoint.objects.get(pk=view.id)
    try:
        version, text = _words(message, now)
    except VariableMissing as missing:
        close_failed(message=message, problem=f"VARIABLE_MISSING {missing.name}", is_dead=False, now=now)
        return Verdict.FAILED
    asked = contacts.open_attempt(
        customer=message.customer, contact_point=point, channel=message.channel, purpose=message.purpose, agent=None,
        by=message.ordered_by, now=now, contract_nos=[message.contract_no] if message.contract_no else None,
    )  # fmt: skip
    if asked.attempt is None:
        return _refused(message, asked.decision.refused_by, asked.decision.next_allowed_at, now)
    message.state, message.reserved_at, message.attempt, message.contact_point = (
        MessageState.RESERVED, now, asked.attempt, point,
    )  # fmt: skip
    message.version, message.subject = version, text.subject[:200]
    message.text_cipher = crypto.encrypt(text.body, context=MESSAGE_TEXT)
    message.save(
        update_fields=["state", "reserved_at", "attempt", "contact_point", "version", "subject", "text_cipher",
                       "language"]
    )  # fmt: skip
    return _ready(message, point, text.body, now)


def _words(message: Message, now: dt.datetime) -> tuple[TemplateVersion | None, Text]:
    """The words in the person's language; an answer that somebody wrote has its own."""
    message.language = Language.ENGLISH if message.customer.language.lower().startswith("en") else Language.INDONESIAN
    if message.template is None:
        return None, Text(words_of(message), message.subject)
    version = message.template.versions.get(state="APPROVED")
    said = {"id": Text(version.body_id, version.subject_id), "en": Text(version.body_en, version.subject_en)}
    values = values_of(
        message.customer, contract_no=message.contract_no, language=message.language, extra=message.extra, now=now
    )
    return version, filled(said[message.language], values)


def _refused(message: Message, rules: list[str], opens_at: dt.datetime | None, now: dt.datetime) -> Verdict:
    """Waits for the hour that the gate names, speaks on another channel if that helps, or is refused."""
    if opens_at is not None and opens_at < message.expires_at:
        message.due_at, message.due_on = opens_at, clock.today_in(clock.WIB, now=opens_at)
        message.problem = " ".join(rules)[:200]
        message.save(update_fields=["due_at", "due_on", "problem"])
        return Verdict.POSTPONED
    if ANOTHER_CHANNEL_HELPS & set(rules) and message.template is not None and message.template.fallback_id:
        close_failed(message=message, problem=" ".join(rules), is_dead=False, now=now)
        return Verdict.FAILED
    return _close(message, MessageState.REFUSED, " ".join(rules), now, Verdict.REFUSED)


def _ready(message: Message, point: ContactPoint, text: str, now: dt.datetime) -> Reserved:
    return Reserved(
        message, crypto.decrypt(point.value_cipher, context=CIPHER), text, company_name(),
        link_of(message.customer_id, now=now),
    )  # fmt: skip


def _close(message: Message, state: str, problem: str, now: dt.datetime, verdict: Verdict) -> Verdict:
    message.state, message.problem, message.closed_at = state, problem[:200], now
    message.save(update_fields=["state", "problem", "closed_at"])
    return verdict
