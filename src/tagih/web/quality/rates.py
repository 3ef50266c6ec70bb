"""What may be published: rates with intervals, the machine against people, people as far as data tell them apart."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tagih.quality import queries
from tagih.quality.enums import FormStatus
from tagih.quality.models import ScorecardVersion
from tagih.quality.permissions import Permission
from tagih.web.ui.downloads import download
from tagih.web.ui.guard import requires

SPANS = {"1": 1, "3": 3, "12": 12}


@dataclass(frozen=True, slots=True)
class Bar:
    """A rate as a bar on a scale from 0 to 100: the point and the ends of its interval, for an SVG."""

    share: float | None
    low: float
    high: float

    @property
    def width(self) -> float:
        return max(0.6, (self.high - self.low) * 100)

    @property
    def x(self) -> float:
        return self.low * 100

    @property
    def point(self) -> float:
        return (self.share or 0) * 100


@requires(Permission.SEE_RATES)
def rates(request: HttpRequest) -> HttpResponse:
    """Rates of the last months in the row scope."""
    span = request.GET.get("span") if request.GET.get("span") in SPANS else "3"
    first, last = period(request.standing.on, SPANS[span])
    told = {"paths": request.standing.paths(Permission.SEE_RATES), "first": first, "last": last}
    found, machine = queries.rates(**told), queries.machine_of(**told)
    names = item_names()
    if "file" in request.GET:
        return download(request, f"mutu-{first:%Y-%m}-{last:%Y-%m}", *_file(found, names))
    ranking, people = queries.ranking(**told)
    context = {
        "rates": found,
        "grave": bar(found.grave),
        "fine": bar(found.fine),
        "risk": bar(found.risk_grave),
        "items": [(names.get(row.item, row.item), bar(row.estimate)) for row in found.items],
        "machine": machine,
        "ranking": ranking,
        "places": [
            (people[place.who], place, Bar(place.share, place.interval.low, place.interval.high))
            for place in ranking.places
        ],
        "overturns": [
            (names.get(row[0], row[0]), *row[1:]) for row in queries.overturns(first=first, last=request.standing.on)
        ],
        "spans": [("1", _("1 month")), ("3", _("3 months")), ("12", _("12 months"))],
        "span": span,
        "first": first,
        "last": last,
        "crumbs": [(_("Quality"), "")],
    }
    return render(request, "quality/rates.html", context)


def _file(found: queries.Rates, names: dict[str, str]) -> tuple[list[str], list[tuple[str, ...]]]:
    """The published rates as a table: what, rate, the ends of its interval, heard. The risk sample is not in it."""
    rows = [(_("Grave failure"), found.grave), (_("Fine (80 points or more, nothing grave)"), found.fine)]
    rows += [(names.get(row.item, row.item), row.estimate) for row in found.items]
    head = [_("Rate"), "%", _("Low end, percent"), _("High end, percent"), _("Heard"), _("Contacts in the frame")]
    return head, [
        (name, "–" if one.share is None else f"{one.share * 100:.2f}", f"{one.interval.low * 100:.2f}",
         f"{one.interval.high * 100:.2f}", str(one.reviewed), str(one.of_frame))
        for name, one in rows
    ]  # fmt: skip


def period(today: dt.date, months: int) -> tuple[dt.date, dt.date]:
    """This will return the first day of so many whole months, and the last day of this one."""
    month = today.year * 12 + today.month - 1
    first, after = month - months, month + 1
    return dt.date(first // 12, first % 12 + 1, 1), dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)


def bar(estimate: Any) -> Bar:
    """This will return an estimate as a bar."""
    return Bar(estimate.share, estimate.interval.low, estimate.interval.high)


def item_names() -> dict[str, str]:
    """This will return how each item of a form in force reads; retired ones too, where no newer one says it."""
    names: dict[str, str] = {}
    for version in ScorecardVersion.objects.exclude(status=FormStatus.DRAFT).order_by("-published_at"):
        for name, item in queries.form_of(version).items.items():
            names.setdefault(name, wording(item.text))
    return names


def wording(text: Any) -> str:
    """This will return a form's text in the reader's language."""
    language = "en" if (get_language() or "id").startswith("en") else "id"
    return text.get(language) or text.get("id", "")
