import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from tagih.kernel import clock
from tagih.staff.models import Person
from tests.factories import staff


def signed_in(person: Person) -> Client:
    """A browser signed in as the person, second factor and all."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    device = TOTPDevice.objects.create(user=person, name="app", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session["seen_at"] = int(clock.now().timestamp())
    session.save()
    return client


@pytest.fixture
def administrator(db) -> Person:
    return staff.person(role="ADMINISTRATOR", name="Andreas Wibowo")


@pytest.fixture
def office(administrator) -> Client:
    return signed_in(administrator)
