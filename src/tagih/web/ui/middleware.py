"""What every request carries: the person's standing, language, and whether the desk is locked."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from whitenoise.middleware import WhiteNoiseMiddleware

from tagih.kernel import clock
from tagih.staff import operations as staff
from tagih.staff import queries

SEEN_EVERY_SECONDS = 60


class StaticFiles(WhiteNoiseMiddleware):
    """Whitenoise, with files given whole: they are small, and ASGI cannot stream what is read synchronously."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        streamed = WhiteNoiseMiddleware.serve(static_file, request)
        if not streamed.streaming:
            return streamed
        body = b"".join(streamed.streaming_content)
        streamed.close()
        return HttpResponse(body, status=streamed.status_code, headers=dict(streamed.items()))


class PersonLanguage:
    """Speaks the language of the cookie, which follows the person; Indonesian otherwise, whatever the browser says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class Standing:
    """Puts `request.standing` (roles, permissions, row scope of today) and keeps the shared desk's idle lock.

    What a signed-in person was shown stays in no cache: after the lock, or signing out, `back` shows nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(lambda: self._standing(request))
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._mark_seen(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _standing(self, request: HttpRequest) -> queries.Standing:
        if not request.user.is_authenticated:
            return queries.NOBODY
        return queries.standing_of(request.user, on=clock.today_in(clock.WIB, now=clock.now()))

    def _mark_seen(self, request: HttpRequest) -> None:
        """Locks when nobody was seen for too long. What a page asks by itself is nobody's hand."""
        if request.session.get("locked") or self._asked_by_itself(request):
            return
        now = clock.now()
        seen = request.session.get("seen_at", 0)
        away = now.timestamp() - seen if seen else 0
        limit = settings.TAGIH_IDLE_LOCK_SECONDS
        if limit and away > limit + SEEN_EVERY_SECONDS:
            request.session["locked"] = True
        elif not seen or away > SEEN_EVERY_SECONDS:
            request.session["seen_at"] = int(now.timestamp())
            staff.mark_seen(session_key=request.session.session_key, now=now)

    def _asked_by_itself(self, request: HttpRequest) -> bool:
        if request.headers.get("X-Tagih-Live") or request.path == reverse("ui:live"):
            return True
        return request.method == "GET" and request.path == reverse("ui:ping")
