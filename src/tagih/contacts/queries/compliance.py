"""What the gate answered, over days: counted by reason, day, channel and unit, and the decisions behind a figure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.functions import TruncDate

from tagih.contacts import enums
from tagih.contacts.models import GateDecision
from tagih.kernel.clock import WIB, end_of_day, start_of_day
from tagih.staff import queries as staff


@dataclass(frozen=True, slots=True)
class Scope:
    """What to look at: days in WIB (both included), unit paths, and what narrows them; empty means all."""

    since: dt.date
    until: dt.date
    paths: Sequence[str]
    rule: str = ""
    channel: str = ""
    unit_path: str = ""
    customer_no: str = ""


@dataclass(frozen=True, slots=True)
class RefusalFigures:
    """Questions and refusals of a scope. A decision with two reasons counts once in each reason and once in all."""

    asked: int
    refused: int
    by_rule: list[tuple[str, int]]
    by_day: list[tuple[dt.date, int, int]]
    by_channel: list[tuple[str, int]]
    by_unit: list[tuple[str, str, int]]

    @property
    def share(self) -> float | None:
        return self.refused / self.asked if self.asked else None


class Unnest(Func):
    function = "unnest"
    set_returning = True


def decisions_in(scope: Scope) -> QuerySet[GateDecision]:
    """This will give every answer of the gate in a scope, permissions too, unordered."""
    rows = GateDecision.objects.filter(
        asked_at__gte=start_of_day(scope.since, WIB), asked_at__lt=end_of_day(scope.until, WIB)
    )
    rows = rows.filter(_within(scope.paths))
    if scope.unit_path:
        rows = rows.filter(unit__path__startswith=scope.unit_path)
    if scope.channel:
        rows = rows.filter(channel=scope.channel)
    if scope.rule:
        rows = rows.filter(refused_by__contains=[scope.rule])
    if scope.customer_no:
        rows = rows.filter(customer__customer_no=scope.customer_no)
    return rows


def refusals_in(scope: Scope) -> QuerySet[GateDecision]:
    """This will give the refusals of a scope with what a list shows, unordered."""
    return (
        decisions_in(scope)
        .filter(verdict=enums.Verdict.DENY)
        .select_related("customer", "contact_point", "unit")
        .defer("facts", "contact_point__value_cipher")
    )


def refusal_figures(scope: Scope) -> RefusalFigures:
    """This will count a scope by reason, day, channel and unit. Five statements, whatever the rows."""
    rows, denied = decisions_in(scope), Q(verdict=enums.Verdict.DENY)
    refused = rows.filter(denied)
    totals = rows.aggregate(asked=Count("pk"), refused=Count("pk", filter=denied))
    by_rule = refused.annotate(reason=Unnest(F("refused_by"))).values("reason").annotate(n=Count("pk"))
    by_day = rows.annotate(on=TruncDate("asked_at", tzinfo=WIB)).values("on")
    by_day = by_day.annotate(asked=Count("pk"), refused=Count("pk", filter=denied)).order_by("on")
    by_channel = refused.values("channel").annotate(n=Count("pk")).order_by("-n", "channel")
    by_unit = refused.values("unit__name", "unit__path").annotate(n=Count("pk")).order_by("-n", "unit__path")
    return RefusalFigures(
        asked=totals["asked"],
        refused=totals["refused"],
        by_rule=[(row["reason"], row["n"]) for row in by_rule.order_by("-n", "reason")],
        by_day=[(row["on"], row["asked"], row["refused"]) for row in by_day],
        by_channel=[(row["channel"], row["n"]) for row in by_channel],
        by_unit=[(row["unit__name"] or "", row["unit__path"] or "", row["n"]) for row in by_unit],
    )


def decision_in_scope(pk: int, paths: Sequence[str]) -> GateDecision | None:
    """This will give one decision with its customer, contact point and unit, if the unit paths cover it."""
    rows = GateDecision.objects.select_related("customer", "contact_point", "unit").filter(_within(paths))
    return rows.filter(pk=pk).first()


def _within(paths: Sequence[str]) -> Q:
    """Decisions of units in scope; a scope that reaches the top sees those without a unit too, and needs no join."""
    if any(path.count(".") == 1 for path in paths):
        return Q()
    return Q(unit__in=staff.units_under(paths))
