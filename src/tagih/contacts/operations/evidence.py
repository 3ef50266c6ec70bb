"""Evidence about contact points: one piece with its belief at once, or many set-based."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.adapters.receipts import Told
from tagih.contacts.models import ContactPoint, Evidence, PointBelief
from tagih.contacts.queries.beliefs import SUMS, read, stored
from tagih.contacts.queries.points import HASH
from tagih.contacts.rules import attempts as attempts_rules
from tagih.contacts.rules import belief as rules
from tagih.contacts.rules import values
from tagih.contacts.rules.zones import PROVINCES, SHORT, WIB, of_region
from tagih.journal import operations as journal
from tagih.kernel import crypto, database
from tagih.kernel.clock import ZoneInfo, local
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

SQL = "tagih.contacts"
KINDS = {
    "CALL": ("PHONE", "WHATSAPP"),
    "BOT": ("PHONE", "WHATSAPP"),
    "SMS": ("PHONE", "WHATSAPP"),
    "WHATSAPP": ("WHATSAPP",),
    "EMAIL": ("EMAIL",),
}
"""Whom an outcome of a channel tells about: that WhatsApp does not know a number says nothing about the telephone."""
BELIEVED = ("as_of", *SUMS, "hours", "weekdays", "rival_at")
OF_VALUE = ("DEAD", "DELIVERED", "FAILED")


class EvidenceDoesNotFit(Refusal):
    """This kind of evidence cannot have such an outcome."""

    def __init__(self, kind: str, outcome: str) -> None:
        super().__init__(
            "EVIDENCE_DOES_NOT_FIT",
            _("This kind of evidence cannot have that outcome."),
            field="outcome",
            value=f"{kind} {outcome}",
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """Counts of one bulk: rows read, rows whose value cannot be used, pieces of new evidence, states that changed."""

    rows: int
    unusable: int
    written: int
    verified: int
    retired: int


def add_evidence(
    *,
    contact_point: ContactPoint,
    kind: str,
    outcome: str,
    at: dt.datetime,
    source: str,
    key: str,
    by: Person | None,
    now: dt.datetime,
) -> bool:
    """This will record one piece of evidence from outside an attempt and let the point learn; told twice it is once.

    A right party who wrote or called from there verifies the point. It doesn't retire: `retire_point` does.

    :raises EvidenceDoesNotFit: the kind has no such outcome
    """
    if (kind, outcome) not in rules.TALLIES:
        raise EvidenceDoesNotFit(kind, outcome)
    with database.transaction():
        point = ContactPoint.objects.select_for_update(of=("self",)).get(pk=contact_point.pk)
        piece = placed(kind, outcome, at, point, tried_at=at if kind in ("DIAL", "VISIT") else None)
        if not learn(point, piece, source=source, key=key, now=now):
            return False
        if outcome == enums.EvidenceOutcome.RPC and (point.reached_at is None or at > point.reached_at):
            state = attempts_rules.state_after(point.state, outcome)
            changed = {"state": state, "state_changed_at": now} if state != point.state else {}
            ContactPoint.objects.filter(pk=point.pk).update(reached_at=at, failures=0, **changed)
            see_rivals(point)
            if changed:
                verified = events.PointVerified(
                    customer_no=point.customer.customer_no, contact_point_id=point.pk, evidence=f"{kind} {key}"
                )
                journal.publish(verified, by=by, now=now)
    return True


def placed(
    kind: str, outcome: str, at: dt.datetime, point: ContactPoint, *, tried_at: dt.datetime | None, region: str = ""
) -> rules.Piece:
    """This will put a piece of evidence into the local hour of the person: region of the home, else of the value."""
    if tried_at is None:
        return rules.Piece(kind, outcome, at)
    zone = of_region(region) or of_region(point.region_code) or SHORT.get(point.zone, WIB)
    there = local(tried_at, ZoneInfo(zone))
    return rules.Piece(kind, outcome, at, there.hour, there.weekday())


@database.transaction_required
def learn(point: ContactPoint, piece: rules.Piece, *, source: str, key: str, now: dt.datetime) -> bool:
    """This will store a piece of evidence with the belief that follows; the caller holds the lock on the point."""
    is_known, *columns = database.first_prepared(SQL, "known_of_point", {"point": point.pk, "key": key})
    if is_known:
        return False
    held = dict(zip(BELIEVED, columns, strict=True))
    believed = rules.add(read(held) if held["as_of"] else None, piece, settings.TAGIH_EVIDENCE_HALF_LIFE_DAYS)
    told = stored(believed)
    told |= {"hours": json.dumps(told["hours"]), "weekdays": json.dumps(told["weekdays"])}
    told |= {"point": point.pk, "kind": str(piece.kind), "outcome": str(piece.outcome), "at": piece.at,
             "hour": piece.hour, "weekday": piece.weekday, "source": source, "key": key, "now": now}  # fmt: skip
    database.first_prepared(SQL, "learn", told)
    return True


@database.transaction_required
def see_rivals(point: ContactPoint) -> None:
    """This will lower the belief in a number for unrelated people, now that it reached its right party."""
    if ContactPoint.objects.filter(value_hash=point.value_hash).exclude(customer_id=point.customer_id).exists():
        _touch([point.pk])
        database.execute(SQL, "see_rivals")


def record_outcomes(
    *, outcomes: Iterable[Told], source: str, by: Person | None, now: dt.datetime, is_announced: bool = True
) -> Recorded:  # fmt: skip
    """This will record what a carrier, a provider or a bot tells about many values: evidence, beliefs and states.

    Set-based, one transaction, one event; the same rows again change nothing. Reservations and attempts are not
    touched. `source` is remembered with the evidence, such as `carrier:xl`.
    """
    with database.transaction():
        for table in ("told_outcomes", "touched_points"):
            database.execute(SQL, table)
        counted = _Counted()
        database.copy_in(
            "told_outcomes",
            ("value_hash", "other_hash", "kinds", "evidence", "outcome", "at", "customer_no", "key"),
            counted.rows(outcomes),
        )
        provinces = {"provinces": list(PROVINCES), "zones": list(PROVINCES.values())}
        told = {"now": now, "source": source[:40], "of_value": list(OF_VALUE), **provinces}
        (written,) = database.fetch(SQL, "believe_outcomes", told)
        states = {"verified": 0, "retired": 0}
        if written["written"]:
            _sum_touched()
            database.execute(SQL, "count_streaks", {"fails": sorted(rules.FAILS)})
            (states,) = database.fetch(SQL, "settle_states", {"now": now})
            database.execute(SQL, "see_rivals")
        done = Recorded(counted.read, counted.unusable, **written, **states)
        if is_announced and done.written:
            journal.publish(
                events.OutcomesRecorded(
                    source=source, rows=done.rows, written=done.written, verified=done.verified, retired=done.retired
                ),
                by=by,
                now=now,
            )
    return done


def rebuild_beliefs(*, now: dt.datetime, by: Person | None) -> int:
    """This will sum every belief anew from the evidence and return how many points have any."""
    with database.transaction():
        has_evidence = Exists(Evidence.objects.filter(contact_point_id=OuterRef("pk")))
        PointBelief.objects.exclude(has_evidence).delete()
        database.execute(SQL, "touched_points")
        touched = database.execute(SQL, "touch_all")
        _sum_touched()
        database.execute(SQL, "see_rivals")
    return touched


def _touch(points: list[int]) -> None:
    database.execute(SQL, "touched_points")
    database.copy_in("touched_points", ("contact_point_id",), ((point,) for point in points))


def _sum_touched() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE touched_points")
    pairs = list(rules.TALLIES.items())
    names = ("right", "third", "wrong", "dead", "tried", "answered")
    database.execute(
        SQL,
        "sum_beliefs",
        {
            "kinds": [kind for (kind, _outcome), _tally in pairs],
            "outcomes": [outcome for (_kind, outcome), _tally in pairs],
            "half_life_days": settings.TAGIH_EVIDENCE_HALF_LIFE_DAYS,
            **{name: [float(getattr(tally, name)) for _pair, tally in pairs] for name in names},
        },
    )


class _Counted:
    """Turns told outcomes into rows of PostgreSQL and counts those that cannot be used."""

    def __init__(self) -> None:
        self.read = self.unusable = 0

    def rows(self, outcomes: Iterable[Told]) -> Iterator[tuple[Any, ...]]:
        for told in outcomes:
            self.read += 1
            hashes = self._hashes(told)
            evidence = _kind(told)
            if not hashes or told.channel not in KINDS or (evidence, told.outcome) not in rules.TALLIES:
                self.unusable += 1
                continue
            facts = (list(KINDS[told.channel]), evidence, told.outcome, told.at, told.customer_no, told.key[:64])
            for hashed, other in zip(hashes, reversed(hashes), strict=True):
                yield (hashed, other, *facts)

    @staticmethod
    def _hashes(told: Told) -> list[bytes]:
        """Both, current and former, while the search key changes: a point bears one of them."""
        if not isinstance(told.value, str):
            return [bytes(told.value)]
        value = values.normalise("EMAIL" if told.channel == "EMAIL" else "PHONE", told.value)
        return [] if value.problem else crypto.search_hashes(value.text, context=HASH)


def _kind(told: Told) -> str:
    if told.outcome in ("DELIVERED", "FAILED"):
        return "DELIVERY"
    if told.channel in ("CALL", "BOT"):
        return "DIAL"
    return "BOUNCE" if told.outcome == "DEAD" else "CONVERSATION"
