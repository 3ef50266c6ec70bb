"""What packages above and people tell the gate about wishes, letters, proof of default and assignments."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.models import AssignmentLetter, DefaultProof, LetterRecord, Wish
from tagih.contacts.operations.restraints import EvidenceRequired
from tagih.journal import operations as journal
from tagih.kernel.clock import WIT, today_in
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.kernel.ids import uuid7
from tagih.portfolio.models import Contract, Customer
from tagih.staff.models import Person


class HoursBackwards(Refusal):
    """The hours that a person asked for leave no time at all."""

    def __init__(self) -> None:
        super().__init__(
            "HOURS_BACKWARDS",
            _("“Not after” must be later than “not before”."),
            field="not_after",
            remedy=_("If the person wants no contact at all, record a hold or refuse the channels."),
        )


class ContractOfSomebodyElse(Refusal):
    """A letter or a proof belongs to a contract of the person."""

    def __init__(self, contract_no: str) -> None:
        super().__init__(
            "CONTRACT_OF_SOMEBODY_ELSE",
            _("This contract is not the customer's."),
            field="contract_no",
            value=contract_no,
            remedy=_("Choose one of the customer's contracts."),
        )


class NotInTheFuture(Refusal):
    """What has not happened yet proves nothing."""

    def __init__(self, field: str) -> None:
        super().__init__("NOT_IN_THE_FUTURE", _("This day has not come yet."), field=field)


class LetterKnown(Refusal):
    """A letter is recorded once."""

    def __init__(self) -> None:
        super().__init__(
            "LETTER_KNOWN", _("This letter with this day of delivery is recorded already."), field="delivered_on"
        )


class AssignmentPeriod(Refusal):
    """A letter of assignment ends on or after the day it begins."""

    def __init__(self) -> None:
        super().__init__("ASSIGNMENT_PERIOD", _("The last day is before the first."), field="valid_until")


class AssignmentNumberTaken(Refusal):
    """Each letter of assignment has its own number."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "ASSIGNMENT_NUMBER_TAKEN", _("There is a letter of assignment with this number."), field="number",
            value=number,
        )  # fmt: skip


def record_wish(
    *,
    customer: Customer,
    evidence: str,
    by: Person | None,
    now: dt.datetime,
    not_before: dt.time | None = None,
    not_after: dt.time | None = None,
    days: Sequence[str] | None = None,
    refused_channels: Sequence[str] = (),
) -> Wish:
    """This will record the hours, days and channels that a person asks for, in place of what they asked before.

    Hours are local to the person's address; `days` None means any. The gate honours it from the next question on and no
    consent lifts it.

    :raises EvidenceRequired: without a word on how we know
    :raises HoursBackwards: no hour would be left
    """
    if not evidence.strip():
        raise EvidenceRequired
    if not_before is not None and not_after is not None and not_after <= not_before:
        raise HoursBackwards
    told = None if days is None else [enums.Weekday(day).value for day in days]
    refused = sorted(enums.Channel(channel).value for channel in refused_channels)
    with transaction():
        _lock(customer)
        Wish.objects.filter(customer=customer, ends_at__isnull=True).update(ends_at=now)
        made = Wish.objects.create(
            customer=customer, not_before=not_before, not_after=not_after, days=told, refused_channels=refused,
            evidence=evidence.strip()[:200], starts_at=now,
        )  # fmt: skip
        journal.publish(events.WishRecorded(customer_no=customer.customer_no, evidence=made.evidence), by=by, now=now)
    return made


def end_wish(*, customer: Customer, by: Person | None, now: dt.datetime) -> bool:
    """This will end what the person asked for and tell whether there was anything."""
    with transaction():
        _lock(customer)
        if not Wish.objects.filter(customer=customer, ends_at__isnull=True).update(ends_at=now):
            return False
        journal.publish(events.WishEnded(customer_no=customer.customer_no), by=by, now=now)
    return True


def record_letter(
    *,
    customer: Customer,
    contract_no: str,
    kind: str,
    source: str,
    by: Person | None,
    now: dt.datetime,
    delivered_on: dt.date | None = None,
    content: Mapping[str, Any] | None = None,
) -> LetterRecord:
    """This will tell the gate of a warning letter, or of the delivery of one it knows by its source.

    `content` are the fields that the law wants in it: due_date, days_late, principal, interest, fee.

    :raises ContractOfSomebodyElse: the contract is not the customer's
    :raises NotInTheFuture: a delivery after today
    """
    _own(customer, contract_no)
    if delivered_on is not None and delivered_on > today_in(WIT, now=now):  # the first to see a new day
        raise NotInTheFuture("delivered_on")
    changes: dict[str, Any] = {} if delivered_on is None else {"delivered_on": delivered_on}
    changes |= {} if content is None else {"content": dict(content)}
    with transaction():
        _lock(customer)
        letter, _made = LetterRecord.objects.update_or_create(
            source=source, customer=customer, contract_no=contract_no, kind=enums.LetterKind(kind),
            defaults=changes, create_defaults={"issued_at": now} | changes,
        )  # fmt: skip
    return letter


@dataclass(frozen=True, slots=True)
class LetterTold:
    """A warning letter that was written, for telling many at once; `source` names it."""

    customer_id: int
    contract_no: str
    kind: str
    source: str
    content: Mapping[str, Any]


def record_letters(*, rows: Sequence[LetterTold], by: Person | None, now: dt.datetime) -> int:
    """This will tell the gate of many warning letters that are about to go out, and return how many it was told.

    One that it knows by its source stays as it is. No event per letter; the caller answers for the contracts.
    """
    records = [
        LetterRecord(
            customer_id=row.customer_id, contract_no=row.contract_no, kind=enums.LetterKind(row.kind),
            source=row.source, content=dict(row.content), issued_at=now,
        )
        for row in rows
    ]  # fmt: skip
    return len(LetterRecord.objects.bulk_create(records, batch_size=2000, ignore_conflicts=True))


def record_delivery(
    *, customer: Customer, contract_no: str, kind: str, delivered_on: dt.date, evidence: str, by: Person,
    now: dt.datetime,
) -> LetterRecord:  # fmt: skip
    """This will record that a warning letter, written elsewhere, was handed over; the gate counts it in its sequence.

    :raises EvidenceRequired: without a word on how we know
    :raises ContractOfSomebodyElse: the contract is not the customer's
    :raises NotInTheFuture: a delivery after today
    :raises LetterKnown: the same letter of that day stands already
    """
    if not evidence.strip():
        raise EvidenceRequired
    _own(customer, contract_no)
    if delivered_on > today_in(WIT, now=now):
        raise NotInTheFuture("delivered_on")
    same = {"contract_no": contract_no, "kind": enums.LetterKind(kind), "delivered_on": delivered_on}
    with transaction():
        _lock(customer)
        if LetterRecord.objects.filter(customer=customer, withdrawn_at__isnull=True, **same).exists():
            raise LetterKnown
        letter = LetterRecord.objects.create(
            customer=customer, source=f"hand:{uuid7(now)}", evidence=evidence.strip()[:200], issued_at=now, **same
        )
        delivered = events.LetterDelivered(
            customer_no=customer.customer_no, contract_no=contract_no, kind=letter.kind,
            delivered_on=delivered_on.isoformat(), evidence=letter.evidence,
        )  # fmt: skip
        journal.publish(delivered, by=by, now=now)
    return letter


def withdraw_delivery(*, letter: LetterRecord, reason: str, by: Person, now: dt.datetime) -> bool:
    """This will take back a letter that was recorded in error and tell whether it stood.

    :raises EvidenceRequired: without a reason
    """
    if not reason.strip():
        raise EvidenceRequired("reason")
    with transaction():
        held = LetterRecord.objects.select_related("customer").get(pk=letter.pk)
        _lock(held.customer)
        if not LetterRecord.objects.filter(pk=held.pk, withdrawn_at__isnull=True).update(withdrawn_at=now):
            return False
        taken_back = events.LetterWithdrawn(
            customer_no=held.customer.customer_no, contract_no=held.contract_no, kind=held.kind,
            reason=reason.strip()[:200],
        )  # fmt: skip
        journal.publish(taken_back, by=by, now=now)
    return True


def withdraw_letter(*, source: str, by: Person | None, now: dt.datetime) -> bool:
    """This will take a letter back, so that it proves nothing any more; tell whether it stood."""
    return bool(LetterRecord.objects.filter(source=source, withdrawn_at__isnull=True).update(withdrawn_at=now))


def record_default_proof(
    *,
    customer: Customer,
    contract_no: str,
    kind: str,
    proven_on: dt.date,
    evidence: str,
    by: Person | None,
    now: dt.datetime,
) -> DefaultProof:
    """This will record how the default on a contract was proven, or that the customer objects; the newest counts.

    :raises EvidenceRequired: without evidence
    :raises ContractOfSomebodyElse: the contract is not the customer's
    :raises NotInTheFuture: proven after today
    """
    if not evidence.strip():
        raise EvidenceRequired
    _own(customer, contract_no)
    if proven_on > today_in(WIT, now=now):
        raise NotInTheFuture("proven_on")
    with transaction():
        _lock(customer)
        proof = DefaultProof.objects.create(
            customer=customer, contract_no=contract_no, kind=enums.ProofKind(kind), proven_on=proven_on,
            evidence=evidence.strip()[:200], recorded_at=now,
        )  # fmt: skip
        proven = events.DefaultProven(
            customer_no=customer.customer_no, contract_no=contract_no, kind=proof.kind, evidence=proof.evidence
        )
        journal.publish(proven, by=by, now=now)
    return proof


def withdraw_default_proof(*, proof: DefaultProof, by: Person | None, now: dt.datetime) -> bool:
    """This will take a proof back; the one before it counts again. Tell whether it stood."""
    return bool(DefaultProof.objects.filter(pk=proof.pk, withdrawn_at__isnull=True).update(withdrawn_at=now))


def assign_agent(
    *,
    agent: Person,
    number: str,
    valid_from: dt.date,
    valid_until: dt.date,
    by: Person | None,
    now: dt.datetime,
    customer: Customer | None = None,
) -> AssignmentLetter:
    """This will record a letter of assignment: the agent may visit this customer, or anybody where none is named.

    :raises AssignmentPeriod: it ends before it begins
    :raises AssignmentNumberTaken: the number is another letter's
    """
    if valid_until < valid_from:
        raise AssignmentPeriod
    with transaction():
        letter, made = AssignmentLetter.objects.get_or_create(
            number=number.strip(),
            defaults={"agent": agent, "customer": customer, "valid_from": valid_from, "valid_until": valid_until,
                      "issued_at": now},
        )  # fmt: skip
        if not made:
            raise AssignmentNumberTaken(number)
        journal.publish(
            events.AgentAssigned(
                customer_no=customer.customer_no if customer else "", person_id=agent.pk, number=letter.number,
                valid_until=valid_until.isoformat(),
            ),
            by=by, now=now,
        )  # fmt: skip
    return letter


def withdraw_assignment(*, letter: AssignmentLetter, by: Person | None, now: dt.datetime) -> bool:
    """This will take a letter of assignment back and tell whether it stood."""
    return bool(AssignmentLetter.objects.filter(pk=letter.pk, withdrawn_at__isnull=True).update(withdrawn_at=now))


def _own(customer: Customer, contract_no: str) -> None:
    if not Contract.objects.filter(customer=customer, contract_no=contract_no).exists():
        raise ContractOfSomebodyElse(contract_no)


def _lock(customer: Customer) -> None:
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
