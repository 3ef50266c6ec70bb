"""What a person does on the own page. Each act is written on the case with its event in one transaction."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.enums import CareSource, HoldReason
from tagih.cases.models import Case, Document, Promise
from tagih.contacts import operations as contacts
from tagih.contacts.enums import EvidenceKind, EvidenceOutcome, OwnerRole
from tagih.contacts.models import ContactPoint, Wish
from tagih.kernel import money
from tagih.kernel.database import transaction
from tagih.messaging.operations.ordering import Order, TemplateNotInUse, order_message, withdraw_waiting
from tagih.messaging.operations.requests import NoOpenCase, open_case_of, tell
from tagih.portfolio.models import Customer

SOURCE = "own page"
EVIDENCE = "Said on the own page, after answering a personal question"


def promise_by_self(*, customer: Customer, due_on: dt.date, amount: Decimal, now: dt.datetime) -> Promise:
    """This will record a promise within the published limits and order its confirmation. Before anything is late, too:
    whoever says in time when the money comes is reminded on that day, not called.

    :raises NoOpenCase: there is no contract to promise for
    :raises PromiseRefused: a published limit is passed
    """
    draft = cases.PromiseDraft(legs=(cases.PromisedLeg(due_on, amount),))
    with transaction():
        case = cases.open_before_due(customer=customer, now=now)
        if case is None:
            raise NoOpenCase
        promise = cases.record_promise(case=case, draft=draft, by=None, now=now)
        withdraw_waiting(customer_id=customer.pk, reason="PROMISED", now=now)
        tell(case, "PROMISE", now)
        _confirm(case, promise, now)
    return promise


@dataclass(frozen=True, slots=True)
class Published:
    """What a person may promise without us."""

    latest: dt.date
    smallest: Decimal


def published_limits(*, now: dt.datetime, overdue: Decimal, today: dt.date) -> Published:
    """This will return the limits of a promise on the own page, as dates and rupiah."""
    allowed = cases.limits_of(None, on=today)
    smallest = money.rounded(money.times(overdue, Decimal(allowed.min_share_percent) / 100), to=Decimal(1), mode="DOWN")
    return Published(today + dt.timedelta(days=allowed.max_days_ahead), smallest)


def send_proof(*, customer: Customer, file: BinaryIO, file_name: str, words: str, now: dt.datetime) -> Document:
    """This will keep a proof of payment and believe it for three days while the money is looked for.

    :raises NoOpenCase:
    :raises PaperRefused: no PDF, PNG or JPEG up to 10 MB
    """
    with transaction():
        case = open_case_of(customer)
        document = cases.attach_document(
            case=case, file=file, file_name=file_name, title=str(_("Proof of payment")), kind="PROOF", by=None, now=now
        )
        cases.open_hold(
            case=case, reason=HoldReason.CLAIM_PAID, note=words.strip()[:400], by=None, now=now,
            source=CareSource.MESSAGE, source_ref=f"document:{document.pk}",
        )  # fmt: skip
        tell(case, "PROOF", now)
    return document


def correct_contact(*, customer: Customer, kind: str, value: str, now: dt.datetime) -> ContactPoint:
    """This will add a number or e-mail that the person names as the own one, as evidence from the person.

    :raises PointUnusable: it is no number or e-mail
    """
    with transaction():
        point = contacts.add_point(
            customer=customer, kind=kind, value=value, owner_role=OwnerRole.CONSUMER, source=SOURCE, by=None, now=now
        )
        contacts.add_evidence(
            contact_point=point, kind=EvidenceKind.CUSTOMER_UPDATE, outcome=EvidenceOutcome.CONFIRMED, at=now,
            source=SOURCE, key=f"own-page:{point.pk}:{now:%Y%m%d}", by=None, now=now,
        )  # fmt: skip
        _tell_if_open(customer, "CONTACT", now)
    return point


def disown_contact(*, customer: Customer, contact_point: ContactPoint, now: dt.datetime) -> None:
    """This will note that a number is no longer the person's: it is not tried again until somebody looked."""
    with transaction():
        own = ContactPoint.objects.get(pk=contact_point.pk, customer=customer)
        contacts.add_evidence(
            contact_point=own, kind=EvidenceKind.CUSTOMER_UPDATE, outcome=EvidenceOutcome.DENIED, at=now,
            source=SOURCE, key=f"own-page:{own.pk}:denied", by=None, now=now,
        )  # fmt: skip
        contacts.retire_point(contact_point=own, state="RETIRED", reason=EVIDENCE, by=None, now=now)
        _tell_if_open(customer, "CONTACT", now)


def wish_hours(
    *, customer: Customer, not_before: dt.time | None, not_after: dt.time | None, refused_channels: Sequence[str],
    now: dt.datetime,
) -> None:  # fmt: skip
    """This will keep the hours in which the person wants to hear from us, and the channels on which not at all.

    :raises HoursBackwards:
    """
    with transaction():
        before = Wish.objects.filter(customer=customer, ends_at__isnull=True).first()
        contacts.record_wish(
            customer=customer, evidence=EVIDENCE, by=None, now=now, not_before=not_before, not_after=not_after,
            refused_channels=refused_channels,
        )  # fmt: skip
        for channel in refused_channels:
            withdraw_waiting(customer_id=customer.pk, channel=channel, reason="OPTED_OUT", now=now)
        more = set(refused_channels) - set(before.refused_channels if before else ())
        _tell_if_open(customer, "OPT_OUT" if more else "HOURS", now)


def _tell_if_open(customer: Customer, act: str, now: dt.datetime) -> None:
    case = Case.objects.select_related("customer").filter(customer=customer, status="OPEN").first()
    if case is not None:
        tell(case, act, now)


def _confirm(case: Case, promise: Promise, now: dt.datetime) -> None:
    order = Order(
        reference=f"promise:{promise.pk}", customer_id=case.customer_id, case_id=case.pk, template="PROMISE_NOTED",
        due_at=now, reason="PROMISE",
    )  # fmt: skip
    try:
        order_message(order=order, by=None, now=now)
    except TemplateNotInUse:
        return
