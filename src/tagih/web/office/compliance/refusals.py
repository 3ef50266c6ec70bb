"""Refusals of the gate: counted, listed, as a file; and one decision told in words."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tagih.contacts import queries
from tagih.contacts.enums import Channel
from tagih.contacts.models import GateDecision
from tagih.contacts.permissions import Permission
from tagih.contacts.queries import RefusalFigures, Scope
from tagih.kernel import clock
from tagih.staff import queries as staff
from tagih.web.ui.downloads import download
from tagih.web.ui.guard import may, requires, saw
from tagih.web.ui.listing import listing

FILTERS = ("rule", "channel", "unit", "customer")
SORTS = {"asked": ("asked_at", "pk")}
FIRST_YEAR = 2000
DAYS_SHOWN, MOST_DAYS, MOST_ROWS, BARS = 7, 92, 20_000, 8


@dataclass(frozen=True, slots=True)
class Line:
    """One refusal in the list."""

    decision: GateDecision
    channel: str
    sentences: list[str]
    is_law: bool


@requires(Permission.SEE_REFUSALS)
def refusals(request: HttpRequest) -> HttpResponse:
    """Refusals of some days: figures by reason, day, channel and unit, and the list behind them; also as a file."""
    scope = _scope(request)
    rows = queries.refusals_in(scope)
    if "file" in request.GET:
        saw(request, "refusals", scope.since.isoformat(), "refusals of the gate as a file")
        name = f"penolakan-{scope.since.isoformat()}-{scope.until.isoformat()}"
        return download(request, name, _header(), _file_rows(rows.order_by("-asked_at", "-pk")[:MOST_ROWS]))
    figures = queries.refusal_figures(scope)
    page = listing(request, rows, sorts=SORTS, default="-asked", counted=False)
    days = _every_day(scope, figures)
    context = {
        "page": page,
        "lines": [_line(decision) for decision in page],
        "figures": figures,
        "reasons": _reason_bars(request, figures),
        "channels": _bars(request, "channel", [(code, _channel(code), n) for code, n in figures.by_channel]),
        "teams": _bars(request, "unit", [(path, name or _("no unit"), n) for name, path, n in figures.by_unit]),
        "days": list(days.values()),
        "day_names": [f"{day:%d/%m}" for day in days],
        "since": scope.since,
        "until": scope.until,
        "chosen": {name: request.GET.get(name, "") for name in FILTERS},
        "rules": sorted(((rule, queries.sentence_of(rule)) for rule, _n in figures.by_rule), key=lambda pair: pair[1]),
        "channel_choices": Channel.choices,
        "units": staff.units_under(scope.paths).order_by("path").values_list("path", "name"),
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
        "crumbs": [(_("Compliance"), "")],
    }
    return render(request, "office/compliance/refusals.html", context)


@requires(Permission.SEE_REFUSALS)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer of the gate, told so that it can be read to a regulator; reading it is logged."""
    found = queries.decision_in_scope(pk, request.standing.paths(Permission.SEE_REFUSALS))
    if found is None:
        raise Http404
    saw(request, "gate_decision", found.pk, "decision of the gate", customer_no=found.customer.customer_no)
    context = {
        "decision": found,
        "told": queries.decision_told(found),
        "may_record_wish": may(request, Permission.EDIT_CONSENT),
        "may_record_proof": may(request, Permission.EDIT_PROOFS),
        "channel": _channel(found.channel),
        "crumbs": [(_("Compliance"), reverse("compliance:refusals")), (_("Decision %(n)s") % {"n": found.pk}, "")],
    }
    return render(request, "office/compliance/decision.html", context)


def _scope(request: HttpRequest) -> Scope:
    """The days and filters of the address; wrong ones are the default, at most a quarter of a year."""
    own = request.standing.paths(Permission.SEE_REFUSALS)
    today = clock.today_in(clock.WIB, now=clock.now())
    until = _day(request.GET.get("until", "")) or today
    since = _day(request.GET.get("since", "")) or until - dt.timedelta(days=DAYS_SHOWN - 1)
    since = max(min(since, until), until - dt.timedelta(days=MOST_DAYS - 1))
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    return Scope(
        since=since,
        until=until,
        paths=own,
        rule=asked["rule"],
        channel=asked["channel"] if asked["channel"] in Channel.values else "",
        unit_path=asked["unit"],
        customer_no=asked["customer"],
    )


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year < dt.MAXYEAR else None


def _every_day(scope: Scope, figures: RefusalFigures) -> dict[dt.date, int]:
    """Refusals by day, also of days without any; nothing at all where nothing was asked."""
    if not figures.by_day:
        return {}
    told = {day: refused for day, _asked, refused in figures.by_day}
    count = (scope.until - scope.since).days + 1
    return {day: told.get(day, 0) for day in (scope.since + dt.timedelta(days=n) for n in range(count))}


def _reason_bars(request: HttpRequest, figures: RefusalFigures) -> list[dict[str, Any]]:
    return _bars(request, "rule", [(rule, queries.sentence_of(rule), n) for rule, n in figures.by_rule])


def _bars(request: HttpRequest, name: str, rows: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """Bars whose labels narrow the page to themselves."""
    bars = []
    for code, label, count in rows[:BARS]:
        query = request.GET.copy()
        query.pop("page", None)
        query[name] = code
        bars.append({"label": label, "value": count, "href": f"?{query.urlencode()}" if code else ""})
    return bars


def _line(decision: GateDecision) -> Line:
    reasons = [reason for reason in queries.reasons_in_words(decision.reasons) if reason.is_refusal]
    return Line(
        decision=decision,
        channel=_channel(decision.channel),
        sentences=[reason.sentence for reason in reasons],
        is_law=any(reason.is_law for reason in reasons),
    )


def _channel(code: str) -> str:
    return str(Channel(code).label)


def _header() -> list[str]:
    return [
        _("Decision"), _("Asked at (WIB)"), _("Asked by"), _("Unit"), _("Customer number"), _("Channel"),
        _("Contact point"), _("Reasons"), _("Rules"), _("Sources"), _("Next allowed (WIB)"), _("Rules asked"),
    ]  # fmt: skip


def _file_rows(rows: Any) -> Iterator[list[Any]]:
    for decision in rows.iterator(chunk_size=2_000):
        reasons = [reason for reason in queries.reasons_in_words(decision.reasons) if reason.is_refusal]
        again = decision.next_allowed_at
        yield [
            str(decision.pk),
            clock.local(decision.asked_at, clock.WIB),
            decision.asked_by,
            decision.unit.name if decision.unit else "",
            decision.customer.customer_no,
            _channel(decision.channel),
            decision.contact_point.masked if decision.contact_point else "",
            " ".join(reason.sentence for reason in reasons),
            ", ".join(decision.refused_by),
            "; ".join(reason.source for reason in reasons),
            clock.local(again, clock.WIB) if again else "",
            decision.packs,
        ]
