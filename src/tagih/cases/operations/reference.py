"""Code lists and limits: what a fresh house starts with, and how people change it. Nothing is ever deleted."""

import csv
import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from importlib import resources
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.cases.enums import CodeKind
from tagih.cases.models import Code, PriorityWeight, PromiseLimit, StageBand
from tagih.cases.operations.agreeing.terms import load_terms
from tagih.cases.queries.day import HOUSE_ZONE
from tagih.cases.rules import stages, work
from tagih.kernel import clock, database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person

FIRST_DAY = dt.date(2000, 1, 1)
FLAGS = {
    "worked": "is_worked",
    "connected": "is_connected",
    "right_party": "is_right_party",
    "promise": "is_promise",
    "retires": "retires_contact_point",
}
CHANGEABLE = frozenset(
    {
        "short", "name_id", "name_en", "actions", "result_class", "is_worked", "is_connected", "is_right_party",
        "is_promise", "retires_contact_point", "opens_hold", "needs", "next_action", "cool_down_hours", "position",
    }
)  # fmt: skip
STARTER_LIMITS = (
    # role, days ahead, smallest share in percent, legs, promises in 30 days
    ("SELF_SERVICE", 7, 25, 2, 2),
    ("AGENT", 7, 25, 2, 3),
    ("FIELD_COLLECTOR", 7, 25, 2, 3),
    ("TEAM_LEADER", 14, 10, 3, 5),
    ("SUPERVISOR", 21, 10, 4, 6),
    ("BRANCH_HEAD", 31, 5, 6, 10),
    ("HEAD", 60, 0, 12, 20),
)


class CodeTaken(Refusal):
    """A code of this kind is already valid."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "CODE_TAKEN", format_lazy(_("The code {code} is already in use."), code=code), field="code", value=code,
            remedy=_("Change the existing code, or choose another."),
        )  # fmt: skip


class CodeNotValid(Refusal):
    """The code is not valid on that day."""

    def __init__(self, kind: str, code: str) -> None:
        super().__init__(
            "CODE_UNKNOWN", format_lazy(_("{code} is not a valid code here."), code=code or "-"), field=kind.lower(),
            value=code, remedy=_("Choose one from the list."),
        )  # fmt: skip


def load_reference(*, now: dt.datetime) -> int:
    """This will load starter codes, stage bands, priority weights and promise limits that are missing.

    Returns the number of rows made. What people changed or ended stays as it is.
    """
    with database.transaction():
        database.lock("cases.reference")
        return _load_codes() + _load_bands() + _load_limits() + load_terms()


def add_code(*, kind: str, code: str, by: Person | None, now: dt.datetime, **fields: Any) -> Code:
    """This will add a code that is valid from today. `fields` are those of Code.

    :raises CodeTaken: a code of this kind and name is valid
    """
    code = code.strip().upper()
    today = clock.today_in(HOUSE_ZONE, now=now)
    with database.transaction():
        database.lock("cases.reference")
        if Code.objects.filter(_valid_on(today), kind=kind, code=code).exists():
            raise CodeTaken(code)
        return Code.objects.create(kind=kind, code=code, valid_from=today, **fields)


def change_code(*, code: Code, by: Person | None, now: dt.datetime, **changes: Any) -> Code:
    """This will end a code today and start its changed successor tomorrow's way: history keeps the old row.

    A code that became valid today, or was never used, is replaced at once; the row that old activities point to
    stays. Returns the row that is valid from now on.

    :raises CodeNotValid: the code has ended already
    :raises TypeError: a field that does not change
    """
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"a code's {', '.join(sorted(unknown))} cannot change")
    today = clock.today_in(HOUSE_ZONE, now=now)
    with database.transaction():
        current = Code.objects.select_for_update().get(pk=code.pk)
        if current.valid_until is not None:
            raise CodeNotValid(current.kind, current.code)
        if current.valid_from >= today:
            for name, value in changes.items():
                setattr(current, name, value)
            current.save(update_fields=list(changes))
            return current
        successor = {name: getattr(current, name) for name in CHANGEABLE} | changes
        Code.objects.filter(pk=current.pk).update(valid_until=today - dt.timedelta(days=1))
        return Code.objects.create(
            kind=current.kind, code=current.code, parent=current.parent, valid_from=today, **successor
        )


def end_code(*, code: Code, by: Person | None, now: dt.datetime) -> None:
    """This will make today the last day of a code."""
    Code.objects.filter(pk=code.pk, valid_until__isnull=True).update(
        valid_until=max(code.valid_from, clock.today_in(HOUSE_ZONE, now=now))
    )


def set_promise_limit(*, role: str, by: Person | None, now: dt.datetime, **limits: int) -> PromiseLimit:
    """This will set what a role may accept in a promise. `limits` are the fields of PromiseLimit."""
    limit, _made = PromiseLimit.objects.update_or_create(role=role, defaults=limits)
    return limit


def set_stage_band(*, stage: str, from_days: int | None, by: Person | None, now: dt.datetime) -> None:
    """This will let a stage begin at so many delinquent days, or leave it out (None). Holds from the next round."""
    if from_days is None:
        StageBand.objects.filter(stage=stage).delete()
    else:
        StageBand.objects.update_or_create(stage=stage, defaults={"from_days": from_days})


def set_priority_weights(
    *, weights: Iterable[tuple[str, Decimal, int]], by: Person | None, now: dt.datetime
) -> int:  # fmt: skip
    """This will replace what makes work urgent: (measure, from, points). Holds from the next round."""
    with database.transaction():
        database.lock("cases.reference")
        PriorityWeight.objects.all().delete()
        rows = [PriorityWeight(measure=measure, at_least=least, points=points) for measure, least, points in weights]
        return len(PriorityWeight.objects.bulk_create(rows))


def _valid_on(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def _load_codes() -> int:
    known = {(code.kind, code.code): code for code in Code.objects.order_by("valid_from")}
    text = (resources.files("tagih.cases") / "starter" / "codes.csv").read_text(encoding="utf-8")
    made = 0
    for position, row in enumerate(csv.DictReader(text.splitlines())):
        if (row["kind"], row["code"]) in known:
            continue
        made += 1
        known[row["kind"], row["code"]] = Code.objects.create(
            kind=row["kind"], code=row["code"], short=row["short"], name_id=row["name_id"], name_en=row["name_en"],
            parent=known.get((CodeKind.DELAY, row["parent"])) if row["parent"] else None,
            actions=row["actions"].split(), result_class=row["result_class"], opens_hold=row["opens_hold"],
            needs=row["needs"].split(), next_action=row["next_action"],
            cool_down_hours=int(row["cool_down_hours"] or 0), position=position, valid_from=FIRST_DAY,
            **{field: row[column] == "1" for column, field in FLAGS.items()},
        )  # fmt: skip
    return made


def _load_bands() -> int:
    made = 0
    if not StageBand.objects.exists():
        made += len(StageBand.objects.bulk_create(
            StageBand(stage=band.stage, from_days=band.from_days) for band in stages.STARTER
        ))  # fmt: skip
    if not PriorityWeight.objects.exists():
        made += len(PriorityWeight.objects.bulk_create(
            PriorityWeight(measure=weight.measure, at_least=weight.at_least, points=weight.points)
            for weight in work.STARTER
        ))  # fmt: skip
    return made


def _load_limits() -> int:
    known = set(PromiseLimit.objects.values_list("role", flat=True))
    missing = [
        PromiseLimit(role=role, max_days_ahead=days, min_share_percent=share, max_legs=legs, max_open_per_month=often)
        for role, days, share, legs, often in STARTER_LIMITS
        if role not in known
    ]
    return len(PromiseLimit.objects.bulk_create(missing))
