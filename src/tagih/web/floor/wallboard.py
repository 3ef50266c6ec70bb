"""The wallboard of calls: campaigns, lines, agents; and what a leader does there: start, stop, listen."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tagih.dialer import operations as dialer
from tagih.dialer import queries
from tagih.dialer.enums import Cause, SeatState, WishKind
from tagih.dialer.models import Campaign, Now
from tagih.dialer.permissions import Permission
from tagih.dialer.queries import Figures, SeatLine
from tagih.kernel import clock
from tagih.staff.models import Person
from tagih.staff.queries import people_visible_to
from tagih.web.floor.files import csv_response
from tagih.web.ui.guard import is_fragment, requires

TONES = {
    SeatState.READY: "ok", SeatState.TALKING: "info", SeatState.WRAP_UP: "warn", SeatState.WORKING: "info",
    SeatState.CUT_OFF: "bad", SeatState.OFF: "",
}  # fmt: skip
FRESH = dt.timedelta(seconds=5)
EARS = (WishKind.LISTEN, WishKind.WHISPER, WishKind.BARGE, WishKind.LEAVE)


@dataclass(frozen=True)
class CampaignRow:
    """A campaign now and today."""

    campaign: Campaign
    now: dict[str, Any]
    today: Figures
    is_fresh: bool
    share_30_days: float | None
    target: float
    is_over: bool


@dataclass(frozen=True)
class SeatRow:
    line: SeatLine
    tone: str
    is_long: bool


@require_GET
@requires(Permission.SEE_WALLBOARD)
def home(request: HttpRequest) -> HttpResponse:
    """The wallboard, live."""
    return render(request, "floor/calls.html", _context(request, now=clock.now()))


@require_GET
@requires(Permission.SEE_WALLBOARD)
def board(request: HttpRequest) -> HttpResponse:
    """The wallboard alone, fetched again when the engine tells."""
    return render(request, "floor/calls_board.html", _context(request, now=clock.now()))


@require_GET
@requires(Permission.SEE_WALLBOARD)
def slots_csv(request: HttpRequest) -> HttpResponse:
    """Today by five minutes, as a file."""
    rows = queries.slots_of(campaign_id=None, now=clock.now())
    head = [_("Time"), _("Dialled"), _("Answered"), _("Talked"), _("Abandoned")]
    table = [[row.at, row.dialed, row.answered, row.connected, row.abandoned] for row in rows]
    return csv_response("telepon-5-menit.csv", head, table)


@require_POST
@requires(Permission.RUN_CAMPAIGNS)
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Starts or stops a campaign."""
    campaign = Campaign.objects.filter(code=code).first()
    if campaign is None:
        raise Http404
    deed = dialer.start_campaign if request.POST.get("running") == "1" else dialer.stop_campaign
    deed(campaign=campaign, by=request.user, now=clock.now())
    return _answer(request)


@require_POST
@requires(Permission.RUN_CAMPAIGNS)
def stop_all(request: HttpRequest) -> HttpResponse:
    """Stops every campaign at once."""
    dialer.stop_everything(by=request.user, now=clock.now())
    return _answer(request)


@require_POST
@requires(Permission.SUPERVISE_CALLS)
def listen(request: HttpRequest, employee_no: str) -> HttpResponse:
    """Listens to somebody of the own teams, whispers, joins, or leaves again."""
    person = _people(request, Permission.SUPERVISE_CALLS).filter(employee_no=employee_no).first()
    kind = request.POST.get("kind", "")
    if person is None or kind not in EARS:
        raise Http404
    dialer.wish(kind=kind, by=request.user, target=person, now=clock.now())
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    if is_fragment(request):
        return render(request, "floor/calls_board.html", _context(request, now=clock.now()))
    return redirect("floor:calls")


def _context(request: HttpRequest, *, now: dt.datetime) -> dict[str, Any]:
    standing = request.standing
    rows = _campaigns(now)
    people = _people(request, Permission.SEE_WALLBOARD).values_list("pk", flat=True)
    seats = [_seat(line, now) for line in queries.seat_lines(people=list(people), now=now)]
    causes = queries.causes_today(now=now)
    slots = queries.slots_of(campaign_id=None, now=now)
    return {
        "campaigns": rows,
        "seats": seats,
        "causes": [{"label": Cause(cause).label, "value": many} for cause, many in causes],
        "slots": [slot.dialed for slot in slots][-36:],
        "connected_slots": [slot.connected for slot in slots][-36:],
        "totals": _totals(rows, seats),
        "may_run": standing.may(Permission.RUN_CAMPAIGNS),
        "may_listen": standing.may(Permission.SUPERVISE_CALLS),
        "now": now,
    }


def _campaigns(now: dt.datetime) -> list[CampaignRow]:
    today, told = queries.figures_today(now=now), {row.campaign_id: row for row in Now.objects.all()}
    shares = queries.abandoned_shares(days=30, now=now)
    rows = []
    for campaign in Campaign.objects.order_by("-is_running", "-priority", "name"):
        row, figures = told.get(campaign.pk), today.get(campaign.pk, Figures())
        is_fresh = row is not None and now - row.told_at < FRESH
        share, target = figures.abandoned_share, float(campaign.target_share)
        rows.append(CampaignRow(
            campaign, row.figures if row and is_fresh else {}, figures, is_fresh, shares.get(campaign.pk), target,
            share is not None and share > target,
        ))  # fmt: skip
    return rows


def _seat(line: SeatLine, now: dt.datetime) -> SeatRow:
    is_long = line.state == SeatState.WRAP_UP and now - line.since > dt.timedelta(seconds=60)
    return SeatRow(line, TONES.get(SeatState(line.state), "warn"), is_long)


def _totals(rows: list[CampaignRow], seats: list[SeatRow]) -> dict[str, Any]:
    def live(name: str) -> int:
        return sum(row.now.get(name, 0) for row in rows)

    states = [row.line.state for row in seats]
    busy = states.count(SeatState.TALKING) + states.count(SeatState.WRAP_UP)
    in_turn = busy + states.count(SeatState.READY)
    answered, dialed = sum(row.today.answered for row in rows), sum(row.today.dialed for row in rows)
    return {
        "ringing": live("ringing"), "waiting": live("waiting"), "talking": states.count(SeatState.TALKING),
        "wrapping": states.count(SeatState.WRAP_UP), "idle": states.count(SeatState.READY),
        "busy_share": busy / in_turn if in_turn else None, "dialed": dialed, "answered": answered,
        "answer_share": answered / dialed if dialed else None,
        "is_running": any(row.campaign.is_running for row in rows), "is_fresh": any(row.is_fresh for row in rows),
    }  # fmt: skip


def _people(request: HttpRequest, permission: Permission) -> Any:
    return people_visible_to(request.standing, permission).order_by() if request.standing else Person.objects.none()
