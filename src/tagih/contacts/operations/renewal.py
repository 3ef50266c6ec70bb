"""Values encrypted and hashed anew with new keys, wherever they stand."""

from django.db.models import Model

from tagih.contacts.models import Attempt, ContactPoint, OneTimeCode, SandboxMessage, SharedNumber, UpdateRequest
from tagih.contacts.operations.codes import SECRET
from tagih.contacts.operations.erasure import GONE
from tagih.contacts.operations.requests import VALUE
from tagih.contacts.queries.points import CIPHER, HASH
from tagih.contacts.queries.repair import INBOX_CIPHER
from tagih.kernel import crypto, database
from tagih.kernel.renewal import renew

SEALED: dict[str, tuple[type[Model], str, str]] = {
    "points": (ContactPoint, "value_cipher", CIPHER),
    "requests": (UpdateRequest, "value_cipher", VALUE),
    "codes": (OneTimeCode, "code_cipher", SECRET),
    "messages": (SandboxMessage, "text_cipher", INBOX_CIPHER),
}
"""Every column of this package that is encrypted, with its context."""


def renew_ciphers(*, table: str, limit: int) -> int:
    """This will encrypt up to `limit` values of a table anew that an older key encrypted, and return how many."""
    model, column, context = SEALED[table]
    return renew(model, column, context=context, limit=limit)


def renew_hashes(*, after: int, limit: int) -> tuple[int, int]:
    """This will hash up to `limit` contact values after an id anew, everywhere where they stand, and return the last id
    and how many rows changed. All rows of one value change together, so that equal values stay equal. (0, 0): no more.
    """
    with database.transaction():
        database.lock("contacts.publish_points")
        points = list(ContactPoint.objects.filter(pk__gt=after).order_by("pk")[:limit])
        changed, fresh = 0, {}
        for point in points:
            new = crypto.search_hash(crypto.decrypt(point.value_cipher, context=CIPHER), context=HASH)
            if new != bytes(point.value_hash) and point.masked != GONE:
                fresh[bytes(point.value_hash)] = new
        for old, new in fresh.items():
            changed += ContactPoint.objects.filter(value_hash=old).update(value_hash=new)
            for model in (Attempt, SharedNumber, OneTimeCode):
                model.objects.filter(value_hash=old).update(value_hash=new)
    return (points[-1].pk, changed) if points else (0, 0)


def renew_request_hashes(*, after: int, limit: int) -> tuple[int, int]:
    """This will hash up to `limit` values of update requests after an id anew: what waits stands nowhere else yet.

    Returns the last id and how many changed. (0, 0): no more.
    """
    with database.transaction():
        asked = list(UpdateRequest.objects.select_for_update(of=("self",)).filter(pk__gt=after).order_by("pk")[:limit])
        changed = []
        for request in asked:
            new = crypto.search_hash(crypto.decrypt(request.value_cipher, context=VALUE), context=HASH)
            if new != bytes(request.value_hash) and request.masked != GONE:
                request.value_hash = new
                changed.append(request)
        UpdateRequest.objects.bulk_update(changed, ["value_hash"], batch_size=1000)
    return (asked[-1].pk, len(changed)) if asked else (0, 0)
