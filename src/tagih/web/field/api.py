"""What phones ask and send."""

import hashlib
import json
import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from tagih.field import operations as field
from tagih.field import queries
from tagih.field.enums import BlobKind
from tagih.field.models import Blob
from tagih.field.permissions import Permission
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.web.field.guarding import phone_only
from tagih.web.ui.guard import requires

LARGEST_PIECE = 512 * 1024


@require_GET
@requires(Permission.WORK_FIELD)
def me(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and the token with which a phone is set up."""
    person = request.user
    return JsonResponse({"id": person.pk, "name": person.full_name, "csrf": get_token(request)})


@require_POST
@requires(Permission.WORK_FIELD)
def register(request: HttpRequest) -> HttpResponse:
    """Sets up this phone for whoever is signed in."""
    try:
        told = json.loads(request.body)
        identity, version = uuid.UUID(told["device"]), int(told["app_version"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"code": "UNREADABLE"}, status=400)
    try:
        device, token = field.register_device(
            person=request.user, name=request.headers.get("User-Agent", ""), app_version=version, by=request.user,
            now=clock.now(), identity=identity,
        )  # fmt: skip
    except Refusal as refusal:
        return JsonResponse(refusal.as_dict(), status=409)
    return JsonResponse({"device": str(device.pk), "token": token})


@require_GET
@phone_only
def package(request: HttpRequest) -> HttpResponse:
    """The day of this phone's person."""
    now = clock.now()
    blocks = field.ensure_numbers(device=request.phone, now=now)
    address = f"{request.scheme}://{request.get_host()}"
    return JsonResponse(queries.package_of(request.phone, blocks=blocks, address=address, now=now))


@require_POST
@phone_only
def receive(request: HttpRequest) -> HttpResponse:
    """Takes in what the phone sends and answers each."""
    try:
        parcel = field.Parcel.model_validate_json(request.body)
    except ValidationError as problem:
        where = problem.errors(include_url=False, include_input=False)[0]["loc"]
        return JsonResponse({"code": "PARCEL_UNREADABLE", "field": ".".join(map(str, where))}, status=422)
    try:
        answers = field.receive(device=request.phone, parcel=parcel, now=clock.now())
    except Refusal as refusal:
        return JsonResponse(refusal.as_dict(), status=409)
    return JsonResponse({"answers": answers})


@require_http_methods(["GET", "POST", "PATCH"])
@phone_only
def blob(request: HttpRequest, identity: uuid.UUID) -> HttpResponse:
    """A picture: POST announces it, PATCH adds a piece, each answers how far it got."""
    try:
        if request.method == "POST":
            told = json.loads(request.body)
            if (
                told.get("kind") not in BlobKind.values
                or len(str(told.get("sha256", ""))) != hashlib.sha256().digest_size * 2
            ):
                return JsonResponse({"code": "UNREADABLE"}, status=400)
            found = field.begin_blob(
                device=request.phone, identity=identity, kind=told["kind"], size=int(told["size"]),
                sha256=told["sha256"], now=clock.now(),
            )  # fmt: skip
        else:
            found = get_object_or_404(Blob, pk=identity, device=request.phone)
            if request.method == "PATCH":
                piece, offset = request.body, int(request.headers.get("X-Offset", "-1"))
                if len(piece) > LARGEST_PIECE:
                    return JsonResponse({"code": "PIECE_TOO_LARGE"}, status=413)
                found = field.add_piece(blob=found, offset=offset, piece=piece, now=clock.now())
    except field.OffsetDiffers as differs:
        return JsonResponse({"code": differs.code, "offset": differs.value}, status=409)
    except Refusal as refusal:
        return JsonResponse(refusal.as_dict(), status=422)
    except (ValueError, KeyError, TypeError, json.JSONDecodeError):
        return JsonResponse({"code": "UNREADABLE"}, status=400)
    return JsonResponse({"offset": found.received, "is_whole": found.completed_at is not None})
