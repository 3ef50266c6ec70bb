"""Versions of strategies: a draft, what it would have done, submission, approval by a second person."""

import datetime as dt

from django.db.models import Max
from django.utils.translation import gettext as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.strategy import events
from tagih.strategy.enums import VersionStatus
from tagih.strategy.models import StrategyVersion
from tagih.strategy.queries.versions import newest_replay, replay_holds
from tagih.strategy.queries.wording import checked
from tagih.strategy.rules.document.parts import Strategy
from tagih.strategy.rules.versions import may_become


class TextFaulty(Refusal):
    """A text that is no strategy."""

    def __init__(self, line: int, column: int, reason: str, faults: int) -> None:
        super().__init__(
            "TEXT_FAULTY",
            _("Line %(line)d, column %(column)d: %(reason)s")
            % {"line": line, "column": column, "reason": reason},
            field="text", value=faults, remedy=_("Mend all %(count)d faults first.") % {"count": faults},
        )  # fmt: skip


class VersionFixed(Refusal):
    """A version that was submitted stays as it was read."""

    def __init__(self) -> None:
        super().__init__(
            "VERSION_FIXED", _("This version can no longer be changed."), remedy=_("Write a new version instead.")
        )


class ChangedMeanwhile(Refusal):
    """Somebody else saved another text since this one was opened."""

    def __init__(self) -> None:
        super().__init__(
            "CHANGED_MEANWHILE", _("Somebody else has changed this version since you opened it."), field="text",
            remedy=_("Copy your text, open the version again and put your change in."),
        )  # fmt: skip


class ReplayFirst(Refusal):
    """Nobody submits a strategy without having seen what it would have done."""

    def __init__(self) -> None:
        super().__init__(
            "REPLAY_FIRST", _("Nobody has seen yet what exactly this text would have done in the last 90 days."),
            remedy=_("Start the replay and wait until it has finished; it holds for three days."),
        )  # fmt: skip


class SecondPersonDecides(Refusal):
    """Who wrote or submitted a strategy does not approve it."""

    def __init__(self) -> None:
        super().__init__(
            "SECOND_PERSON_DECIDES", _("You wrote or submitted this version; somebody else must decide."),
            remedy=_("Ask a colleague who may approve strategies."),
        )  # fmt: skip


class NoteMissing(Refusal):
    """Whoever wrote it wants to know why it comes back."""

    def __init__(self) -> None:
        super().__init__("NOTE_MISSING", _("Say why."), field="note")


def draft_version(*, text: str, by: Person, now: dt.datetime) -> StrategyVersion:
    """This will keep a new draft; it decides about nobody until it was approved and released.

    :raises TextFaulty:
    """
    strategy = _read(text)
    with database.transaction():
        database.lock("strategy.versions")
        last = StrategyVersion.objects.filter(name=strategy.name).aggregate(n=Max("number"))["n"] or 0
        version = StrategyVersion.objects.create(
            name=strategy.name, number=last + 1, title=strategy.title[:200], text=text, digest=strategy.digest,
            status=VersionStatus.DRAFT, written_by=by, written_at=now,
        )  # fmt: skip
        _tell(events.VersionDrafted, version, by=by, now=now)
    return version


def rewrite_version(
    *, version: StrategyVersion, text: str, by: Person, now: dt.datetime, was: str = ""
) -> StrategyVersion:
    """This will replace the text of a draft, or make a draft again of a version that was sent back.

    `was` is the digest of the text that the writer saw, if it is to be compared.

    :raises VersionFixed: it was submitted or approved, or the text calls itself otherwise
    :raises ChangedMeanwhile: the stored text is not the one that the writer saw
    :raises TextFaulty:
    """
    strategy = _read(text)
    with database.transaction():
        held = _held(version)
        if held.status not in (VersionStatus.DRAFT, VersionStatus.REJECTED) or strategy.name != held.name:
            raise VersionFixed
        if was and was != held.digest:
            raise ChangedMeanwhile
        held.text, held.title, held.digest = text, strategy.title[:200], strategy.digest
        held.status, held.written_by, held.written_at, held.note = VersionStatus.DRAFT, by, now, ""
        held.submitted_by = held.submitted_at = held.decided_by = held.decided_at = None
        held.save()
    return held


def submit_version(*, version: StrategyVersion, by: Person, now: dt.datetime) -> StrategyVersion:
    """This will put a draft before a second person, once it was seen what it would have done.

    :raises VersionFixed: it is no draft
    :raises ReplayFirst: there is no finished replay of exactly this text of the last days
    """
    with database.transaction():
        held = _held(version)
        if not may_become(held.status, VersionStatus.SUBMITTED):
            raise VersionFixed
        if not replay_holds(newest_replay(held), now=now):
            raise ReplayFirst
        held.status, held.submitted_by, held.submitted_at = VersionStatus.SUBMITTED, by, now
        held.save(update_fields=["status", "submitted_by", "submitted_at"])
        _tell(events.VersionSubmitted, held, by=by, now=now)
    return held


def approve_version(*, version: StrategyVersion, by: Person, now: dt.datetime) -> StrategyVersion:
    """This will let a submitted version be released. It decides about nobody before that.

    :raises VersionFixed: it was not submitted
    :raises SecondPersonDecides:
    """
    with database.transaction():
        held = _submitted(version, by)
        held.status, held.decided_by, held.decided_at = VersionStatus.APPROVED, by, now
        held.save(update_fields=["status", "decided_by", "decided_at"])
        _tell(events.VersionApproved, held, by=by, now=now)
    return held


def reject_version(*, version: StrategyVersion, note: str, by: Person, now: dt.datetime) -> StrategyVersion:
    """This will send a submitted version back to its writer with the reason.

    :raises NoteMissing:
    :raises VersionFixed: it was not submitted
    :raises SecondPersonDecides:
    """
    if not note.strip():
        raise NoteMissing
    with database.transaction():
        held = _submitted(version, by)
        held.status, held.decided_by, held.decided_at = VersionStatus.REJECTED, by, now
        held.note = note.strip()[:400]
        held.save(update_fields=["status", "decided_by", "decided_at", "note"])
        _tell(events.VersionRejected, held, by=by, now=now, reason=held.note)
    return held


def _read(text: str) -> Strategy:
    found = checked(text)
    if found.strategy is None:
        first = found.faults[0]
        raise TextFaulty(first.line, first.column, first.reason, len(found.faults))
    return found.strategy


def _held(version: StrategyVersion) -> StrategyVersion:
    return StrategyVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)


def _submitted(version: StrategyVersion, by: Person) -> StrategyVersion:
    held = _held(version)
    if held.status != VersionStatus.SUBMITTED:
        raise VersionFixed
    if by.pk in (held.written_by_id, held.submitted_by_id):
        raise SecondPersonDecides
    return held


def _tell(
    event: type[events.VersionEvent], version: StrategyVersion, *, by: Person, now: dt.datetime, **more: str
) -> None:
    journal.publish(event(strategy_version_id=version.pk, strategy=str(version), **more), by=by, now=now)
