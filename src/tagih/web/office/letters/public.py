"""What anybody may open: is this letter ours, and the place where a person signs an agreement on their phone."""

import base64
import binascii
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from tagih.cases import operations as cases
from tagih.cases.models import Arrangement
from tagih.cases.queries.arrangements import signed_at_address
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.letters.operations import agreement_content
from tagih.letters.queries import letterheads_of, verified
from tagih.web.ui.guard import public

PICTURE = "data:image/png;base64,"
LARGEST = 300_000


@require_safe
@public("whoever holds a letter may ask whether it is ours")
def verify(request: HttpRequest, check_code: str) -> HttpResponse:
    """Says which letter it is and whether it holds; names of people only in part."""
    found = verified(check_code[:24])
    return render(request, "office/letters/verify.html", {"letter": found}, status=200 if found else 404)


@require_http_methods(["GET", "HEAD", "POST"])
@public("the secret in the address is the key; it ends with the signature")
def sign(request: HttpRequest, secret: str) -> HttpResponse:
    """Shows the agreement to the person who signs it, and takes the drawn signature or the one-time code."""
    made = signed_at_address(secret)
    if made is None:
        return render(request, "office/letters/sign_over.html", status=404)
    problem = ""
    if request.method == "POST":
        code = request.POST.get("code", "")
        picture = None if code else _picture(request.POST.get("signature", ""))
        try:
            made = cases.sign_arrangement(
                arrangement=made, signed_by="CODE" if code else "DRAWN", signature=picture, code=code, by=None,
                now=clock.now(),
            )  # fmt: skip
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return render(request, "office/letters/signed.html", _context(made))
    context = _context(made) | {"problem": problem}
    return render(request, "office/letters/sign.html", context, status=422 if problem else 200)


def _context(made: Arrangement) -> dict[str, Any]:
    head = letterheads_of([made.contract.branch])[made.contract.branch_id]
    return {
        "made": made, "lender": head.name, "complaints": head.complaints, "content": agreement_content(made),
        "legs": list(made.legs.all()), "name": made.case.customer.full_name,
        "sent_to": made.sign_point.masked if made.sign_point else "",
    }  # fmt: skip


def _picture(text: str) -> io.BytesIO | None:
    if not text.startswith(PICTURE) or len(text) > LARGEST:
        return None
    try:
        content = base64.b64decode(text.removeprefix(PICTURE), validate=True)
    except (binascii.Error, ValueError):
        return None
    return io.BytesIO(content) if len(content) > 200 else None
