"""Landing a feed file: received, read beside the lake, judged, and moved into it whole or left for a person."""

import datetime as dt
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.utils import DatabaseError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database, home, lake
from tagih.kernel.errors import Refusal
from tagih.portfolio import events
from tagih.portfolio.enums import Feed, LandingStatus
from tagih.portfolio.feeds import files, profiles, reading
from tagih.portfolio.feeds.columns import FEEDS, FeedColumns
from tagih.portfolio.models import Landing
from tagih.portfolio.operations import cross_checks
from tagih.portfolio.operations.days import reopen_if_closed
from tagih.portfolio.rules.landing import TRANSITIONS, Limits, suspicions

_EVERY = 0.5  # seconds between two words about progress


class FeedUnknown(Refusal):
    """There is no such feed."""

    def __init__(self, feed: str) -> None:
        super().__init__(
            "FEED_UNKNOWN",
            format_lazy(_("There is no feed {feed}; the feeds are {known}."), feed=feed, known=", ".join(FEEDS)),
            field="feed",
            value=feed,
        )


class LandingBusy(Refusal):
    """Somebody else lands the same feed for the same date right now."""

    def __init__(self, feed: str, business_date: dt.date) -> None:
        super().__init__(
            "LANDING_BUSY",
            format_lazy(
                _("Another file of {feed} for {date} is landing right now."), feed=feed, date=business_date.isoformat()
            ),
            remedy=_("Wait until it has landed and try again."),
        )


class LandingNotWaiting(Refusal):
    """The file has been decided already, or never waited."""

    def __init__(self, landing: Landing) -> None:
        super().__init__(
            "LANDING_NOT_WAITING",
            format_lazy(_("The file {name} does not wait for a decision."), name=landing.file_name),
        )


class SecondPersonNeeded(Refusal):
    """Who brought a suspicious file may not approve it."""

    def __init__(self) -> None:
        super().__init__(
            "SECOND_PERSON_NEEDED",
            _("You brought this file; somebody else must approve it."),
            remedy=_("Ask a colleague who may approve feeds."),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """A landing, and whether the same content had been landed for that date before."""

    landing: Landing
    already_loaded: bool


class _MustWait(Exception):
    """Leaves the draft of the lake without keeping it."""


def receive_feed(
    *, feed: str, path: Path, business_date: dt.date, profile: str = "", file_name: str = "", is_ours: bool = False,
    later: bool = False, by: Any = None, now: dt.datetime,
) -> Receipt:  # fmt: skip
    """This will note a file for landing, after a look at its profile, kind and header; rows are not read yet.

    The same content for the same feed and date (read by the same profile) is not taken twice: the receipt says so. A
    file that waits for a decision is found again too. `is_ours` files are deleted after landing. `later` lets a worker
    land it; otherwise the caller calls `land`.

    :raises FeedUnknown:
    :raises profiles.ProfileUnknown:
    :raises profiles.ProfileBroken:
    :raises files.FileUnusable: empty, of no known kind, wrong header
    """
    columns = _columns(feed)
    chosen = profiles.load(profile)
    facts = files.examine(path)
    fingerprint = chosen.fingerprint(facts.sha256)
    known = Landing.objects.filter(
        feed=feed, business_date=business_date, fingerprint=fingerprint,
        status__in=[LandingStatus.LANDED, LandingStatus.WAITING],
    ).order_by("-pk").first()  # fmt: skip
    if known is not None:
        return Receipt(known, already_loaded=known.status == LandingStatus.LANDED)
    recognised(columns, chosen, path, facts)
    with database.transaction():
        landing = Landing.objects.create(
            feed=feed, business_date=business_date, profile=profile, file_name=(file_name or path.name)[:200],
            sha256=facts.sha256, fingerprint=fingerprint, size=facts.size, status=LandingStatus.RECEIVED,
            staged_file=str(path), is_ours=is_ours, received_at=now, received_by=_name(by),
        )  # fmt: skip
        if later:
            arrived = events.FeedReceived(landing_id=landing.pk, feed=feed, business_date=business_date.isoformat())
            journal.publish(arrived, by=by, now=now)
    return Receipt(landing, already_loaded=False)


def land(
    *, landing_id: int, by: Any = None, now: dt.datetime, is_approved: bool = False,
    on_share: Callable[[float], None] | None = None,
) -> Landing:  # fmt: skip
    """This will read a received file into the lake, or leave it waiting where it is suspicious.

    Killed anywhere, the lake has the whole partition or none; landing the same file again ends the same.

    :raises LandingBusy: another file of that feed and date is landing
    :raises files.FileUnusable: nothing of the file can be used; the landing is marked failed
    :raises lake.LakeFull:
    """
    landing = Landing.objects.get(pk=landing_id)
    with database.session_lock("landing", landing.feed, landing.business_date, wait=False) as taken:
        if not taken:
            raise LandingBusy(landing.feed, landing.business_date)
        landing.refresh_from_db()
        if landing.status not in (LandingStatus.RECEIVED, LandingStatus.LANDING):
            return landing
        _bury_the_dead(landing, now)
        _move(landing, LandingStatus.LANDING)
        try:
            return _land(landing, by, now, is_approved, on_share)
        except Refusal as refusal:
            mark_failed(landing_id=landing.pk, note=str(refusal), now=now)
            raise
        except DatabaseError:
            raise  # the row stays LANDING; the next attempt goes on from there
        except Exception as fault:
            mark_failed(landing_id=landing.pk, note=f"{type(fault).__name__}: {fault}", now=now)
            raise


def approve_landing(*, landing_id: int, by: Any, now: dt.datetime) -> Landing:
    """This will land a file that waits, by the decision of a second person (`by` None: the operator of the machine).

    :raises LandingNotWaiting:
    :raises SecondPersonNeeded:
    :raises LandingBusy:
    """
    landing = Landing.objects.get(pk=landing_id)
    with database.session_lock("landing", landing.feed, landing.business_date, wait=False) as taken:
        if not taken:
            raise LandingBusy(landing.feed, landing.business_date)
        landing.refresh_from_db()
        _undecided(landing, by)
        kept = _folder(landing) / "typed.parquet"
        with lake.write(
            landing.feed, landing.business_date, now=now, fingerprint=landing.fingerprint, sources=[landing.file_name]
        ) as draft:
            shutil.copyfile(kept, draft.file())
            _reopen(landing, by, now)
        finding = {"code": "APPROVED", "count": 0, "columns": [_name(by)]}
        with database.transaction():
            Landing.objects.filter(pk=landing.pk).update(
                decided_by=_name(by), decided_at=now, findings=[*landing.findings, finding]
            )
            _settle(landing, draft.partition, by, now)
        kept.unlink(missing_ok=True)
    landing.refresh_from_db()
    return landing


def refuse_landing(*, landing_id: int, reason: str, by: Any, now: dt.datetime) -> Landing:
    """This will turn a waiting file away for good; its rejects stay to be read.

    :raises LandingNotWaiting:
    """
    with database.transaction():
        landing = Landing.objects.select_for_update().get(pk=landing_id)
        if landing.status != LandingStatus.WAITING:
            raise LandingNotWaiting(landing)
        finding = {"code": "REFUSED", "count": 0, "columns": [_name(by)]}
        _move(
            landing, LandingStatus.REFUSED, decided_by=_name(by), decided_at=now, finished_at=now, note=reason[:400],
            findings=[*landing.findings, finding],
        )  # fmt: skip
        journal.tell(_topics(landing))
    (_folder(landing) / "typed.parquet").unlink(missing_ok=True)
    _discard(landing)
    return landing


def mark_failed(*, landing_id: int, note: str, now: dt.datetime) -> None:
    """This will end a landing that could not be done, and say why."""
    with database.transaction():
        landing = Landing.objects.select_for_update().get(pk=landing_id)
        _move(landing, LandingStatus.FAILED, note=note[:400], finished_at=now)
        journal.tell(_topics(landing))
    _discard(landing)


def recognised(columns: FeedColumns, profile: profiles.Profile, path: Path, facts: files.Facts) -> files.Source:
    """This will tell how a file of a feed is to be read.

    :raises files.FileUnusable:
    """
    sources = profile.sources(columns)
    wanted = [name for source in sources.values() for name in source.named]
    required = [
        source.columns[0]
        for column in columns.columns
        if column.required and (source := sources.get(column.name)) and source.columns and not source.default
    ]
    return files.recognise(path, facts, profile, wanted, required)


def _land(
    landing: Landing, by: Any, now: dt.datetime, is_approved: bool, on_share: Callable[[float], None] | None
) -> Landing:
    columns, profile = _columns(landing.feed), profiles.load(landing.profile)
    path = Path(landing.staged_file)
    facts = files.examine(path)
    if profile.fingerprint(facts.sha256) != landing.fingerprint:
        raise files.FileUnusable("FILE_CHANGED", _("The file changed after it was received."), field="file")
    source = recognised(columns, profile, path, facts)
    folder = _folder(landing)
    say = _Progress(landing, on_share)
    try:
        with lake.write(
            landing.feed, landing.business_date, now=now, fingerprint=landing.fingerprint, sources=[landing.file_name]
        ) as draft:
            place = reading.Place(Path(draft.file()), draft.folder, folder)
            outcome = reading.read(
                columns, profile, source, place, business_date=landing.business_date, on_share=say.share
            )
            _note_context(landing, columns, outcome, draft.file())
            doubts = _suspicions(landing, outcome)
            _count(landing, outcome, doubts, approved_by=_name(by) if is_approved and doubts else "", now=now)
            if doubts and not is_approved:
                shutil.move(draft.file(), folder / "typed.parquet")
                raise _MustWait
            _reopen(landing, by, now)
    except _MustWait:
        with database.transaction():
            _move(landing, LandingStatus.WAITING, progress=100)
            journal.tell(_topics(landing))
        return landing
    with database.transaction():
        _settle(landing, draft.partition, by, now)
    landing.refresh_from_db()
    return landing


def _reopen(landing: Landing, by: Any, now: dt.datetime) -> None:
    """A file for a day whose books are closed restates it."""
    reason = str(_("The file %(file)s arrived after the books were closed.") % {"file": landing.file_name})
    reopen_if_closed(business_date=landing.business_date, reason=reason, by=by, now=now)


def _bury_the_dead(landing: Landing, now: dt.datetime) -> None:
    """Whoever holds the lock is alone: others that say they are landing were killed."""
    Landing.objects.filter(
        feed=landing.feed, business_date=landing.business_date, status=LandingStatus.LANDING
    ).exclude(pk=landing.pk).update(status=LandingStatus.FAILED, finished_at=now, note=str(_("Interrupted.")))


def _note_context(landing: Landing, columns: FeedColumns, outcome: reading.Outcome, typed: str) -> None:
    """What the rest of the lake and earlier landings say about the file."""
    for code, count in cross_checks.strangers(columns, typed, landing.business_date):
        outcome.note(code, count)
    twin = Landing.objects.filter(feed=landing.feed, sha256=landing.sha256, status=LandingStatus.LANDED).exclude(
        business_date=landing.business_date
    )
    if same := twin.order_by("-business_date").first():
        outcome.note("SAME_AS", columns=[same.business_date.isoformat()])
    if landing.feed != Feed.PAYMENTS and lake.latest(landing.feed, landing.business_date):
        outcome.note("REPLACES")


def _suspicions(landing: Landing, outcome: reading.Outcome) -> list[tuple[str, int]]:
    previous = (
        Landing.objects.filter(feed=landing.feed, status=LandingStatus.LANDED, business_date__lte=landing.business_date)
        .order_by("-business_date", "-finished_at")
        .first()
    )
    limits = Limits.parse(settings.TAGIH_FEED_LIMITS)
    return suspicions(
        feed=landing.feed, rows=outcome.rows, rejected=outcome.rejected, repeated=outcome.repeated,
        previous_rows=previous.rows if previous else None, limits=limits,
    )  # fmt: skip


def _count(
    landing: Landing, outcome: reading.Outcome, doubts: list[tuple[str, int]], *, approved_by: str, now: dt.datetime
) -> None:
    for code, count in doubts:
        outcome.findings.insert(0, {"code": code, "count": count})
    if approved_by:
        outcome.note("APPROVED", columns=[approved_by])
    counts: dict[str, Any] = {
        "rows": outcome.rows, "accepted": outcome.accepted, "rejected": outcome.rejected,
        "repaired": outcome.repaired, "rejects_file": outcome.rejects_file, "findings": outcome.findings,
    }  # fmt: skip
    if approved_by:
        counts |= {"decided_by": approved_by, "decided_at": now}
    Landing.objects.filter(pk=landing.pk).update(**counts)
    for name, value in counts.items():
        setattr(landing, name, value)


@database.transaction_required
def _settle(landing: Landing, partition: lake.Partition, by: Any, now: dt.datetime) -> None:
    _move(landing, LandingStatus.LANDED, lake_version=partition.version, finished_at=now, progress=100)
    landed = events.FeedLanded(
        landing_id=landing.pk, feed=landing.feed, business_date=landing.business_date.isoformat(),
        rows=landing.rows, rejected=landing.rejected, lake_version=partition.version,
    )  # fmt: skip
    journal.publish(landed, by=by, now=now)
    journal.tell(["landings"])
    _discard(landing)


def _move(landing: Landing, to: LandingStatus, **values: Any) -> None:
    if to != landing.status and to not in TRANSITIONS[LandingStatus(landing.status)]:
        raise LandingNotWaiting(landing)
    Landing.objects.filter(pk=landing.pk).update(status=to, **values)
    landing.status = to
    for name, value in values.items():
        setattr(landing, name, value)


def _undecided(landing: Landing, by: Any) -> None:
    if landing.status != LandingStatus.WAITING:
        raise LandingNotWaiting(landing)
    if by is not None and _name(by) == landing.received_by:
        raise SecondPersonNeeded


class _Progress:
    """Per cent in the row and a word to open pages, not more often than people can see."""

    def __init__(self, landing: Landing, on_share: Callable[[float], None] | None) -> None:
        self._landing, self._on_share, self._last = landing, on_share, 0.0

    def share(self, share: float) -> None:
        if self._on_share:
            self._on_share(share)
        if time.monotonic() - self._last > _EVERY:
            self._last = time.monotonic()
            Landing.objects.filter(pk=self._landing.pk).update(progress=min(99, max(0, int(share * 100))))
            journal.tell(_topics(self._landing))


def _columns(feed: str) -> FeedColumns:
    if feed not in FEEDS:
        raise FeedUnknown(feed)
    return FEEDS[feed]


def _folder(landing: Landing) -> Path:
    folder = home.path() / "landings" / str(landing.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _discard(landing: Landing) -> None:
    if landing.is_ours:
        Path(landing.staged_file).unlink(missing_ok=True)


def _topics(landing: Landing) -> tuple[str, str]:
    return f"landing:{landing.pk}", "landings"


def _name(by: Any) -> str:
    return getattr(by, "username", "") or "system"
