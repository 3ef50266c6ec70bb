"""How a person signs: at an address that is theirs alone, drawn or with a one-time code sent to their own number."""

import datetime as dt
import hashlib
import secrets

from tagih.cases.enums import ArrangementStatus
from tagih.cases.models import Arrangement
from tagih.cases.operations.agreeing.refusals import ArrangementNotOpen, SignatureMissing
from tagih.contacts import operations as contacts
from tagih.contacts.models import ContactPoint
from tagih.staff.models import Person


def make_signing_secret(*, arrangement: Arrangement, by: Person | None, now: dt.datetime) -> str:
    """This will return the secret of an address at which the person signs; an earlier address ends.

    :raises ArrangementNotOpen: it does not wait for a signature
    """
    secret = secrets.token_urlsafe(24)
    waiting = Arrangement.objects.filter(pk=arrangement.pk, status=ArrangementStatus.APPROVED)
    if not waiting.update(sign_token=digest(secret)):
        raise ArrangementNotOpen
    return secret


def digest(secret: str) -> str:
    """This will return what is kept of the secret of a signing address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def send_signing_code(
    *, arrangement: Arrangement, contact_point: ContactPoint, by: Person, now: dt.datetime
) -> None:  # fmt: skip
    """This will send a one-time code to a number of the person, with which they may sign instead of drawing.

    Limits and the contact rules are those of every one-time code.

    :raises ArrangementNotOpen: it does not wait for a signature
    """
    if not Arrangement.objects.filter(pk=arrangement.pk, status=ArrangementStatus.APPROVED).exists():
        raise ArrangementNotOpen
    contacts.issue_code(contact_point=contact_point, by=by, now=now)
    Arrangement.objects.filter(pk=arrangement.pk).update(sign_point=contact_point)


def prove_code(*, arrangement: Arrangement, code: str, now: dt.datetime) -> None:
    """This will compare the code that the person typed with the one that was sent; a wrong try is counted.

    :raises SignatureMissing: none was sent, or none was typed
    """
    if arrangement.sign_point is None or not code.strip():
        raise SignatureMissing("code")
    contacts.confirm_code(contact_point=arrangement.sign_point, code=code[:20], by=None, now=now)
