"""Imports: the list with its drop zone, one file, its rejects, and the second person's decision."""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tagih.kernel import clock, home
from tagih.kernel.errors import Refusal
from tagih.portfolio import operations as portfolio
from tagih.portfolio import queries
from tagih.portfolio.enums import Feed, LandingStatus
from tagih.portfolio.models import Landing
from tagih.portfolio.permissions import Permission
from tagih.web.office.imports.forms import FeedForm, RefusalForm
from tagih.web.ui.forms import refusals_shown
from tagih.web.ui.guard import may, requires, requires_any, saw
from tagih.web.ui.listing import listing

SEERS = (Permission.LOAD_FEEDS, Permission.APPROVE_FEEDS)
TONES = {
    LandingStatus.RECEIVED: "info",
    LandingStatus.LANDING: "info",
    LandingStatus.WAITING: "warn",
    LandingStatus.LANDED: "ok",
    LandingStatus.REFUSED: "",
    LandingStatus.FAILED: "bad",
}
SORTS = {"received": ("received_at", "pk"), "date": ("business_date", "pk"), "rows": ("rows", "pk")}
FILTERS = ("feed", "status", "since", "until", "q")
SHOWN_REJECTS = 25
DOUBTS = ("MANY_REJECTS", "FEWER_ROWS")


@dataclass(frozen=True, slots=True)
class Line:
    """One file in the list or on its own page."""

    landing: Landing
    feed: str
    status: str
    tone: str
    is_moving: bool
    rejected_share: float | None


@requires_any(*SEERS)
def imports(request: HttpRequest) -> HttpResponse:
    """All files, newest first, and the zone to drop another one."""
    form = FeedForm(request.POST or None, request.FILES or None, initial={"date": _today()})
    if request.method == "POST":
        if not may(request, Permission.LOAD_FEEDS):
            raise Http404
        if form.is_valid() and (received := _receive(request, form)) is not None:
            return redirect("imports:landing", pk=received.pk)
    page = listing(request, _filtered(request), sorts=SORTS, default="-received")
    context = {
        "form": form,
        "page": page,
        "lines": [_line(found) for found in page],
        "waiting": [_line(found) for found in queries.landings(status=LandingStatus.WAITING)[:5]],
        "feeds": Feed.choices,
        "statuses": LandingStatus.choices,
        "chosen": {name: request.GET.get(name, "") for name in FILTERS},
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
        "may_load": may(request, Permission.LOAD_FEEDS),
        "crumbs": [(_("Imports"), "")],
    }
    template = "office/imports/imports.html"
    if request.headers.get("HX-Request") and request.method == "GET":
        template += "#files"
    return render(request, template, context, status=422 if form.errors else 200)


@requires_any(*SEERS)
def landing(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far it is, what was found, what was rejected, and the decision it may wait for."""
    found = get_object_or_404(Landing, pk=pk)
    return _show(request, found, RefusalForm())


@requires_any(*SEERS)
def rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """The rejects file: personal values masked, harmless in a spreadsheet."""
    found = get_object_or_404(Landing, pk=pk)
    path = Path(found.rejects_file) if found.rejects_file else None
    if path is None or not path.exists():
        raise Http404
    saw(request, "landing", found.pk, "rejects file")
    name = f"ditolak-{found.feed}-{found.business_date.isoformat()}-{found.pk}.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


@require_POST
@requires(Permission.APPROVE_FEEDS)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Lands a suspicious file by a second person's decision."""
    try:
        portfolio.approve_landing(landing_id=pk, by=request.user, now=clock.now())
    except Landing.DoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is in the lake."))
    return redirect("imports:landing", pk=pk)


@require_POST
@requires(Permission.APPROVE_FEEDS)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Turns a suspicious file away."""
    found = get_object_or_404(Landing, pk=pk)
    form = RefusalForm(request.POST)
    if form.is_valid():
        with refusals_shown(form):
            portfolio.refuse_landing(
                landing_id=pk, reason=form.cleaned_data["reason"], by=request.user, now=clock.now()
            )
    if form.is_valid():
        messages.success(request, _("The file was turned away."))
        return redirect("imports:landing", pk=pk)
    return _show(request, found, form)


def _show(request: HttpRequest, found: Landing, form: RefusalForm) -> HttpResponse:
    line = _line(found)
    findings = queries.findings_of(found)
    context = {
        "line": line,
        "landing": found,
        "doubts": [finding for finding in findings if finding.code in DOUBTS],
        "rejected": [finding for finding in findings if finding.is_reject],
        "findings": [finding for finding in findings if not finding.is_reject and finding.code not in DOUBTS],
        "rejects": queries.rejects_of(found, limit=SHOWN_REJECTS),
        "shown_rejects": SHOWN_REJECTS,
        "form": form,
        "may_decide": may(request, Permission.APPROVE_FEEDS),
        "is_own": found.received_by == request.user.username,
        "crumbs": [(_("Imports"), reverse("imports:imports")), (found.file_name, "")],
    }
    template = "office/imports/landing.html"
    if request.headers.get("X-Tagih-Live"):
        template += "#state"
    return render(request, template, context, status=422 if form.errors else 200)


def _receive(request: HttpRequest, form: FeedForm) -> Landing | None:
    """The file kept on disk and noted for a worker; None when it was refused, with the reason in the form."""
    data = form.cleaned_data
    path = _kept(data["file"])
    receipt = None
    with refusals_shown(form):
        receipt = portfolio.receive_feed(
            feed=data["feed"], path=path, business_date=data["date"], profile=data["profile"],
            file_name=Path(data["file"].name).name, is_ours=True, later=True, by=request.user, now=clock.now(),
        )  # fmt: skip
    if receipt is None or receipt.landing.staged_file != str(path):
        path.unlink(missing_ok=True)
    if receipt is None:
        return None
    if receipt.already_loaded:
        messages.info(request, _("This file was landed before; nothing was done."))
    return receipt.landing


def _kept(file: UploadedFile) -> Path:
    """Streams the upload into the data folder, block by block."""
    folder = home.path() / "landings" / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / uuid.uuid4().hex
    with path.open("wb") as target:
        path.chmod(0o600)
        for block in file.chunks(1 << 20):
            target.write(block)
    return path


def _filtered(request: HttpRequest) -> Any:
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    return queries.landings(
        feed=asked["feed"] if asked["feed"] in Feed.values else "",
        status=asked["status"] if asked["status"] in LandingStatus.values else "",
        since=_day(asked["since"]), until=_day(asked["until"]), words=asked["q"],
    )  # fmt: skip


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _today() -> dt.date:
    return clock.today_in(clock.WIB, now=clock.now())


def _line(found: Landing) -> Line:
    status = LandingStatus(found.status)
    return Line(
        landing=found,
        feed=str(Feed(found.feed).label),
        status=str(status.label),
        tone=TONES[status],
        is_moving=status in (LandingStatus.RECEIVED, LandingStatus.LANDING),
        rejected_share=found.rejected / found.rows if found.rows and found.rejected else None,
    )
