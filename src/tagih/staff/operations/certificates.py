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
