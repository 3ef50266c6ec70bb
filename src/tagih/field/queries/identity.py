"""Who a collector is, and whether a receipt is ours: what anybody may ask who holds the code."""

import datetime as dt
from dataclasses import dataclass

from tagih.contacts.models import AssignmentLetter
from tagih.field.models import Receipt
from tagih.kernel import clock, crypto
from tagih.staff.models import Certificate, Person

CARD = "field.card"
RECEIPT = "field.receipt"
SIGNS = 16


@dataclass(frozen=True, slots=True)
class Card:
    """What a digital identity card says on a day."""

    person: Person
    is_valid: bool
    reason: str
    certificate_no: str
    certificate_until: dt.date | None
    assignment_no: str
    assignment_until: dt.date | None


def card_of(person: Person, *, on: dt.date) -> Card:
    """This will return the identity card of a person on a day, and why it is not valid. Two queries."""
    valid = {"valid_from__lte": on, "valid_until__gte": on}
    certificate = Certificate.objects.filter(person=person, kind="FIELD", **valid).order_by("-valid_until").first()
    letters = AssignmentLetter.objects.filter(agent=person, withdrawn_at__isnull=True, **valid)
    letter = letters.order_by("-valid_until").first()
    has_left = not person.is_active or (person.left_on is not None and person.left_on < on)
    reason = (
        "LEFT" if has_left else "NO_CERTIFICATE" if certificate is None else "NO_ASSIGNMENT" if letter is None else ""
    )
    return Card(
        person=person, is_valid=not reason, reason=reason,
        certificate_no=certificate.number if certificate else "",
        certificate_until=certificate.valid_until if certificate else None,
        assignment_no=letter.number if letter else "", assignment_until=letter.valid_until if letter else None,
    )  # fmt: skip


def code_of_card(person: Person, *, on: dt.date) -> str:
    """This will return the code of a card, good for that day only: a photo of yesterday's proves nothing."""
    return f"{person.employee_no}-{_signed(f'{person.pk} {on.isoformat()}', CARD)}"


def holder_of_card(code: str, *, now: dt.datetime) -> Card | None:
    """This will return whose card a code is today, or None for a code that is wrong or of another day."""
    employee_no, _dash, signs = code.rpartition("-")
    person = Person.objects.filter(employee_no=employee_no).first()
    if person is None:
        return None
    today = clock.today_in(clock.WIB, now=now)
    return card_of(person, on=today) if signs == _signed(f"{person.pk} {today.isoformat()}", CARD) else None


def code_of_receipt(number: str) -> str:
    """This will return the code that proves a receipt number was given by us."""
    return f"{number}-{_signed(number, RECEIPT)}"


def receipt_of(code: str) -> tuple[str, Receipt | None] | None:
    """This will return the number behind a code and its receipt, if that has arrived; None for a code not ours."""
    number, _dash, signs = code.rpartition("-")
    if not number or signs != _signed(number, RECEIPT):
        return None
    return number, Receipt.objects.select_related("collector", "contract", "customer").filter(number=number).first()


def _signed(text: str, context: str) -> str:
    return crypto.search_hash(text, context=context).hex()[:SIGNS].upper()
