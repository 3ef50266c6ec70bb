"""What the population does, learned anew from the evidence of the last year."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from tagih.contacts import enums
from tagih.contacts.models import Attempt, Evidence, PointNorm
from tagih.contacts.operations.evidence import SQL, rebuild_beliefs
from tagih.contacts.rules import norms
from tagih.contacts.rules.belief import BLOCK
from tagih.kernel import database
from tagih.staff.models import Person

LEARNED = (enums.PointKind.PHONE, enums.PointKind.WHATSAPP, enums.PointKind.ADDRESS)
LOOKS_BACK = dt.timedelta(days=365)
ENOUGH_PIECES = 4_000_000
"""Of more evidence than this, a share of the points is enough to learn from."""
TURNS = 4
FLAT = 1e9


@dataclass(frozen=True, slots=True)
class Learned:
    """Counts: kinds of contact point with a norm, tries they rest on, old attempts that became evidence."""

    kinds: int
    tries: int
    remembered: int


def learn_norms(*, now: dt.datetime, by: Person | None) -> Learned:
    """This will learn from a year of evidence what the population does, for each kind of contact point with evidence.

    Set-based. The first time it also takes attempts that were closed before evidence was kept. Beliefs about points
    are not touched: they lean on the newest norm when they are read.
    """
    with database.transaction():
        database.lock("contacts.learn_norms")
        remembered = _remember(now, by)
        learned = [norm for kind in LEARNED if (norm := _learn(kind, now)) is not None]
    return Learned(len(learned), round(sum(norm.tries for norm in learned)), remembered)


def _remember(now: dt.datetime, by: Person | None) -> int:
    if PointNorm.objects.exists() or not Attempt.objects.filter(state=enums.AttemptState.DONE).exists():
        return 0
    remembered = database.execute(SQL, "remember_attempts", {"now": now})
    if remembered:
        rebuild_beliefs(now=now, by=by)
    return remembered


def _learn(kind: str, now: dt.datetime) -> norms.Norm | None:
    asked = {"kind": kind, "since": now - LOOKS_BACK, "every": _share_of_points()}
    rows = database.fetch(SQL, "learn_firsts", asked | {"ages": list(norms.AGES)})
    firsts = [norms.Firsts(**row) for row in rows]
    database.execute(SQL, "tried_slots", asked)
    slots = _weigh(norms.Norm(), FLAT)
    if not slots:
        return None
    shares = norms.shares(firsts)
    firm, third = norms.firmness(firsts, shares)
    level = norms.LEVEL_FIRMNESS
    norm = norms.pattern(slots)
    for _turn in range(TURNS):
        norm = norms.pattern(_weigh(norm, level))
        level = norms.likeness(_counts("count_levels", _told(norm)), norms.LEVEL_FIRMNESS)
    blocks = _told(norm) | {"firmness": level, "block": BLOCK}
    norm = replace(
        norm, shares=shares, firmness=firm, third_weight=third, steady=norms.steady(firsts), level_firmness=level,
        hour_firmness=norms.likeness(_counts("count_blocks", blocks), norms.HOUR_FIRMNESS),
    )  # fmt: skip
    PointNorm.objects.create(
        kind=kind, learned_at=now, figures=norms.figures_of(norm), credits=database.fetch(SQL, "source_credits", asked)
    )
    return norm


def _share_of_points() -> int:
    """One in how many points is looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [Evidence._meta.db_table])
        (pieces,) = cursor.fetchone()
    return max(1, int(pieces // ENOUGH_PIECES))


def _weigh(norm: norms.Norm, firm: float) -> list[norms.Slot]:
    found = database.fetch(SQL, "weigh_slots", _told(norm) | {"firmness": firm})
    return [norms.Slot(**row) for row in found]


def _counts(name: str, told: dict[str, Any]) -> list[tuple[float, float, float, int]]:
    return [(row["answered"], row["tried"], row["expected"], row["points"]) for row in database.fetch(SQL, name, told)]


def _told(norm: norms.Norm) -> dict[str, Any]:
    cells = [(weekday, hour) for weekday in range(7) for hour in range(24)]
    return {
        "weekdays": [weekday for weekday, _hour in cells],
        "hours": [hour for _weekday, hour in cells],
        "shares": [float(norm.table[weekday][hour]) for weekday, hour in cells],
    }
