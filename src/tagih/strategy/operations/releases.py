"""Which version decides: released to everybody or to a share from a date, and taken back in one step."""

import datetime as dt
import secrets
from decimal import Decimal

from django.utils.translation import gettext as _

from tagih.cases.queries.day import business_date
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.clock import WIB, local
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.strategy import events
from tagih.strategy.enums import Metric, VersionStatus
from tagih.strategy.models import Release, StrategyVersion
from tagih.strategy.queries.versions import live_releases, released
from tagih.strategy.rules.versions import EVERYBODY, standing_on


class NotApproved(Refusal):
    """Only what a second person approved is released."""

    def __init__(self) -> None:
        super().__init__(
            "NOT_APPROVED", _("This version was not approved."), remedy=_("Submit it and let somebody else approve it.")
        )


class BeginsInThePast(Refusal):
    """Decisions that were made stand."""

    def __init__(self, date: dt.date) -> None:
        super().__init__(
            "BEGINS_IN_THE_PAST", _("That day is over; its decisions stand."), field="effective_on", value=date,
            remedy=_("Choose today or a later day."),
        )  # fmt: skip


class ShareOutOfRange(Refusal):
    """A release to nobody, or to more than everybody."""

    def __init__(self, share: int) -> None:
        super().__init__(
            "SHARE_OUT_OF_RANGE", _("A share is a whole number from 1 to 100 percent."), field="share", value=share
        )


class TrialRunning(Refusal):
    """Two trials at once would make two strategies for one person."""

    def __init__(self, other: Release) -> None:
        super().__init__(
            "TRIAL_RUNNING",
            _("%(version)s is on trial for %(share)d %% of people.")
            % {"version": other.version, "share": other.share},
            field="share", value=other.share,
            remedy=_("Take that release back, or release one of the two to everybody."),
        )  # fmt: skip


class AlreadyInForce(Refusal):
    """Nothing would change."""

    def __init__(self) -> None:
        super().__init__("ALREADY_IN_FORCE", _("This version decides for everybody already."), field="share")


class NothingToTakeBack(Refusal):
    """No release holds."""

    def __init__(self) -> None:
        super().__init__(
            "NOTHING_TO_TAKE_BACK", _("No release is in force; the strategy that comes with Tagih decides.")
        )


def release_version(
    *, version: StrategyVersion, share: int, effective_on: dt.date, by: Person, now: dt.datetime,
    metric: str = Metric.PAID, window_days: int = 7, worth_seeing: Decimal = Decimal("0.02"),
) -> Release:  # fmt: skip
    """This will let an approved version decide for a share of people, or for everybody, from a date on.

    The share is drawn by a salted hash of the customer's number, so that a person stays on the same side. A trial may
    be widened: the new release takes its place and keeps its salt, so nobody who was in falls out. What a trial is to
    be judged by is said here, before anything is seen: the metric, the days of a person that count, and the smallest
    difference that matters.

    :raises NotApproved: it was not approved by a second person
    :raises BeginsInThePast:
    :raises ShareOutOfRange:
    :raises TrialRunning: another version is on trial
    :raises AlreadyInForce:
    """
    if not 1 <= share <= EVERYBODY:
        raise ShareOutOfRange(share)
    if effective_on < local(now, WIB).date() and effective_on < business_date(now=now):
        raise BeginsInThePast(effective_on)
    with database.transaction():
        database.lock("strategy.versions")
        held = StrategyVersion.objects.get(pk=version.pk)
        if held.status != VersionStatus.APPROVED:
            raise NotApproved
        salt = _room_for(held, share, effective_on)
        made = Release.objects.create(
            version=held, share=share, salt=salt, effective_on=effective_on, released_by=by, released_at=now,
            metric=metric, window_days=window_days, worth_seeing=worth_seeing,
        )  # fmt: skip
        told = events.VersionReleased(
            strategy_version_id=held.pk, strategy=str(held), release_id=made.pk, share=share,
            effective_on=effective_on.isoformat(),
        )  # fmt: skip
        journal.publish(told, by=by, now=now)
    return made


def take_back(*, reason: str, by: Person, now: dt.datetime) -> Release:
    """This will end the newest release, also one that has not begun: what was in force before it decides again.

    :raises NothingToTakeBack:
    """
    with database.transaction():
        database.lock("strategy.versions")
        held = live_releases()
        if not held:
            raise NothingToTakeBack
        last = max(held, key=lambda one: one.pk)
        last.ended_by, last.ended_at, last.reason = by, now, reason.strip()[:400]
        last.save(update_fields=["ended_by", "ended_at", "reason"])
        told = events.ReleaseTakenBack(
            strategy_version_id=last.version_id, strategy=str(last.version), release_id=last.pk, reason=last.reason
        )
        journal.publish(told, by=by, now=now)
    return last


def _room_for(version: StrategyVersion, share: int, effective_on: dt.date) -> str:
    """The salt of the release; refuses a second trial, and what is so already."""
    releases = live_releases()
    newest = max((one.effective_on for one in releases), default=effective_on)
    standing = standing_on(released(releases), max(newest, effective_on))
    if standing.base is not None and standing.base.version == version.pk and standing.trial is None:
        raise AlreadyInForce
    trial = standing.trial
    if trial is not None and share < EVERYBODY and trial.version != version.pk:
        raise TrialRunning(next(one for one in releases if one.pk == trial.order))
    return trial.salt if trial is not None and trial.version == version.pk else secrets.token_hex(8)
