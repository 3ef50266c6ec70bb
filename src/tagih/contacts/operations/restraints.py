"""What other packages and people tell the gate: restraints, flags, consents."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tagih.contacts import enums, events
from tagih.contacts.models import Consent, PersonFlag, Restraint
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.database import transaction
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class EvidenceRequired(Refusal):
    """What nobody can prove, such as a consent or a delivery, does not count."""

    def __init__(self, field: str = "evidence") -> None:
        super().__init__("EVIDENCE_REQUIRED", _("Say how this is known or proven."), field=field)


def restrain(
    *,
    customer: Customer,
    kind: str,
    source: str,
    by: Person | None,
    now: dt.datetime,
    contract_no: str = "",
    due_on: dt.date | None = None,
) -> Restraint:
    """This will tell the gate a reason not to press this person, until `lift_restraint` of the same source.

    Told again by the same source about the same contract, it takes the new kind and due date.
    """
    told = {"customer": customer.pk, "kind": str(kind), "source": source, "contract_no": contract_no, "due_on": due_on,
            "now": now}  # fmt: skip
    pk, starts_at = database.first_prepared("tagih.contacts", "restrain", told)
    return Restraint(
        pk=pk, customer=customer, kind=kind, source=source, contract_no=contract_no, due_on=due_on, starts_at=starts_at
    )


def lift_restraint(*, source: str | list[str], now: dt.datetime, by: Person | None) -> int:
    """This will end what these sources told the gate and return how many restraints that were."""
    sources = [source] if isinstance(source, str) else source
    return Restraint.objects.filter(source__in=sources, ends_at__isnull=True).update(ends_at=now)


def set_flag(
    *, customer: Customer, flag: str, reason: str, source: str, by: Person | None, now: dt.datetime
) -> PersonFlag:  # fmt: skip
    """This will flag a person, so that contact stops until the flag is cleared. Told twice by one source it is one."""
    with transaction():
        Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        known = PersonFlag.objects.filter(customer=customer, flag=flag, source=source, ends_at__isnull=True).first()
        if known:
            return known
        made = PersonFlag.objects.create(customer=customer, flag=flag, reason=reason, source=source, starts_at=now)
        flagged = events.PersonFlagged(customer_no=customer.customer_no, flag=flag, reason=reason)
        journal.publish(flagged, by=by, now=now)
    return made


def set_flags(
    *, sources: dict[str, int], flag: str, reason: str, by: Person | None, now: dt.datetime
) -> int:  # fmt: skip
    """This will flag many people at once: `sources` names for each source the customer id. No event per person.

    The caller answers for telling each source once.
    """
    rows = [
        PersonFlag(customer_id=customer, flag=enums.Flag(flag), reason=reason[:200], source=source, starts_at=now)
        for source, customer in sources.items()
    ]
    return len(PersonFlag.objects.bulk_create(rows, batch_size=5000))


def clear_flags(*, sources: Sequence[str], flag: str, by: Person | None, now: dt.datetime) -> int:
    """This will end the flags that these sources set and return how many. No event per person."""
    return PersonFlag.objects.filter(source__in=list(sources), flag=flag, ends_at__isnull=True).update(ends_at=now)


def clear_flag(
    *, customer: Customer, flag: str, source: str, by: Person | None, now: dt.datetime, reason: str = ""
) -> bool:  # fmt: skip
    """This will end a flag that this source set and tell whether there was one. Nothing clears a flag by itself."""
    with transaction():
        open_ones = PersonFlag.objects.filter(customer=customer, flag=flag, source=source, ends_at__isnull=True)
        if not open_ones.update(ends_at=now):
            return False
        journal.publish(events.FlagCleared(customer_no=customer.customer_no, flag=flag), by=by, now=now)
    return True


def grant_consent(
    *,
    customer: Customer,
    scope: str,
    evidence: str,
    by: Person | None,
    now: dt.datetime,
    granted_on: dt.date,
    detail: str = "",
) -> Consent:
    """This will record that the person agreed, with the evidence. It lifts only rules that consent may lift.

    :raises EvidenceRequired: without evidence
    """
    if not evidence.strip():
        raise EvidenceRequired
    with transaction():
        made = Consent.objects.create(
            customer=customer, scope=scope, granted_on=granted_on, evidence=evidence.strip(), detail=detail
        )
        journal.publish(events.ConsentGranted(customer_no=customer.customer_no, scope=scope), by=by, now=now)
    return made


def revoke_consent(
    *, customer: Customer, scope: str, by: Person | None, now: dt.datetime, revoked_on: dt.date, reason: str = ""
) -> int:  # fmt: skip
    """This will withdraw every standing consent of a scope from `revoked_on` on and return how many there were.

    The journal keeps the reason, if one was given; a person needs none.
    """
    with transaction():
        standing = Consent.objects.filter(customer=customer, scope=enums.ConsentScope(scope), revoked_on__isnull=True)
        revoked = standing.update(revoked_on=revoked_on)
        if revoked:
            told = events.ConsentRevoked(customer_no=customer.customer_no, scope=scope, reason=reason.strip()[:200])
            journal.publish(told, by=by, now=now)
    return revoked
