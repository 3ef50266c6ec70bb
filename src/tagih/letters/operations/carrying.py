"""What becomes of a letter: handed to its carrier, delivered with proof, returned, void."""

import datetime as dt
from collections.abc import Sequence

from tagih.cases.models import Document
from tagih.contacts import operations as contacts
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.clock import WIT, today_in
from tagih.letters import events
from tagih.letters.enums import LetterStatus, Receiver
from tagih.letters.models import Letter, Letterhead
from tagih.letters.operations.refusals import DeliveryInFuture, LetterNeedsProof, LetterNotThere
from tagih.letters.rules.sequence import WARNINGS, may_become
from tagih.staff.models import Person, Unit


def hand_over(*, letters: Sequence[Letter], carrier: Person, by: Person, now: dt.datetime) -> int:
    """This will give printed letters to who carries them, and return how many that were."""
    printed = Letter.objects.filter(
        pk__in=[letter.pk for letter in letters], status__in=[LetterStatus.PRINTED, LetterStatus.RETURNED]
    )
    return printed.update(status=LetterStatus.HANDED, carrier=carrier, handed_at=now)


def deliver(
    *, letter: Letter, received_by: str, delivered_on: dt.date, by: Person | None, now: dt.datetime,
    receiver_name: str = "", proof: Document | None = None,
) -> Letter:  # fmt: skip
    """This will record that a letter reached somebody, with its proof; a warning counts at the contact gate from now.

    :raises LetterNotThere: it is void, delivered, or not on paper yet
    :raises DeliveryInFuture:
    """
    receiver = Receiver(received_by)
    if delivered_on > today_in(WIT, now=now):
        raise DeliveryInFuture
    with database.transaction():
        held = _locked(letter, LetterStatus.DELIVERED)
        held.status, held.delivered_on, held.received_by = LetterStatus.DELIVERED, delivered_on, receiver
        held.receiver_name, held.proof = receiver_name.strip()[:120], proof
        held.save(update_fields=["status", "delivered_on", "received_by", "receiver_name", "proof"])
        if held.kind in WARNINGS:
            contacts.record_letter(
                customer=held.customer, contract_no=held.contract_no, kind=held.kind, source=f"letter:{held.pk}",
                delivered_on=delivered_on, by=by, now=now,
            )  # fmt: skip
        told = events.LetterDelivered(
            letter_id=held.pk, customer_no=_customer_no(held), number=held.number, kind=held.kind,
            received_by=receiver, delivered_on=delivered_on.isoformat(),
        )  # fmt: skip
        journal.publish(told, by=by, now=now)
    return held


def take_back(*, letter: Letter, reason: str, by: Person | None, now: dt.datetime) -> Letter:
    """This will record that a letter came back, and why.

    :raises LetterNeedsProof: without a reason
    :raises LetterNotThere:
    """
    return _end(letter, LetterStatus.RETURNED, reason, by=by, now=now)


def void(*, letter: Letter, reason: str, by: Person, now: dt.datetime) -> Letter:
    """This will make a letter void: it proves nothing any more, and its number stays its own.

    :raises LetterNeedsProof: without a reason
    :raises LetterNotThere: it was delivered
    """
    return _end(letter, LetterStatus.VOID, reason, by=by, now=now)


def set_letterhead(*, unit: Unit, by: Person | None, now: dt.datetime, **fields: str) -> Letterhead:
    """This will set who writes in the letters of a unit and everything below it that has no letterhead of its own."""
    head, _made = Letterhead.objects.update_or_create(unit=unit, defaults=fields)
    return head


def _end(letter: Letter, status: str, reason: str, *, by: Person | None, now: dt.datetime) -> Letter:
    if not reason.strip():
        raise LetterNeedsProof("reason")
    with database.transaction():
        held = _locked(letter, status)
        held.status, held.note = LetterStatus(status), reason.strip()[:300]
        held.save(update_fields=["status", "note"])
        if status == LetterStatus.VOID:
            contacts.withdraw_letter(source=f"letter:{held.pk}", by=by, now=now)
        kind = events.LetterVoided if status == LetterStatus.VOID else events.LetterReturned
        told = kind(
            letter_id=held.pk, customer_no=_customer_no(held), number=held.number, kind=held.kind, reason=held.note
        )
        journal.publish(told, by=by, now=now)
    return held


def _locked(letter: Letter, then: str) -> Letter:
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not may_become(LetterStatus(held.status), LetterStatus(then)):
        raise LetterNotThere
    return held


def _customer_no(letter: Letter) -> str:
    return letter.customer.customer_no if letter.customer else ""
