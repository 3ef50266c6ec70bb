import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tagih.reporting import operations, queries
from tagih.reporting.enums import Dimension, FigureGroup, Format
from tagih.reporting.permissions import Permission
from tagih.reporting.queries import Cell, DailyReport, Row
from tagih.staff import queries as staff
from tagih.staff.models import Unit
from tagih.web.ui.guard import may, requires, saw

CONTENT_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
}
TONES = {"GOOD": "ok", "BAD": "bad", "SAME": ""}


@dataclass(frozen=True, slots=True)
class Tile:
    """A leading figure."""

    label: str
    value: str
    note: str
    tone: str
    series: list[Any]
    formula: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column: figure, definition, and the address that sorts by it."""

    name: str
    formula: str
    query: str
    is_sorted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; `query` leads one level down, or is empty."""

    label: str
    query: str
    cells: list[tuple[str, str, str, str]]  # column, value, change, tone


@requires(Permission.SEE_REPORTS)
def daily(request: HttpRequest) -> HttpResponse:
    """The figures of a day: tiles, one table by dimension and group of figures, files."""
    own = request.standing.paths(Permission.SEE_REPORTS)
    dates = queries.dates_with_figures(own)
    unit = _unit(request, own)
    date = _date(request, dates)
    paths = [unit.path] if unit else list(own)
    report = queries.daily_report(date, paths=paths) if date else None
    context = {
        "dates": dates,
        "date": date,
        "newer": min((other for other in dates if date and other > date), default=None),
        "older": max((other for other in dates if date and other < date), default=None),
        "unit": unit,
        "units": staff.units_under(own).filter(kind__in=("COMPANY", "REGION", "BRANCH")).order_by("path"),
        "report": report,
        "definitions": _definitions(),
        "files": queries.stored_reports(own, limit=12),
        "can_export": may(request, Permission.EXPORT_REPORTS),
        "crumbs": _crumbs(request, unit),
    }
    if report and report.sections:
        context |= _table(request, report)
    template = "office/reports/daily.html"
    return render(request, f"{template}#figures" if request.headers.get("HX-Request") else template, context)


@requires(Permission.EXPORT_REPORTS)
def download(request: HttpRequest) -> HttpResponse:
    """The report of a day as a file, in the reader's scope and language, made now from the stored figures."""
    own = request.standing.paths(Permission.EXPORT_REPORTS)
    date = _date(request, queries.dates_with_figures(own))
    form = request.GET.get("form", "xlsx")
    if date is None or form not in Format.values:
        raise Http404
    unit = _unit(request, own)
    paths = [unit.path] if unit else list(own)
    names = [unit.name] if unit else list(Unit.objects.filter(path__in=own).values_list("name", flat=True))
    content = operations.render_daily(
        queries.daily_report(date, paths=paths), form=form, language=get_language() or "id", scope=", ".join(names)
    )
    saw(request, "report", date.isoformat(), f"daily report {form}")
    return _file(content, date.isoformat(), form)


@requires(Permission.EXPORT_REPORTS)
def stored(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that the evening stored, if it covers nothing outside the reader's scope."""
    own = request.standing.paths(Permission.EXPORT_REPORTS)
    found = next((file for file in queries.stored_reports(own, limit=10_000) if file.pk == pk), None)
    if found is None or not default_storage.exists(found.stored_as):
        raise Http404
    saw(request, "report", found.business_date.isoformat(), f"stored daily report {found.form}")
    with default_storage.open(found.stored_as) as file:
        content = file.read()
    return _file(content, f"{found.business_date.isoformat()}-{found.unit.code}", found.form)


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{_("daily-report")}-{name}.{form}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[Format(form)], headers=headers)


def _unit(request: HttpRequest, own: Iterable[str]) -> Unit | None:
    """The unit that was asked for, if it lies in scope; anything else counts as not asked."""
    wanted = request.GET.get("unit", "")
    return staff.units_under(own).filter(pk=int(wanted)).first() if wanted.isdecimal() else None


def _date(request: HttpRequest, dates: list[dt.date]) -> dt.date | None:
    try:
        wanted = dt.date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        wanted = None
    return wanted or next(iter(dates), None)


def _table(request: HttpRequest, report: DailyReport) -> dict[str, Any]:
    shown = [section.dimension for section in report.sections]
    dimension = request.GET.get("by", "")
    dimension = dimension if dimension in shown else shown[0]
    group = request.GET.get("show", "")
    group = group if group in FigureGroup.values else FigureGroup.WORK
    figures = queries.figures_in(group)
    sort = request.GET.get("sort", "")
    rows = list(report.section(dimension).rows)
    if sort in {figure.code for figure in figures}:
        rows.sort(key=lambda row: (row.cell(sort).value is None, -(row.cell(sort).value or 0)))
    codes = [figure.code for figure in figures]
    language = get_language() or "id"
    units = {unit.code: unit.pk for unit in Unit.objects.filter(code__in=[row.key for row in rows])}
    return {
        "tiles": [_tile(cell, report) for cell in report.total.cells if cell.figure.is_leading],
        "dimensions": [(other, _query(request, by=other, sort="")) for other in map(Dimension, shown)],
        "dimension": Dimension(dimension),
        "groups": [(other, _query(request, show=other, sort="")) for other in FigureGroup],
        "group": group,
        "heads": [
            Head(figure.name(language), figure.formula(language), _query(request, sort=figure.code),
                 figure.code == sort)
            for figure in figures
        ],
        "lines": [
            Line(row.label or _("None"), _below(request, dimension, units.get(row.key)), _cells(row, codes))
            for row in rows
        ],
        "sum": _cells(report.total, codes),
    }  # fmt: skip


def _tile(cell: Cell, report: DailyReport) -> Tile:
    language = get_language() or "id"
    notes = []
    if cell.change:
        notes.append(queries.changed(cell.figure, cell.change))
    if cell.target is not None:
        notes.append(_("target {value}").format(value=queries.headline(cell.figure, cell.target)))
    series = [value for _day, value in report.trend.get(cell.figure.code, ()) if value is not None]
    return Tile(
        label=cell.figure.name(language),
        value=queries.headline(cell.figure, cell.value),
        note=" · ".join(notes),
        tone=TONES[cell.mood],
        series=series,
        formula=cell.figure.formula(language),
    )


def _cells(row: Row, codes: Iterable[str]) -> list[tuple[str, str, str, str]]:
    language = get_language() or "id"
    cells = [row.cell(code) for code in codes]
    return [
        (cell.figure.name(language), queries.written(cell.figure, cell.value),
         queries.changed(cell.figure, cell.change), TONES[cell.mood])
        for cell in cells
    ]  # fmt: skip


def _below(request: HttpRequest, dimension: str, unit: int | None) -> str:
    """The address one level down: teams of a branch, agents of a team."""
    down = {Dimension.BRANCH: Dimension.TEAM, Dimension.TEAM: Dimension.AGENT}.get(Dimension(dimension))
    return _query(request, unit=str(unit), by=down, sort="") if down and unit else ""


def _query(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = str(value)
    return query.urlencode()


def _crumbs(request: HttpRequest, unit: Unit | None) -> list[tuple[str, str]]:
    if unit is None:
        return []
    return [(_("Daily report"), f"?{_query(request, unit='', by='')}"), (unit.name, "")]


def _definitions() -> list[tuple[str, list[tuple[str, str]]]]:
    language = get_language() or "id"
    return [
        (str(group.label), [(figure.name(language), figure.formula(language)) for figure in figures])
        for group, figures in queries.definitions()
    ]
