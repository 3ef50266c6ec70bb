"""The telephone at the desk: connected, what the agent does, and what is done with the call on the line."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tagih.cases.permissions import Permission
from tagih.dialer import operations as dialer
from tagih.dialer import queries
from tagih.dialer.enums import SeatState, WishKind
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person
from tagih.web.desk import telephone
from tagih.web.desk.views.answers import told
from tagih.web.desk.views.work import refused
from tagih.web.ui.guard import requires

KINDS = (
    WishKind.HANG_UP, WishKind.HOLD, WishKind.RESUME, WishKind.SILENCE, WishKind.SPEAK, WishKind.TRANSFER,
    WishKind.CONSULT, WishKind.CONFER,
)  # fmt: skip


@require_GET
@requires(Permission.WORK_CASES)
def phone(request: HttpRequest) -> HttpResponse:
    """The telephone as it is now."""
    return _shown(request)


@require_POST
@requires(Permission.WORK_CASES)
def connect(request: HttpRequest) -> HttpResponse:
    """Sits down at the dialer; the engine rings the telephone."""
    try:
        dialer.sit_down(person=request.user, now=clock.now())
    except Refusal as refusal:
        return refused(request, refusal)
    return told(request, "desk:home") or _shown(request)


@require_POST
@requires(Permission.WORK_CASES)
def state(request: HttpRequest) -> HttpResponse:
    """Changes what the agent does; in a conversation it is kept for afterwards. Ends a wrap-up, too."""
    wanted = request.POST.get("state", "")
    if wanted not in {str(one) for one in telephone.CHOSEN}:
        return HttpResponse(status=400)
    now, seat = clock.now(), queries.seat_of(request.user)
    if seat is not None and seat.state in (SeatState.WRAP_UP, SeatState.WORKING):
        dialer.finish_wrap(person=request.user, after=wanted, now=now)
    elif seat is not None:
        dialer.set_state(person=request.user, state=wanted, now=now)
    return told(request, "desk:home") or _shown(request)


@require_POST
@requires(Permission.WORK_CASES)
def ask(request: HttpRequest) -> HttpResponse:
    """Asks the engine to do something with the own call."""
    seat, kind = queries.seat_of(request.user), request.POST.get("kind", "")
    if kind not in KINDS:
        return HttpResponse(status=400)
    if seat is None or seat.call is None or seat.call.agent_id != request.user.pk or seat.state != SeatState.TALKING:
        return _shown(request, status=409)
    target = request.POST.get("target", "")
    colleague = Person.objects.filter(pk=int(target), seat__isnull=False).first() if target.isdecimal() else None
    if kind == WishKind.CONSULT and colleague is None:
        return HttpResponse(status=400)
    dialer.wish(kind=kind, by=request.user, call=seat.call, target=colleague, now=clock.now())
    return told(request, "desk:home") or _shown(request)


@require_GET
@requires(Permission.WORK_CASES)
def account(request: HttpRequest) -> HttpResponse:
    """Account and password of the own softphone, for the page itself."""
    try:
        name, password = dialer.telephone_of(person=request.user)
    except dialer.NotSeated:
        return HttpResponse(status=404)
    if not settings.TAGIH_SOFTPHONE:
        return HttpResponse(status=404)
    answer = JsonResponse({"websocket": settings.TAGIH_SOFTPHONE, "account": name, "password": password})
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    phone = telephone.of(request.user, now=clock.now())
    return render(request, "desk/parts/phone.html", {"phone": phone}, status=status)
