"""Campaigns: made, started, paced, stopped."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.cases.models import Queue
from tagih.dialer import enums, events
from tagih.dialer.models import Campaign, Now
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person, Unit

LIVE = "dialer"
"""The topic of the wallboard."""
SHORTEST_RING_S = 15
HIGHEST_SHARE = Decimal("0.05")


class CampaignUnknown(Refusal):
    """Nobody made a campaign of that code."""

    def __init__(self, code: str) -> None:
        super().__init__("CAMPAIGN_UNKNOWN", _("There is no such campaign."), field="campaign", value=code)


class CampaignNotReady(Refusal):
    """A limit would be passed."""

    def __init__(self, field: str, value: Any, message: Any) -> None:
        super().__init__("CAMPAIGN_NOT_READY", message, field=field, value=value)


def make_campaign(
    *, code: str, name: str, mode: str, by: Person | None, now: dt.datetime, queues: Sequence[Queue] = (),
    teams: Sequence[Unit] = (), **settings: Any,
) -> Campaign:  # fmt: skip
    """This will make a campaign, stopped, or change the one of that code.

    :raises CampaignNotReady: phones would ring less than 15 s, or more calls be abandoned than may be
    """
    _check(settings)
    with database.transaction():
        campaign, _made = Campaign.objects.update_or_create(
            code=code, defaults={"name": name, "mode": mode, **settings}, create_defaults={
                "name": name, "mode": mode, "created_at": now, **settings,
            },
        )  # fmt: skip
        campaign.queues.set(queues)
        campaign.teams.set(teams)
    return campaign


def start_campaign(*, campaign: Campaign, by: Person | None, now: dt.datetime) -> bool:
    """This will let the engine dial, and tell whether it did not before."""
    return _switch(campaign, is_running=True, by=by, now=now)


def stop_campaign(*, campaign: Campaign, by: Person | None, now: dt.datetime) -> bool:
    """This will stop dialling; conversations go on. Tell whether it was running."""
    return _switch(campaign, is_running=False, by=by, now=now)


def stop_everything(*, by: Person, now: dt.datetime) -> int:
    """This will stop every campaign at once and return how many were running. Conversations go on."""
    with database.transaction():
        running = list(Campaign.objects.select_for_update().filter(is_running=True))
        Campaign.objects.filter(pk__in=[campaign.pk for campaign in running]).update(is_running=False)
        for campaign in running:
            journal.publish(events.CampaignStopped(campaign=campaign.code, is_emergency=True), by=by, now=now)
        journal.tell([LIVE])
    return len(running)


def set_pace(*, campaign: Campaign, by: Person, now: dt.datetime, **settings: Any) -> Campaign:
    """This will change the pace of a campaign within the limits of the house.

    :raises CampaignNotReady:
    """
    _check(settings)
    with database.transaction():
        for field, value in settings.items():
            setattr(campaign, field, value)
        campaign.save(update_fields=list(settings))
        journal.publish(
            events.CampaignPaced(campaign=campaign.code, changes={key: str(value) for key, value in settings.items()}),
            by=by, now=now,
        )  # fmt: skip
        journal.tell([LIVE])
    return campaign


def tell_now(*, figures: Mapping[int, Mapping[str, Any]], now: dt.datetime) -> None:
    """This will store what lines and agents of campaigns (by id) do at this moment, and tell open wallboards."""
    rows = [Now(campaign_id=pk, told_at=now, figures=dict(told)) for pk, told in figures.items()]
    with database.transaction():
        Now.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["campaign"], update_fields=["told_at", "figures"]
        )
        journal.tell([LIVE])


def learn(*, campaign_id: int, pacing: Mapping[str, Any]) -> None:
    """This will keep what a campaign has learned about its lines."""
    Campaign.objects.filter(pk=campaign_id).update(pacing=dict(pacing))


def _switch(campaign: Campaign, *, is_running: bool, by: Person | None, now: dt.datetime) -> bool:
    event = events.CampaignStarted if is_running else events.CampaignStopped
    with database.transaction():
        changed = Campaign.objects.filter(pk=campaign.pk, is_running=not is_running).update(is_running=is_running)
        if changed:
            journal.publish(event(campaign=campaign.code), by=by, now=now)
            journal.tell([LIVE])
    campaign.is_running = is_running
    return bool(changed)


def _check(settings: Mapping[str, Any]) -> None:
    ring, share = settings.get("ring_s"), settings.get("target_share")
    if ring is not None and ring < SHORTEST_RING_S:
        raise CampaignNotReady("ring_s", ring, _("A phone rings at least 15 seconds."))
    if share is not None and not 0 <= Decimal(share) <= HIGHEST_SHARE:
        raise CampaignNotReady("target_share", share, _("At most 5 % of answered calls may be abandoned."))
    if settings.get("mode") not in (None, *enums.Mode.values):
        raise CampaignNotReady("mode", settings["mode"], _("There is no such mode."))
