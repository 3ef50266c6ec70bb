"""The daily report as a person may see it: their part of the organisation, against the day before and targets."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from tagih.reporting import rules
from tagih.reporting.enums import Dimension, FigureGroup
from tagih.reporting.models import DailyFigures, StoredReport, Target
from tagih.reporting.rules import Figure, Kind

TREND_DAYS = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one row. `mood` is GOOD, BAD or SAME against the day before; shares are fractions."""

    figure: Figure
    value: Decimal | None
    previous: Decimal | None
    change: Decimal | None
    mood: str
    target: Decimal | None
    is_reached: bool | None


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    label: str
    cells: tuple[Cell, ...]

    def cell(self, code: str) -> Cell:
        """This will return the cell of a figure."""
        return next(cell for cell in self.cells if cell.figure.code == code)


@dataclass(frozen=True, slots=True)
class Section:
    """All rows of one dimension, and their sum where their counts may be added."""

    dimension: Dimension
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DailyReport:
    """A day's figures. `trend` has the leading figures of the last business dates, oldest first."""

    business_date: dt.date
    previous_date: dt.date | None
    computed_at: dt.datetime | None
    total: Row
    sections: tuple[Section, ...]
    trend: dict[str, tuple[tuple[dt.date, Decimal | None], ...]]

    def section(self, dimension: str) -> Section | None:
        """This will return the section of a dimension, None where the reader sees no row of it."""
        return next((section for section in self.sections if section.dimension == dimension), None)


def figures_in(group: str) -> tuple[Figure, ...]:
    """This will return the figures that stand together in a table, in order."""
    return tuple(rules.BY_CODE[code] for code in rules.GROUPS[group])


def definitions() -> list[tuple[FigureGroup, tuple[Figure, ...]]]:
    """This will return every figure with its definition, group by group."""
    return [(group, figures_in(group)) for group in FigureGroup]


def dates_with_figures(paths: Iterable[str], *, limit: int = 60) -> list[dt.date]:
    """This will return the newest business dates that have figures in scope, newest first."""
    found = _visible(paths).order_by("-business_date").values_list("business_date", flat=True).distinct()
    return list(found[:limit])


def daily_report(business_date: dt.date, *, paths: Sequence[str]) -> DailyReport:
    """This will return the report of a date over the parts of the organisation at or below `paths`.

    Ratios of sums come from summed counts. The total is the sum of the branches in sight, or of the teams for somebody
    who sees no whole branch. Four queries, whatever the size.
    """
    dates = list(
        _visible(paths)
        .filter(business_date__lte=business_date)
        .order_by("-business_date")
        .values_list("business_date", flat=True)
        .distinct()[:TREND_DAYS]
    )
    previous = next((date for date in dates if date < business_date), None)
    rows = list(_visible(paths).filter(business_date__in=[business_date, previous]))
    today = [row for row in rows if row.business_date == business_date]
    before = [row for row in rows if row.business_date == previous]
    targets = _targets(business_date)
    scope = min(paths, key=len, default="")
    whole = _total_dimension(today or before)
    return DailyReport(
        business_date=business_date,
        previous_date=previous,
        computed_at=max((row.computed_at for row in today), default=None),
        total=_row("", "", _sum_of(today, whole), _sum_of(before, whole), scope, targets, is_exact=True),
        sections=tuple(
            section for dimension in Dimension if (section := _section(dimension, today, before, scope, targets)).rows
        ),
        trend=_trend(paths, dates, whole),
    )


def is_share(code: str) -> bool:
    """This will tell whether a figure is a fraction that people read in per cent."""
    figure = rules.BY_CODE.get(code)
    return figure is not None and figure.kind is Kind.SHARE


def targets_in_force(paths: Sequence[str], *, on: dt.date) -> list[tuple[Figure, Target]]:
    """This will return the targets of units at or below `paths` on a day or later, by unit and figure."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(unit__path__startswith=path)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    found = Target.objects.filter(condition, not_over).select_related("unit").order_by("unit__path", "figure")
    return [(rules.BY_CODE[target.figure], target) for target in found if target.figure in rules.BY_CODE]


def stored_reports(paths: Sequence[str], *, limit: int = 30) -> list[StoredReport]:
    """This will return the newest stored files that cover nothing outside `paths`, newest first."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(unit__path__startswith=path)
    found = StoredReport.objects.filter(condition).select_related("unit")
    return list(found.order_by("-business_date", "unit__path", "form")[:limit])


def _visible(paths: Iterable[str]) -> QuerySet[DailyFigures]:
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(unit_path__startswith=path)
    return DailyFigures.objects.filter(condition)


def _total_dimension(rows: Sequence[DailyFigures]) -> str:
    return Dimension.BRANCH if any(row.dimension == Dimension.BRANCH for row in rows) else Dimension.TEAM


def _sum_of(rows: Iterable[DailyFigures], dimension: str) -> dict[str, Decimal]:
    return rules.added(rules.parsed(row.counts) for row in rows if row.dimension == dimension)


def _section(
    dimension: Dimension, today: Sequence[DailyFigures], before: Sequence[DailyFigures], scope: str,
    targets: Sequence[Target],
) -> Section:  # fmt: skip
    """Rows of the same key are added: a bucket over its branches, an agent over the teams of that day."""
    parts: dict[str, list[DailyFigures]] = defaultdict(list)
    earlier: dict[str, list[DailyFigures]] = defaultdict(list)
    for rows, groups in ((today, parts), (before, earlier)):
        for row in rows:
            if row.dimension == dimension:
                groups[row.key].append(row)
    rows = []
    for key, group in sorted(parts.items(), key=lambda item: _order(dimension, item[1][0])):
        path = scope if dimension is Dimension.BUCKET else group[0].unit_path
        now, then = _sum_of(group, dimension), _sum_of(earlier[key], dimension)
        exact = dimension in (Dimension.BRANCH, Dimension.TEAM)
        rows.append(_row(key, group[0].label, now, then, path, targets, is_exact=exact))
    return Section(dimension, tuple(rows))


def _order(dimension: Dimension, row: DailyFigures) -> tuple:
    """Buckets C2 before C10; others by name."""
    if dimension is Dimension.BUCKET:
        return tuple(int(part) if part.isdigit() else part for part in re.split(r"(\d+)", row.key))
    return (row.label.casefold(), row.key)


def _row(
    key: str, label: str, now: dict[str, Decimal], then: dict[str, Decimal], path: str, targets: Sequence[Target], *,
    is_exact: bool,
) -> Row:  # fmt: skip
    cells = []
    for figure in rules.FIGURES:
        value = rules.value(figure, now)
        previous = rules.value(figure, then) if then else None
        change, mood = rules.change(figure, value, previous)
        target = _target_of(figure, path, targets, is_exact=is_exact)
        cells.append(Cell(figure, value, previous, change, mood, target, rules.reached(figure, value, target)))
    return Row(key, label, tuple(cells))


def _targets(on: dt.date) -> list[Target]:
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    return list(Target.objects.filter(in_force, starts_on__lte=on).select_related("unit"))


def _target_of(figure: Figure, path: str, targets: Iterable[Target], *, is_exact: bool) -> Decimal | None:
    """The target of the nearest unit at or above; counts and amounts only of the unit itself."""
    is_inherited = figure.kind in (Kind.SHARE, Kind.RATIO, Kind.MINUTES)
    fitting = [
        target
        for target in targets
        if target.figure == figure.code
        and (path.startswith(target.unit.path) if is_inherited else is_exact and path == target.unit.path)
    ]
    nearest = max(fitting, key=lambda target: len(target.unit.path), default=None)
    return nearest.value if nearest else None


def _trend(
    paths: Sequence[str], dates: Sequence[dt.date], dimension: str
) -> dict[str, tuple[tuple[dt.date, Decimal | None], ...]]:
    by_date: dict[dt.date, list[dict[str, Decimal]]] = {date: [] for date in reversed(dates)}
    stored = _visible(paths).filter(business_date__in=dates, dimension=dimension)
    for date, counts in stored.values_list("business_date", "counts"):
        by_date[date].append(rules.parsed(counts))
    leading = [figure for figure in rules.FIGURES if figure.is_leading]
    sums = {date: rules.added(parts) for date, parts in by_date.items()}
    return {
        figure.code: tuple((date, rules.value(figure, counts) if counts else None) for date, counts in sums.items())
        for figure in leading
    }
