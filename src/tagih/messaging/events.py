from dataclasses import dataclass
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class TemplateDecided(BusinessEvent):
    """A second person approved or rejected the words of a template."""

    subject_kind: ClassVar[str] = "template"
    subject: ClassVar[str] = "template_code"

    template_code: str
    version: int
    is_approved: bool


@dataclass(frozen=True, kw_only=True)
class ChannelChanged(BusinessEvent):
    """Somebody opened or closed a channel, or changed who carries it."""

    subject_kind: ClassVar[str] = "channel"
    subject: ClassVar[str] = "channel"

    channel: str
    provider: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class MessageOrdered(BusinessEvent):
    """One message was ordered by itself, to leave as soon as it may. Orders of a batch publish nothing."""

    subject_kind: ClassVar[str] = "message"
    subject: ClassVar[str] = "message_id"

    message_id: str
    template_code: str
    channel: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", "messages")


@dataclass(frozen=True, kw_only=True)
class MessageFailed(BusinessEvent):
    """A message could not be delivered for good."""

    subject_kind: ClassVar[str] = "message"
    subject: ClassVar[str] = "message_id"

    message_id: str
    channel: str
    problem: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", "messages")


@dataclass(frozen=True, kw_only=True)
class MessagesSilenced(BusinessEvent):
    """Money settled what waiting messages were about: they were withdrawn."""

    subject_kind: ClassVar[str] = "customer"
    subject: ClassVar[str] = "customer_no"

    messages: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", "silence")


@dataclass(frozen=True, kw_only=True)
class ReplyReceived(BusinessEvent):
    """A person wrote to us."""

    subject_kind: ClassVar[str] = "reply"
    subject: ClassVar[str] = "reply_id"

    reply_id: int
    thread_id: int
    channel: str
    intent: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", f"thread:{self.thread_id}", "threads")


@dataclass(frozen=True, kw_only=True)
class ReplyAnswered(BusinessEvent):
    """Somebody answered a person, or put the conversation aside as needing no answer."""

    subject_kind: ClassVar[str] = "thread"
    subject: ClassVar[str] = "thread_id"

    thread_id: int
    is_answered: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", f"thread:{self.thread_id}", "threads")


@dataclass(frozen=True, kw_only=True)
class SuggestionDecided(BusinessEvent):
    """Somebody confirmed or dismissed what a reply seemed to ask for."""

    subject_kind: ClassVar[str] = "thread"
    subject: ClassVar[str] = "thread_id"

    thread_id: int
    intent: str
    is_confirmed: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"customer:{self.customer_no}", f"thread:{self.thread_id}", "threads")


@dataclass(frozen=True, kw_only=True)
class SelfServed(BusinessEvent):
    """A person did something on the own page: `act` is PROMISE, RELIEF, PLAN, PROOF, CONTACT, HOURS, DISPUTE,
    COMPLAINT, OPT_OUT."""

    subject_kind: ClassVar[str] = "case"
    subject: ClassVar[str] = "case_id"

    case_id: int
    act: str
    ticket: str = ""

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", f"customer:{self.customer_no}")
