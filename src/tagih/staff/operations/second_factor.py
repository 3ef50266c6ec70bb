"""The second factor: an authenticator app (TOTP) and recovery codes."""

import datetime as dt

from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.staff import events
from tagih.staff.models import Person

APP, RECOVERY = "app", "recovery"
RECOVERY_CODES = 10


def start_second_factor(*, person: Person) -> TOTPDevice:
    """This will return the device that waits to be confirmed, with its secret; the one in use stays in use."""
    waiting = TOTPDevice.objects.filter(user=person, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user=person, name=APP, confirmed=False)


def confirm_second_factor(*, person: Person, code: str, by: Person | None, now: dt.datetime) -> list[str] | None:
    """This will confirm the waiting device with a code that it shows, and return new recovery codes, shown only once.

    None when the code is wrong. An older device no longer works afterwards.
    """
    device = start_second_factor(person=person)
    if not device.verify_token(code):
        return None
    with database.transaction():
        TOTPDevice.objects.filter(user=person).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = renew_recovery_codes(person=person)
        journal.publish(events.SecondFactorEnrolled(person_id=person.pk, full_name=person.full_name), by=by, now=now)
    return codes


def renew_recovery_codes(*, person: Person) -> list[str]:
    """This will replace a person's recovery codes and return the new ones."""
    with database.transaction():
        StaticDevice.objects.filter(user=person).delete()
        device = StaticDevice.objects.create(user=person, name=RECOVERY, confirmed=True)
        codes = [StaticToken.random_token() for _code in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def remove_second_factor(*, person: Person, by: Person | None, now: dt.datetime) -> None:
    """This will remove a person's devices and codes: the phone is lost. Who needs a factor enrols at next sign-in."""
    with database.transaction():
        TOTPDevice.objects.filter(user=person).delete()
        StaticDevice.objects.filter(user=person).delete()
        journal.publish(events.SecondFactorRemoved(person_id=person.pk, full_name=person.full_name), by=by, now=now)
