"""The places of the application. Each screen package registers its own in a module called `navigation`.

    from tagih.web.ui.navigation import Place, register
    register(Place("desk", _("Next case"), "desk:next", "headset", group="work", order=10,
                   permissions=(Permission.WORK_CASES,), foot=True))

Only those whose permission the person holds are shown. `foot` puts the place into the foot bar of a phone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: dict[str, str | Promise] = {
    "work": _("Work"),
    "lead": _("Lead"),
    "money": _("Money"),
    "insight": _("Figures"),
    "office": _("Set-up"),
}


@dataclass(frozen=True)
class Place:
    """One entry: name, address, icon, who sees it."""

    code: str
    label: str | Promise
    url_name: str
    icon: str
    group: str
    order: int
    permissions: tuple[str, ...] = ()  # any of them; none = everybody signed in
    foot: bool = False
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True)
class Shown:
    """A place as one person sees it now."""

    code: str
    label: str | Promise
    address: str
    icon: str
    group: str
    is_current: bool
    foot: bool
    count: int


_places: dict[str, Place] = {}


def register(*places: Place) -> None:
    """This will add places; registering the same code again replaces it.

    :raises ValueError: the group is unknown.
    """
    for place in places:
        if place.group not in GROUPS:
            raise ValueError(f"{place.code}: group {place.group!r} is not one of {list(GROUPS)}")
        _places[place.code] = place


def places_for(request: HttpRequest) -> list[Shown]:
    """This will return the places that this person may open, in order; the longest matching address is current."""
    shown = []
    for place in sorted(_places.values(), key=lambda place: (list(GROUPS).index(place.group), place.order, place.code)):
        if place.permissions and not any(request.standing.may(permission) for permission in place.permissions):
            continue
        try:
            shown.append((place, reverse(place.url_name)))
        except NoReverseMatch:
            continue
    inside = [address for _place, address in shown if request.path.startswith(address)]
    current = max(inside, key=len, default="")
    return [
        Shown(place.code, place.label, address, place.icon, place.group, address == current, place.foot,
              place.count(request) if place.count else 0)
        for place, address in shown
    ]  # fmt: skip


def grouped(places: list[Shown]) -> list[tuple[str | Promise, list[Shown]]]:
    """This will return the places under the names of their groups, empty groups left out."""
    found = [(name, [place for place in places if place.group == code]) for code, name in GROUPS.items()]
    return [(name, members) for name, members in found if members]
