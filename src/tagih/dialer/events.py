"""What happened to campaigns. Calls are rows, not events: there are too many of them."""

from dataclasses import dataclass, field
from typing import ClassVar

from tagih.journal.events import BusinessEvent


@dataclass(frozen=True, kw_only=True)
class CampaignEvent(BusinessEvent):
    """Something that happened to a campaign."""

    subject_kind: ClassVar[str] = "campaign"
    subject: ClassVar[str] = "campaign"

    campaign: str


@dataclass(frozen=True, kw_only=True)
class CampaignStarted(CampaignEvent):
    """Dialling may begin."""


@dataclass(frozen=True, kw_only=True)
class CampaignStopped(CampaignEvent):
    """Nobody is dialled any more; `is_emergency`: with the button that stops everything."""

    is_emergency: bool = False


@dataclass(frozen=True, kw_only=True)
class CampaignPaced(CampaignEvent):
    """A leader changed limits."""

    changes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RecordingHeard(BusinessEvent):
    """Somebody heard a recording."""

    subject_kind: ClassVar[str] = "call"
    subject: ClassVar[str] = "call"

    call: str
    side: str
