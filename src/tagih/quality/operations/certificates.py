"""Reminders that a certificate ends: 90, 60, 30 and 7 days before, once each, to the person and whoever leads."""

import datetime as dt

from django.db.models import Exists, F, OuterRef

from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.quality import events
from tagih.quality.models import CertificateReminder
from tagih.quality.rules.certificates import REMIND_DAYS, due_reminder
from tagih.staff.models import Certificate, Person


def remind_of_certificates(*, by: Person | None, now: dt.datetime) -> int:
    """This will give the reminders that are due, and return how many. Days that were missed are given as one.

    A certificate that a later one of the same kind follows needs none.
    """
    today = clock.today_in(clock.WIB, now=now)
    later = Certificate.objects.filter(
        person=OuterRef("person"), kind=OuterRef("kind"), valid_until__gt=OuterRef("valid_until")
    )
    ending = Certificate.objects.filter(
        ~Exists(later), valid_until__gte=today, valid_until__lte=today + dt.timedelta(days=max(REMIND_DAYS)),
        person__is_active=True, suspended_at__isnull=True, valid_from__lte=F("valid_until"),
    ).select_related("person").prefetch_related("reminders")  # fmt: skip
    given = 0
    for certificate in ending.order_by("valid_until", "pk"):
        past = {reminder.days for reminder in certificate.reminders.all()}
        days = due_reminder((certificate.valid_until - today).days, past)
        if days is None:
            continue
        with database.transaction():
            _reminder, made = CertificateReminder.objects.get_or_create(
                certificate=certificate, days=days, defaults={"given_at": now}
            )
            if made:
                event = events.CertificateEnding(
                    person_id=certificate.person_id, kind=certificate.kind, days=days,
                    valid_until=certificate.valid_until.isoformat(),
                )  # fmt: skip
                journal.publish(event, by=by, now=now)
                given += 1
    return given
