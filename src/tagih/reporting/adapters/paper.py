"""The daily report on paper: A4 across, set by typst."""

import json
from importlib import resources
from typing import Any

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tagih.kernel import clock
from tagih.reporting.enums import Dimension, FigureGroup
from tagih.reporting.queries import DailyReport, Row, definitions, wording
from tagih.reporting.rules import GROUPS, Figure

_FORMS = {
    Dimension.BRANCH: ("WORK", "MONEY", "PORTFOLIO"),
    Dimension.TEAM: ("WORK", "MONEY"),
    Dimension.AGENT: ("WORK", "MONEY"),
    Dimension.BUCKET: ("PORTFOLIO", "WORK", "MONEY"),
}


def made(report: DailyReport, *, scope: str) -> bytes:
    """This will return the PDF. It carries the date of its figures, so that the same figures give the same bytes."""
    template = resources.files("tagih.reporting.adapters") / "daily.typ"
    with resources.as_file(template) as file:
        return typst.compile(
            str(file), format="pdf", ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(_content(report, scope), ensure_ascii=False)},
            timestamp=int(report.computed_at.timestamp()) if report.computed_at else 0,
        )  # fmt: skip


def _content(report: DailyReport, scope: str) -> dict[str, Any]:
    language = get_language() or "id"
    computed = clock.local(report.computed_at, clock.WIB).strftime("%d/%m/%Y %H:%M WIB") if report.computed_at else ""
    return {
        "language": "en" if language.startswith("en") else "id",
        "title": _("Daily report"),
        "date": wording.long_date(report.business_date),
        "scope": scope,
        "compared": _("compared with {date}").format(date=wording.long_date(report.previous_date))
        if report.previous_date
        else _("first day with figures"),
        "footer": _("Computed {when} · figures of people: do not pass on").format(when=computed),
        "page_word": _("page"),
        "target_word": _("target"),
        "total_word": _("Total"),
        "tiles": _tiles(report, language),
        "tables": [
            _table(report, section.dimension, section.rows, group, language)
            for section in report.sections
            for group in _FORMS[section.dimension]
        ],
        "definitions_title": _("What the figures mean"),
        "definitions": [
            {"group": str(group.label),
             "figures": [{"name": figure.name(language), "formula": figure.formula(language)} for figure in figures]}
            for group, figures in definitions()
        ],
    }  # fmt: skip


def _tiles(report: DailyReport, language: str) -> list[dict[str, Any]]:
    tiles = []
    for cell in report.total.cells:
        if not cell.figure.is_leading:
            continue
        points = [value for _date, value in report.trend.get(cell.figure.code, ()) if value is not None]
        top = max(points, default=0) or 1
        tiles.append({
            "name": cell.figure.name(language),
            "value": wording.headline(cell.figure, cell.value),
            "change": wording.changed(cell.figure, cell.change),
            "mood": cell.mood,
            "target": wording.written(cell.figure, cell.target) if cell.target is not None else "",
            "reached": cell.is_reached,
            "trend": [str(round(point / top, 4)) for point in points],
        })  # fmt: skip
    return tiles


def _table(
    report: DailyReport, dimension: Dimension, rows: tuple[Row, ...], group: str, language: str
) -> dict[str, Any]:
    codes = GROUPS[group]
    figures: list[Figure] = [cell.figure for cell in report.total.cells if cell.figure.code in codes]
    figures.sort(key=lambda figure: codes.index(figure.code))
    return {
        "title": f"{Dimension(dimension).label} · {FigureGroup(group).label}",
        "first": str(Dimension(dimension).label),
        "heads": [figure.name(language) for figure in figures],
        "rows": [[row.label or _("None"), *_written(row, figures)] for row in rows],
        "total": _written(report.total, figures),
    }


def _written(row: Row, figures: list[Figure]) -> list[str]:
    return [wording.written(figure, row.cell(figure.code).value) for figure in figures]
