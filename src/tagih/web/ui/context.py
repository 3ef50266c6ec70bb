"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tagih.kernel import clock


def frame(request: HttpRequest) -> dict[str, object]:
    """This will give the page frame its languages, appearances, idle limit and the search box's address."""
    return {
        "languages": [("id", "Indonesia"), ("en", "English")],
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "themes": [("auto", _("Automatic")), ("light", _("Light")), ("dark", _("Dark"))],
        "theme": _theme(request),
        "idle_seconds": settings.TAGIH_IDLE_LOCK_SECONDS,
        "finder_address": _finder(request),
        "is_demo": settings.TAGIH_DEMO,
        "demo_now": int(clock.now().timestamp() * 1000) if settings.TAGIH_TOMORROW else "",
        "night_address": _night(),
        "has_tours": settings.TAGIH_TOUR,
    }


def _night() -> str:
    """Where a demonstration's visitor goes on to the next morning."""
    try:
        return reverse("demo_night") if settings.TAGIH_TOMORROW else ""
    except NoReverseMatch:
        return ""


def _theme(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    wanted = user.theme if user is not None and user.is_authenticated else request.COOKIES.get("tagih_theme", "auto")
    return wanted if wanted in {"light", "dark"} else "auto"


def _finder(request: HttpRequest) -> str:
    standing = getattr(request, "standing", None)
    if standing is None or not standing.may("cases.search_cases"):
        return ""
    try:
        return reverse("desk:search")
    except NoReverseMatch:
        return ""
