"""Replay: what the gate would have answered in the last 90 days if a draft had been in force."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from tagih.contacts import events, packs
from tagih.contacts.models import GateDecision, PackReplay, PackVersion
from tagih.contacts.queries import rulebook
from tagih.contacts.rules.casefile import read
from tagih.contacts.rules.decision import refusing
from tagih.contacts.rules.packs import Pack
from tagih.journal import operations as journal
from tagih.kernel.clock import WIB, local
from tagih.kernel.database import transaction
from tagih.kernel.enums import DayKind
from tagih.kernel.models import CalendarDay
from tagih.staff.models import Person

DAYS = 90
BATCH = 1_000
EXAMPLES = 12


class WholeCalendar:
    """The lender's calendar at once; a year that nobody entered is answered by the library."""

    def __init__(self) -> None:
        rows = CalendarDay.objects.values_list("date", "kind", "is_cancelled")
        known = [row for row in rows if row[1] in (DayKind.NATIONAL, DayKind.JOINT_LEAVE)]
        self._years = {date.year for date, _kind, _off in rows}
        self._days = {date: kind for date, kind, off in sorted(known, reverse=True) if not off}
        self._library = packs.DaysOfRest("ID")

    def get(self, day: dt.date) -> str | None:
        return self._days.get(day) if day.year in self._years else self._library.get(day)


def start_replay(*, version: PackVersion, by: Person | None, now: dt.datetime) -> PackReplay:
    """This will have the answers of the last 90 days asked again with this text; a worker does it in batches.

    A replay of the same text that is under way or done is returned instead.
    """
    with transaction():
        held = PackVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
        digest, since = rulebook.digest_of(held.text), now - dt.timedelta(days=DAYS)
        known = PackReplay.objects.filter(version=held, digest=digest, since__gte=since - dt.timedelta(days=1)).first()
        if known is not None:
            return known
        total = GateDecision.objects.filter(asked_at__gte=since, asked_at__lt=now).count()
        replay = PackReplay.objects.create(
            version=held, digest=digest, since=since, until=now, total=total, started_by=by, started_at=now
        )
        journal.publish(
            events.ReplayStarted(pack_version_id=held.pk, pack=str(held), replay_id=replay.pk), by=by, now=now
        )
    return replay


def run_replay(*, replay_id: int, now: dt.datetime, most: int | None = None) -> PackReplay:
    """This will ask batch after batch again, from where the last one ended, and finish the replay.

    Each batch is a transaction of its own: killed and run again, nothing is counted twice. `most` ends it after that
    many batches.
    """
    while True:
        replay = _next_batch(replay_id, now)
        most = most - 1 if most is not None else None
        if replay.finished_at is not None or most == 0:
            return replay


def _next_batch(replay_id: int, now: dt.datetime) -> PackReplay:
    with transaction():
        replay = PackReplay.objects.select_for_update(of=("self",)).select_related("version__product").get(pk=replay_id)
        if replay.finished_at is not None:
            return replay
        rows = GateDecision.objects.filter(
            pk__gt=replay.cursor, asked_at__gte=replay.since, asked_at__lt=replay.until
        ).order_by("pk")[:BATCH]
        found = list(rows.values_list("pk", "asked_at", "verdict", "facts", "packs"))
        if found:
            _ask_again(replay, found)
        if len(found) < BATCH:
            replay.finished_at, replay.total = now, replay.done
        replay.save()
        journal.tell([f"pack_version:{replay.version_id}"])
    return replay


def _ask_again(replay: PackReplay, rows: Sequence[tuple[Any, ...]]) -> None:
    draft, calendar = _compiled(replay.version.text), WholeCalendar()
    product = replay.version.product.code if replay.version.product else None
    by_rule = Counter(replay.by_rule)
    for pk, asked_at, verdict, facts, label in rows:
        before = rulebook.recorded(label, local(asked_at, WIB).date())
        applies = product is None or product in facts.get("products", ())
        replaced = (draft.id, replay.version.product_id) if applies else None
        after = [pack for name, of, pack in before if (name, of) != replaced] + [draft] * applies
        was = _refused_by(facts, [pack for _name, _of, pack in before], calendar)
        would = _refused_by(facts, after, calendar)
        replay.drifted += bool(was) != (verdict == "DENY")
        if would and not was:
            replay.newly_refused += 1
            by_rule.update(would)
        elif was and not would:
            replay.newly_allowed += 1
            by_rule.update(f"-{rule}" for rule in was)
        if bool(would) != bool(was) and len(replay.examples) < EXAMPLES:
            replay.examples.append(pk)
    replay.by_rule = dict(by_rule)
    replay.done += len(rows)
    replay.cursor = rows[-1][0]


def _refused_by(facts: dict[str, Any], asked: Sequence[Pack], calendar: WholeCalendar) -> frozenset[str]:
    return refusing(read(facts), asked, {**packs.library_calendars(asked), "ID": calendar})


_compiled = lru_cache(maxsize=16)(packs.compiled)
