"""Channels opened and closed by an administrator."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tagih.contacts.enums import Channel
from tagih.journal import operations as journal
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.messaging.adapters import names, provider
from tagih.messaging.events import ChannelChanged
from tagih.messaging.models import ChannelSetting
from tagih.messaging.queries.channels import CHANNELS, setting_of
from tagih.staff.models import Person

SHORTEST_BASIS = 40


class ProviderNotSetUp(Refusal):
    """The provider's address and keys are not in the settings of this installation."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "PROVIDER_NOT_SET_UP", _("This provider is not set up on this installation."), field="provider", value=name,
            remedy=_("The operator sets it up in the environment; the how-to on messages says how."),
        )  # fmt: skip


class LegalBasisMissing(Refusal):
    """WhatsApp forbids the collection of debts: who opens it writes down why it is lawful here."""

    def __init__(self) -> None:
        super().__init__(
            "LEGAL_BASIS_MISSING",
            _("WhatsApp's terms forbid debt collection. Without a written legal basis it stays closed."),
            field="legal_basis",
            remedy=_("Write agreement, date and permitted kind of message in at least 40 letters."),
        )  # fmt: skip


def set_channel(
    *, channel: str, provider_name: str, is_open: bool, rate_per_second: int, cost_per_part: Decimal, sender_name: str,
    by: Person | None, now: dt.datetime, legal_basis: str = "",
) -> ChannelSetting:  # fmt: skip
    """This will open or close a channel and say who carries it, how fast and at what cost.

    :raises ProviderNotSetUp: open, and the provider has no settings here
    :raises LegalBasisMissing: WhatsApp, open, without a reason
    """
    if is_open and (not provider_name or provider(provider_name, channel=channel) is None):
        raise ProviderNotSetUp(provider_name)
    basis = legal_basis.strip()
    if is_open and channel == Channel.WHATSAPP and len(basis) < SHORTEST_BASIS:
        raise LegalBasisMissing
    with transaction():
        known = setting_of(channel)
        if basis != known.legal_basis:
            known.legal_basis, known.legal_basis_by, known.legal_basis_at = basis, by, now
        known.provider, known.is_open, known.rate_per_second = provider_name, is_open, rate_per_second
        known.cost_per_part, known.sender_name = cost_per_part, sender_name.strip()
        known.paused_until, known.paused_reason = None, ""
        known.save()
        told = ChannelChanged(channel=channel, provider=provider_name, is_open=is_open)
        journal.publish(told, by=by, now=now)
    return known


def open_sandbox(*, now: dt.datetime) -> int:
    """This will open SMS and e-mail over the sandbox where nobody decided yet; for a demonstration."""
    opened = 0
    for channel in CHANNELS:
        known = setting_of(channel)
        if channel == Channel.WHATSAPP or known.pk is not None or "sandbox" not in names(channel):
            continue
        set_channel(
            channel=channel, provider_name="sandbox", is_open=True, rate_per_second=known.rate_per_second,
            cost_per_part=known.cost_per_part, sender_name="", by=None, now=now,
        )  # fmt: skip
        opened += 1
    return opened


def carriers(channel: str) -> list[str]:
    """This will list the providers of a channel that are set up on this installation."""
    return [name for name in names(channel) if provider(name, channel=channel) is not None]
