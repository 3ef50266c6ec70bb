"""The shell of the app: the same for everybody, without anything about anybody, so that a phone may keep it."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tagih.field.operations import APP_VERSION
from tagih.web.field.words import words
from tagih.web.ui.guard import public

OWN = (
    "app.js",
    "store.js",
    "outbox.js",
    "seal.js",
    "photo.js",
    "place.js",
    "parts.js",
    "visit.js",
    "money.js",
    "field.css",
)
FILES = (
    *(f"field/{name}" for name in OWN),
    "field/icon.svg",
    "ui/favicon.svg",
    "ui/tokens.css",
    "vendor/idb/index.js",
    "vendor/signature/signature_pad.min.js",
    "vendor/jakarta/plus-jakarta-sans-latin-wght-normal.woff2",
)


@cache
def version() -> str:
    """This will return a fingerprint of every file of the app: another one means another app."""
    digest = hashlib.sha256(str(APP_VERSION).encode())
    for name in FILES:
        found = finders.find(name)
        if found:
            digest.update(Path(found).read_bytes())
    return digest.hexdigest()[:16]


@require_GET
@public("the shell of the app holds nothing about anybody")
def shell(request: HttpRequest) -> HttpResponse:
    """The one page of the app."""
    answer = render(request, "field/app.html", {"words": words(), "app_version": APP_VERSION, "version": version()})
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_GET
@public("the worker that keeps the shell on the phone")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps."""
    context = {"version": version(), "files": [static(name) for name in FILES]}
    answer = render(request, "field/sw.js", context, content_type="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_GET
@public("what the app is called on the phone")
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest, so that the app can be put on the home screen."""
    icon = {"src": static("field/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    told = {
        "name": _("Tagih in the field"), "short_name": "Tagih", "start_url": "/lapangan/", "scope": "/lapangan/",
        "display": "standalone", "orientation": "portrait", "background_color": "#ffffff", "theme_color": "#0b5f56",
        "lang": request.LANGUAGE_CODE, "icons": [icon],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json")
