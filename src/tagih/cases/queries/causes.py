"""Causes of delay in two levels, and what to ask, how to speak and what to offer about each."""

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources

from django.db.models import Count, Q
from django.utils.translation import get_language

from tagih.cases.enums import ArrangementKind, CodeKind
from tagih.cases.models import Activity, Code
from tagih.staff.queries import Standing


@dataclass(frozen=True, slots=True)
class Guidance:
    """About one cause: the tone to speak in, what to ask next, what may be offered, and whether contact stops first."""

    tone: str
    asks: tuple[str, ...]
    offers: tuple[ArrangementKind, ...]
    pauses: bool = False


@dataclass(frozen=True, slots=True)
class CauseCount:
    """How often a cause was named, on how many cases, and how many of these are cured."""

    code: str
    name: str
    parent: str
    times: int
    cases: int
    cured: int

    @property
    def cure_rate(self) -> Decimal:
        return Decimal(self.cured) / self.cases if self.cases else Decimal(0)


NO_GUIDANCE = Guidance("CALM", (), (ArrangementKind.NEW_DUE_DATE, ArrangementKind.INSTALMENT_PLAN))


@functools.cache
def _all() -> Mapping[str, dict]:
    return tomllib.loads((resources.files("tagih.cases") / "starter" / "causes.toml").read_text(encoding="utf-8"))


def guidance_of(code: str) -> Guidance:
    """This will return what to do about a cause, in the reader's language; a cause of the house has a plain one."""
    known = _all().get(code)
    if known is None:
        return NO_GUIDANCE
    language = "en" if (get_language() or "id").startswith("en") else "id"
    return Guidance(
        known["tone"], tuple(known[f"ask_{language}"]), tuple(map(ArrangementKind, known["offers"])),
        known.get("pause", False),
    )  # fmt: skip


def causes_in_two_levels(codes: Iterable[Code]) -> list[tuple[Code, list[Code]]]:
    """This will return the causes that are valid, each group with its members; a cause without members is its own."""
    delays = [code for code in codes if code.kind == CodeKind.DELAY]
    members: dict[int, list[Code]] = {}
    for code in delays:
        if code.parent_id is not None:
            members.setdefault(code.parent_id, []).append(code)
    return [(code, members.get(code.pk) or [code]) for code in delays if code.parent_id is None]


def picture_of_causes(standing: Standing, *, first: object, last: object, scope: Q) -> list[CauseCount]:
    """This will count the causes named between two business dates within a scope, with how many cases were cured."""
    language = "name_en" if (get_language() or "id").startswith("en") else "name_id"
    rows = (
        Activity.objects.filter(scope, business_date__range=(first, last), delay_reason__isnull=False)
        .values("delay_reason__code", f"delay_reason__{language}", f"delay_reason__parent__{language}")
        .annotate(
            times=Count("pk"), cases=Count("case", distinct=True),
            cured=Count("case", distinct=True, filter=Q(case__close_reason__in=["CURED", "SETTLED"])),
        )
        .order_by("-times", "delay_reason__code")
    )  # fmt: skip
    return [
        CauseCount(
            row["delay_reason__code"], row[f"delay_reason__{language}"],
            row[f"delay_reason__parent__{language}"] or "", row["times"], row["cases"], row["cured"],
        )
        for row in rows
    ]  # fmt: skip
