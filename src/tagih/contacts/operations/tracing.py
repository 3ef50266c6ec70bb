"""The search for a person: steps in order of cost, each with what it brought and cost."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.adapters import lookup
from tagih.contacts.models import Attempt, ContactPoint, RepairItem, RepairStep
from tagih.contacts.operations.attempts import Outcome, close_attempt, open_attempt
from tagih.contacts.operations.ownership import take_point
from tagih.contacts.operations.rolling import look_again
from tagih.contacts.queries.points import CIPHER
from tagih.contacts.rules import repair as rules
from tagih.journal import operations as journal
from tagih.kernel import crypto
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person

FOUND = (enums.Finding.NUMBER, enums.Finding.ADDRESS)


class RepairOver(Refusal):
    """The search has ended."""

    def __init__(self) -> None:
        super().__init__("REPAIR_OVER", _("This search is over: the person can be reached, or need not be."))


class StepNeedsAttempt(Refusal):
    """Asking somebody is a contact, and no contact passes by the gate."""

    def __init__(self) -> None:
        super().__init__(
            "STEP_NEEDS_ATTEMPT", _("Nobody was asked yet."), field="finding",
            remedy=_("Ask first: the contact rules decide whether you may."),
        )  # fmt: skip


class StepDoesNotFit(Refusal):
    """An employer is asked at the office, a visit goes to an address of the person."""

    def __init__(self) -> None:
        super().__init__(
            "STEP_DOES_NOT_FIT", _("This contact point does not belong to this step."), field="contact_point"
        )


class FoundMissing(Refusal):
    """Whoever found something writes down what."""

    def __init__(self) -> None:
        super().__init__("FOUND_MISSING", _("Write down what was found."), field="value")


class NoLookup(Refusal):
    """No provider is set up, or it did not answer."""

    def __init__(self, message: object) -> None:
        super().__init__("NO_LOOKUP", message, remedy=_("Go on with the other steps."))


@dataclass(frozen=True, slots=True)
class Given:
    """A number or address that a step brought."""

    value: str
    kind: str = "PHONE"
    label: str = ""


def ask_whereabouts(
    *, item: RepairItem, kind: str, contact_point: ContactPoint, by: Person, now: dt.datetime
) -> Outcome:  # fmt: skip
    """This will ask the gate whether a step may contact somebody, for whereabouts only, and reserve the attempt.

    It records no step: what came of it is told with `record_step`.

    :raises RepairOver: the search has ended
    :raises StepDoesNotFit: the contact point belongs to another kind of person
    """
    if item.closed_at is not None:
        raise RepairOver
    step = enums.TraceKind(kind)
    if contact_point.customer_id != item.customer_id or contact_point.owner_role not in rules.ROLES.get(step, ()):
        raise StepDoesNotFit
    return open_attempt(
        customer=item.customer, contact_point=contact_point, channel=rules.CHANNELS[step],
        purpose=enums.Purpose.LOCATE, agent=by, by=by, now=now,
    )  # fmt: skip


def record_step(
    *, item: RepairItem, kind: str, finding: str, by: Person, now: dt.datetime, note: str = "",
    cost: Decimal | None = None, attempt: Attempt | None = None, found: Given | None = None,
) -> RepairStep:  # fmt: skip
    """This will write down a step of a search, close its attempt, note what was found and look where the search stands.

    `cost` is in rupiah, the house's figure for the step if it is not given; what was not possible cost nothing.

    :raises RepairOver: the search has ended
    :raises StepNeedsAttempt: somebody was asked whom the gate was not asked about
    :raises FoundMissing: a number or address was found and is not given
    :raises PointUnusable: what was found is no number or address
    :raises PointProvenWrong: what was found was tried before
    """
    step, brought = enums.TraceKind(kind), enums.Finding(finding)
    with transaction():
        held = RepairItem.objects.select_for_update(of=("self",)).select_related("customer").get(pk=item.pk)
        if held.closed_at is not None:
            raise RepairOver
        if step in rules.CHANNELS and brought != enums.Finding.NOT_POSSIBLE and not _covers(attempt, held, step):
            raise StepNeedsAttempt
        point = _note_found(held, step, brought, found, by, now)
        if attempt is not None and brought in rules.CLASSES:
            close_attempt(attempt=attempt, result_class=rules.CLASSES[brought], by=by, now=now)
        made = RepairStep.objects.create(
            item=held, kind=step, finding=brought, cost=_cost(step, brought, cost), note=note.strip()[:400],
            asked_id=attempt.contact_point_id if attempt else None, found=point, attempt=attempt, person=by,
            made_at=now,
        )  # fmt: skip
        tried = held.steps.values_list("kind", flat=True)
        state = rules.state_after_step(held.state, tried, brought)
        RepairItem.objects.filter(pk=held.pk).update(state=state)
        told = events.TraceStepRecorded(
            customer_no=held.customer.customer_no, repair_id=held.pk, kind=step, finding=brought
        )
        journal.publish(told, by=by, now=now)
        look_again(customer_ids=[held.customer_id], now=now)
    return made


def adopt_point(*, item: RepairItem, contact_point: ContactPoint, by: Person, now: dt.datetime) -> RepairStep:
    """This will take over a number from another record of the same person, as the cheapest step of the search.

    :raises StepDoesNotFit: the other record is not the same person's by identity number
    """
    point = ContactPoint.objects.select_related("customer").get(pk=contact_point.pk)
    own = Customer.objects.values_list("identity_hash", flat=True).get(pk=item.customer_id)
    theirs = point.customer.identity_hash
    if own is None or theirs is None or bytes(own) != bytes(theirs):
        raise StepDoesNotFit
    value = crypto.decrypt(point.value_cipher, context=CIPHER)
    return record_step(
        item=item, kind=enums.TraceKind.OTHER_CONTRACTS, finding=enums.Finding.NUMBER, by=by, now=now,
        note=point.customer.customer_no, found=Given(value, point.kind, point.label),
    )  # fmt: skip


def look_up(*, item: RepairItem, by: Person, now: dt.datetime) -> RepairStep:
    """This will ask the provider that is set up for numbers of the person and note the likeliest one.

    The provider hears who the person is and nothing of a debt. It is asked outside any transaction.

    :raises NoLookup: no provider is set up, or it did not answer
    """
    if item.closed_at is not None:
        raise RepairOver
    provider = lookup.lookup()
    if provider is None:
        raise NoLookup(_("No provider of look-ups is set up."))
    person = item.customer
    born = person.birth_date.isoformat() if person.birth_date else ""
    try:
        numbers = provider.numbers_of(lookup.Wanted(person.customer_no, person.full_name, born))
    except OSError as problem:
        raise NoLookup(_("The provider did not answer.")) from problem
    found = Given(numbers[0]) if numbers else None
    return record_step(
        item=item, kind=enums.TraceKind.PROVIDER_LOOKUP, by=by, now=now, note=provider.name, found=found,
        finding=enums.Finding.NUMBER if found else enums.Finding.KNOWS_NOTHING,
    )  # fmt: skip


def _covers(attempt: Attempt | None, item: RepairItem, step: enums.TraceKind) -> bool:
    return (
        attempt is not None
        and attempt.customer_id == item.customer_id
        and attempt.purpose == enums.Purpose.LOCATE
        and attempt.channel == rules.CHANNELS[step]
        and attempt.contact_point is not None
        and attempt.contact_point.owner_role in rules.ROLES[step]
        and not RepairStep.objects.filter(attempt=attempt).exists()
    )


def _note_found(
    item: RepairItem, step: enums.TraceKind, brought: enums.Finding, found: Given | None, by: Person, now: dt.datetime
) -> ContactPoint | None:
    if brought not in FOUND:
        return None
    if found is None or not found.value.strip():
        raise FoundMissing
    kind = enums.PointKind.ADDRESS if brought == enums.Finding.ADDRESS else found.kind
    return take_point(
        customer=item.customer, kind=kind, value=found.value, owner_role=enums.OwnerRole.CONSUMER,
        source=f"TRACE_{step}", label=found.label, by=by, now=now,
    )  # fmt: skip


def _cost(step: enums.TraceKind, brought: enums.Finding, cost: Decimal | None) -> Decimal:
    if cost is not None:
        return cost
    if brought == enums.Finding.NOT_POSSIBLE:
        return Decimal(0)
    return rules.costs_of(settings.TAGIH_REPAIR_COSTS)[step]
