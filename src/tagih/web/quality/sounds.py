"""Sound of a contact: the bytes in ranges, and its outline to draw."""

import io
import re
import wave
from typing import Any

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from tagih.quality import operations as quality
from tagih.quality.models import Evaluation, Recording
from tagih.web.quality.reviews import find
from tagih.web.ui.guard import saw, signed_in

RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
POINTS = 1200
WHY = "open to whoever may open the score; checked in the row"


@signed_in(WHY)
def sound(request: HttpRequest, pk: int) -> HttpResponse:
    """The recording, whole or the part that the browser asks for. Hearing is written into the access log."""
    held = find(request, pk)
    content = _content(held)
    customer_no = held.attempt.customer.customer_no
    asked = RANGE.match(request.headers.get("Range", ""))
    if not asked or not any(asked.groups()):
        saw(request, "attempt", held.attempt_id, "recording", customer_no=customer_no)
        return _bytes(content, 200)
    first, last = _bounds(asked, len(content))
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    if first == 0:
        saw(request, "attempt", held.attempt_id, "recording", customer_no=customer_no)
    answer = _bytes(content[first : last + 1], 206)
    answer["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return answer


@signed_in(WHY)
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """The loudness of each channel in equal steps, and the length in seconds."""
    content = _content(find(request, pk))
    with wave.open(io.BytesIO(content)) as told:
        channels, rate = told.getnchannels(), told.getframerate()
        samples = np.frombuffer(told.readframes(told.getnframes()), dtype="<i2").reshape(-1, channels)
    return JsonResponse({"seconds": len(samples) / rate, "peaks": [_peaks(samples[:, one]) for one in range(channels)]})


def _peaks(samples: Any) -> list[float]:
    size = max(1, len(samples) // POINTS)
    whole = samples[: len(samples) // size * size].reshape(-1, size).astype(np.int32)
    return [round(float(top) / 32768, 3) for top in np.abs(whole).max(axis=1)]


def _content(held: Evaluation) -> bytes:
    recording = get_object_or_404(Recording, attempt_id=held.attempt_id, state="KEPT")
    content = quality.sound_of(recording)
    if content is None:
        raise Http404
    return content


def _bounds(asked: re.Match[str], size: int) -> tuple[int, int]:
    first, last = asked.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _bytes(content: bytes, status: int) -> HttpResponse:
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}
    return HttpResponse(content, status=status, content_type="audio/wav", headers=headers)
