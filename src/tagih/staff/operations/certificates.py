"""Certificates of profession."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff import events
from tagih.staff.models import Certificate, Person


class CertificateTaken(Refusal):
    """The certificate is wrong or is another's."""


def record_certificate(
    *,
    person: Person,
    kind: str,
    number: str,
    issuer: str,
    valid_from: dt.date,
    valid_until: dt.date,
    by: Person | None,
    now: dt.datetime,
) -> Certificate:
    """This will record a certificate, valid from and until a day, both included. The same number again corrects it.

    :raises CertificateTaken: the period is upside down, or the number belongs to another person.
    """
    if valid_until < valid_from:
        raise CertificateTaken(
            "PERIOD", _("The last day lies before the first."), field="valid_until", value=valid_until
        )
    with database.transaction():
        held = Certificate.objects.select_for_update(of=("self",)).filter(kind=kind, number=number.strip()).first()
        if held is not None and held.person_id != person.pk:
            raise CertificateTaken(
                "TAKEN", _("This number is another person's certificate."), field="number", value=number
            )
        certificate = held or Certificate(person=person, kind=kind, number=number.strip())
        certificate.issuer, certificate.valid_from, certificate.valid_until = issuer.strip(), valid_from, valid_until
        certificate.save()
        recorded = events.CertificateRecorded(
            person_id=person.pk,
            full_name=person.full_name,
            kind=kind,
            number=certificate.number,
            valid_until=valid_until.isoformat(),
        )
        journal.publish(recorded, by=by, now=now)
    return certificate


def suspend_certificate(*, certificate: Certificate, reason: str, by: Person, now: dt.datetime) -> Certificate:
    """This will suspend a certificate: from now on the gate takes it for none.

    :raises CertificateTaken: there is no reason, or it is suspended already
    """
    if not reason.strip():
        raise CertificateTaken("REASON", _("Say why it is suspended."), field="reason")
    with database.transaction():
        held = Certificate.objects.select_for_update(of=("self",)).select_related("person").get(pk=certificate.pk)
        if held.suspended_at is not None:
            raise CertificateTaken("SUSPENDED", _("This certificate is suspended already."))
        held.suspended_at, held.suspend_reason = now, reason.strip()[:200]
        held.save(update_fields=["suspended_at", "suspend_reason"])
        _publish_state(held, by=by, now=now)
    return held


def restore_certificate(*, certificate: Certificate, by: Person, now: dt.datetime) -> Certificate:
    """This will give a suspended certificate back.

    :raises CertificateTaken: it is not suspended
    """
    with database.transaction():
        held = Certificate.objects.select_for_update(of=("self",)).select_related("person").get(pk=certificate.pk)
        if held.suspended_at is None:
            raise CertificateTaken("NOT_SUSPENDED", _("This certificate is not suspended."))
        held.suspended_at, held.suspend_reason = None, ""
        held.save(update_fields=["suspended_at", "suspend_reason"])
        _publish_state(held, by=by, now=now)
    return held


def _publish_state(held: Certificate, *, by: Person, now: dt.datetime) -> None:
    event = events.CertificateSuspended(
        person_id=held.person_id, full_name=held.person.full_name, kind=held.kind, number=held.number,
        is_suspended=held.suspended_at is not None,
    )  # fmt: skip
    journal.publish(event, by=by, now=now)
