"""Looking: search, the case read only, its history and its documents."""

import datetime as dt
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tagih.cases import operations as cases
from tagih.cases import queries
from tagih.cases.models import Document
from tagih.cases.permissions import Permission
from tagih.cases.queries import business_date
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.web.desk import page, reading, timeline
from tagih.web.desk.views.answers import case_or_404, told
from tagih.web.ui.guard import is_fragment, requires, saw

FOUND = 20


@require_GET
@requires(Permission.SEARCH_CASES)
def search(request: HttpRequest) -> HttpResponse:
    """Finds cases by name, number, contract, plate or code inside the person's row scope."""
    text = request.GET.get("q", "").strip()[:100]
    found = queries.search(text, standing=request.standing, limit=FOUND + 1)
    today = business_date(now=clock.now())
    context = {"text": text, "found": [_row(hit, today) for hit in found[:FOUND]], "more": len(found) > FOUND}
    return render(request, "desk/found.html" if is_fragment(request) else "desk/search.html", context)


@require_GET
@requires(Permission.SEE_CASES)
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One case, read only; who saw it is written down."""
    found = case_or_404(request, code)
    now = clock.now()
    sheet = reading.sheet(found, business_date=business_date(now=now), now=now)
    saw(request, "case", found.pk, "case", customer_no=found.customer.customer_no)
    context = page.case_context(request, sheet, now=now, working=False)
    context["may_take"] = request.standing.may(Permission.WORK_CASES) and reading.is_open(found)
    return render(request, "desk/read.html", context)


@require_GET
@requires(Permission.SEE_CASES)
def history(request: HttpRequest, code: str) -> HttpResponse:
    """The time line of a case, newest first, in pieces."""
    found = case_or_404(request, code)
    context = timeline.context(found, kind=request.GET.get("kind", ""), cursor=request.GET.get("before", ""))
    return render(request, "desk/parts/timeline.html", context)


@require_POST
@requires(Permission.ATTACH_DOCUMENTS)
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Attaches a file to the case."""
    found = case_or_404(request, code)
    file = request.FILES.get("file")
    problem = "" if file else _("Choose a file first.")
    if file:
        try:
            cases.attach_document(case=found, file=file, file_name=file.name, by=request.user, now=clock.now())
        except Refusal as refusal:
            problem = str(refusal)
    context = {
        "case": {"code": found.code},
        "documents": reading.documents(found),
        "may_attach": True,
        "document_error": problem,
    }
    return told(request, "desk:home") or render(request, "desk/parts/documents.html", context)


@require_GET
@requires(Permission.SEE_CASES)
def document(request: HttpRequest, code: str, document_id: int) -> FileResponse:
    """Opens a document of the case; who opened it is written down."""
    found = case_or_404(request, code)
    row = Document.objects.filter(pk=document_id, case_id=found.pk, removed_at__isnull=True).first()
    if row is None:
        raise Http404(_("The document is no longer attached."))
    saw(request, "case", found.pk, f"document {row.pk}", customer_no=found.customer.customer_no)
    return FileResponse(default_storage.open(row.stored_as), filename=row.file_name, content_type=row.content_type)


def _row(hit: queries.Hit, today: dt.date) -> dict[str, Any]:
    return {
        "code": hit.code,
        "customer_name": hit.customer_name,
        "known_by": " · ".join([hit.customer_no, *hit.contract_nos[:3], *hit.plates[:2]]),
        "branch": hit.branch,
        "stage_name": hit.stage_label,
        "days_late": (today - hit.overdue_since).days if hit.overdue_since else 0,
        "overdue": hit.overdue_amount,
        "is_open": hit.is_open,
    }
