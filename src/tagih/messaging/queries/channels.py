"""How the channels are set up."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from tagih.contacts import packs
from tagih.contacts.enums import Channel
from tagih.kernel import clock
from tagih.messaging.models import ChannelSetting

CHANNELS = (Channel.SMS, Channel.EMAIL, Channel.WHATSAPP)
STARTER = {Channel.SMS: (20, Decimal(350)), Channel.EMAIL: (10, Decimal(15)), Channel.WHATSAPP: (20, Decimal(400))}


@dataclass(frozen=True, slots=True)
class Route:
    """A channel as the sender sees it: `closed_because` says why nothing leaves on it now."""

    channel: str
    provider: str
    rate_per_second: int
    cost_per_part: Decimal
    sender_name: str
    legal_basis: str
    closed_because: str


def setting_of(channel: str) -> ChannelSetting:
    """This will return a channel's row, or what it would be before anybody decided."""
    known = ChannelSetting.objects.filter(channel=channel).select_related("legal_basis_by").first()
    rate, cost = STARTER[Channel(channel)]
    return known or ChannelSetting(channel=channel, rate_per_second=rate, cost_per_part=cost)


def route_of(channel: str, *, now: dt.datetime) -> Route:
    """This will return how a channel may be used now."""
    known = setting_of(channel)
    why = ""
    if not known.is_open:
        why = "CLOSED"
    elif channel == Channel.WHATSAPP and not known.legal_basis:
        why = "NO_LEGAL_BASIS"
    elif not known.provider:
        why = "NO_PROVIDER"
    elif known.paused_until and known.paused_until > now:
        why = "PAUSED"
    return Route(
        channel, known.provider, known.rate_per_second, known.cost_per_part, known.sender_name, known.legal_basis, why
    )


def is_forbidden_by_rules(channel: str, *, now: dt.datetime) -> bool:
    """This will tell whether the contact rules in force forbid a channel whatever its setting."""
    today = clock.today_in(clock.WIB, now=now)
    asked = packs.named(settings.TAGIH_GATE_PACKS, today)
    return any(channel in pack.section("channels").get("prohibited", ()) for pack in asked)
