"""What goes when a person asks, or when its time is over."""

import datetime as dt
import os
from collections.abc import Sequence

from django.core.files.storage import default_storage

from tagih.contacts.enums import CodeState, Flag, PointState, RequestState
from tagih.contacts.models import (
    Attempt,
    ContactPoint,
    GateDecision,
    LetterRecord,
    OneTimeCode,
    PersonFlag,
    RepairStep,
    SandboxMessage,
    UpdateRequest,
    Wish,
)
from tagih.contacts.operations.codes import LIVE
from tagih.contacts.operations.requests import VALUE
from tagih.contacts.queries.points import CIPHER
from tagih.kernel import crypto, database

GONE = "•••"


def erase_points(*, customers: Sequence[int], now: dt.datetime) -> int:
    """This will make the contact points of people unreadable for good and return how many. Attempts keep pointing to
    them; region and kind stay, as they name nobody. What was asked, proven, noted and sent about them goes with them.
    """
    with database.transaction():
        points = list(ContactPoint.objects.select_for_update().filter(customer_id__in=customers).exclude(masked=GONE))
        for point in points:
            point.value_cipher = crypto.encrypt("", context=CIPHER)
            point.value_hash = os.urandom(32)
            point.masked, point.owner_name, point.postal_code, point.source = GONE, "", "", ""
            point.latitude = point.longitude = None
            point.state, point.state_changed_at = PointState.RETIRED, now
        ContactPoint.objects.bulk_update(
            points,
            [
                "value_cipher", "value_hash", "masked", "owner_name", "postal_code", "source", "latitude", "longitude",
                "state", "state_changed_at",
            ],
            batch_size=1000,
        )  # fmt: skip
        Attempt.objects.filter(customer_id__in=customers, value_hash__isnull=False).update(value_hash=None)
        decisions = GateDecision.objects.filter(customer_id__in=customers).exclude(facts={})
        decisions.update(facts={})
        RepairStep.objects.filter(item__customer_id__in=customers).exclude(note="").update(note=GONE)
        Wish.objects.filter(customer_id__in=customers).update(evidence=GONE)
        LetterRecord.objects.filter(customer_id__in=customers).exclude(evidence="").update(evidence=GONE)
        PersonFlag.objects.filter(customer_id__in=customers).exclude(flag=Flag.RESTRICTED).update(reason=GONE)
        _erase_requests(customers, now)
        _erase_codes(customers, now)
    return len(points)


def _erase_requests(customers: Sequence[int], now: dt.datetime) -> None:
    """What waits is withdrawn; the proof goes where nobody else's request keeps the same file."""
    theirs = UpdateRequest.objects.select_for_update(of=("self",)).filter(customer_id__in=customers)
    requests = list(theirs.exclude(masked=GONE))
    names = {request.proof_stored_as for request in requests} - {""}
    for request in requests:
        request.value_cipher, request.value_hash = crypto.encrypt("", context=VALUE), os.urandom(32)
        request.masked = request.proof_name = GONE
        request.owner_name = request.note = request.reason = request.proof_stored_as = request.proof_sha256 = ""
        if request.state == RequestState.SUBMITTED:
            request.state, request.decided_at = RequestState.WITHDRAWN, now
    UpdateRequest.objects.bulk_update(
        requests,
        [
            "value_cipher", "value_hash", "masked", "proof_name", "owner_name", "note", "reason", "proof_stored_as",
            "proof_sha256", "state", "decided_at",
        ],
        batch_size=1000,
    )  # fmt: skip
    kept = set(UpdateRequest.objects.filter(proof_stored_as__in=names).values_list("proof_stored_as", flat=True))
    database.after_commit(lambda: [default_storage.delete(name) for name in sorted(names - kept)])


def _erase_codes(customers: Sequence[int], now: dt.datetime) -> None:
    codes = OneTimeCode.objects.filter(contact_point__customer_id__in=customers)
    codes.filter(state__in=LIVE).update(state=CodeState.EXPIRED, ended_at=now)
    SandboxMessage.objects.filter(reference__in=codes.values("reference")).delete()
    codes.update(value_hash=os.urandom(32), code_cipher=None)


def forget_facts(*, ids: Sequence[int]) -> int:
    """This will let go of the facts behind old decisions of the gate; verdict and reasons stay."""
    return GateDecision.objects.filter(pk__in=ids).update(facts={})
