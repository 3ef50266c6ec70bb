"""The guided tour of a demonstration: for each role a few steps, each with what to do and why.

    register(Tour(("AGENT",), (Step("take", _("Take a case"), _("Press"), _("Because"), "desk:home", done=taken),)))

A step is passed when the visitor has really done it: opened one of the pages that it names, or made the fact true that
it asks for; or by "next". Where a visitor stands is kept in the session. Nothing of this exists without `TAGIH_TOUR`.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from tagih.kernel import clock
from tagih.staff.models import Person
from tagih.web.ui.guard import is_fragment, signed_in

KEY = "tour"
OUTSIDE = frozenset({"ui:password", "ui:second_factor"})
"""Pages on which a person is not yet at work."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who takes the tour, and since when."""

    person: Person
    since: dt.datetime


Fact = Callable[[Visit], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what, why, at which place, and how it shows that it was done.

    `target` is the selector of what to press; it is ringed on the page.
    """

    code: str
    title: str | Promise
    text: str | Promise
    why: str | Promise
    place: str
    opens: frozenset[str] = frozenset()
    done: Fact | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Tour:
    """The steps of some roles, in order."""

    roles: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The tour as a visitor sees it now; without a step it has come to its end."""

    role: str | Promise
    step: Step | None
    address: str
    is_here: bool
    number: int
    total: int
    praise: str | Promise

    @property
    def marks(self) -> list[str]:
        """What is behind, what is on, what is to come."""
        return ["done" if n < self.number else "now" if n == self.number else "" for n in range(1, self.total + 1)]

    @property
    def token(self) -> str:
        """Tells one state of the panel from another."""
        return f"{self.step.code if self.step else 'end'}.{self.number}"


_tours: dict[str, Tour] = {}


def register(*tours: Tour) -> None:
    """This will make tours known, each for its roles."""
    _tours.update({role: tour for tour in tours for role in tour.roles})


def tour_of(request: HttpRequest) -> tuple[str | Promise, Tour] | None:
    """This will return the name of the person's role and its tour; None where there is none."""
    if not settings.TAGIH_TOUR or not request.user.is_authenticated:
        return None
    for role in request.standing.roles:
        if role.code in _tours:
            return role.name, _tours[role.code]
    return None


def look(request: HttpRequest) -> Shown | None:
    """This will return where the visitor stands, having passed what was done; None when the tour is closed."""
    found = tour_of(request)
    if found is None:
        return None
    role, tour = found
    state = request.session.get(KEY) or _fresh()
    view = request.resolver_match.view_name if request.resolver_match else ""
    if state["closed"] or view in OUTSIDE:
        return None
    before = dict(state)
    if any(view in step.opens for step in tour.steps) and view not in state["opened"]:
        state["opened"] = [*state["opened"], view]
    step = _pass_done(tour, state, Visit(request.user, dt.datetime.fromisoformat(state["since"])))
    if state != before or KEY not in request.session:
        request.session[KEY] = state
    return _shown(request, role, tour, step, state)


def _fresh() -> dict[str, Any]:
    return {"since": clock.now().isoformat(), "passed": [], "opened": [], "praise": "", "closed": False}


def _pass_done(tour: Tour, state: dict[str, Any], visit: Visit) -> Step | None:
    """Passes steps from the first open one on while they are done, and returns the one that is not.

    What is only to be read is passed when the step after it is done: nobody has to go back for it.
    """
    opened = set(state["opened"])

    def is_done(place: int) -> bool:
        step = tour.steps[place]
        if not step.opens and step.done is None:
            return place + 1 < len(tour.steps) and is_done(place + 1)
        return bool(step.opens & opened) or (step.done is not None and step.done(visit))

    for place, step in enumerate(tour.steps):
        if step.code in state["passed"]:
            continue
        if not is_done(place):
            return step
        state["passed"] = [*state["passed"], step.code]
        state["praise"] = step.code
    return None


def _shown(request: HttpRequest, role: str | Promise, tour: Tour, step: Step | None, state: dict[str, Any]) -> Shown:
    number = tour.steps.index(step) + 1 if step else len(tour.steps) + 1
    address = reverse(step.place) if step else ""
    praise = next((known.title for known in tour.steps if known.code == state["praise"]), "")
    return Shown(role, step, address, _page(request) == address, number, len(tour.steps), praise)


def _page(request: HttpRequest) -> str:
    """The path of the page that the visitor looks at, also when a script asks for the panel alone."""
    shown = request.htmx.current_url_abs_path if is_fragment(request) else request.path
    return (shown or "").partition("?")[0]


@require_GET
@signed_in("steps of a demonstration hold no data")
def panel(request: HttpRequest) -> HttpResponse:
    """The panel alone; 204 when it is as the page has it."""
    shown = look(request)
    if shown is None or shown.token == request.GET.get("at"):
        return HttpResponse(status=204)
    return render(request, "ui/parts/tour_step.html", {"tour": shown})


@require_POST
@signed_in("own place in the tour")
def onward(request: HttpRequest) -> HttpResponse:
    """Passes the step that the visitor has read."""
    state, found = _state_or_404(request), tour_of(request)
    code = request.POST.get("step", "")
    if found and code not in state["passed"] and any(code == step.code for step in found[1].steps):
        request.session[KEY] = state | {"passed": [*state["passed"], code], "praise": ""}
    shown = look(request)
    if not is_fragment(request) or shown is None:
        return _back(request)
    return render(request, "ui/parts/tour_step.html", {"tour": shown})


@require_POST
@signed_in("own place in the tour")
def close(request: HttpRequest) -> HttpResponse:
    """Puts the tour away; the own menu brings it back."""
    request.session[KEY] = _state_or_404(request) | {"closed": True}
    return _back(request)


@require_POST
@signed_in("own place in the tour")
def start(request: HttpRequest) -> HttpResponse:
    """Begins the tour anew."""
    _state_or_404(request)
    request.session[KEY] = _fresh()
    return _back(request)


def _state_or_404(request: HttpRequest) -> dict[str, Any]:
    if tour_of(request) is None:
        raise Http404
    return request.session.get(KEY) or _fresh()


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that asked, never to another house."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    return redirect(came_from if is_ours else "ui:start")
