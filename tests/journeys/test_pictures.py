"""Pictures of the screens that no story passes; `make screenshots` writes them."""

import os

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import staff
from tests.journeys import lender
from tests.journeys.arrivals import PROVIDER, SECRET, money_arrives
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture
from tests.journeys.test_administrator_sets_up_the_house import enrol

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not os.environ.get("TAGIH_PICTURES"), reason="only `make screenshots` takes pictures"),
]
OFFICE = {
    "people": "/kantor/orang/",
    "person-new": "/kantor/orang/baru/",
    "units": "/kantor/organisasi/",
    "roles": "/kantor/peran/",
    "calendar": "/kantor/kalender/",
    "codes": "/kantor/kode/",
    "audit": "/kantor/jejak/",
    "profile": "/profil/",
    "style": "/gaya/",
}


def test_office_screens(house, page, monkeypatch):
    lender.house()
    page.goto("/masuk/")
    picture(page, "sign-in")
    administrator = staff.person(role="ADMINISTRATOR", name="Andreas Wibowo", username="andreas")
    enrol(page, administrator)
    assert TOTPDevice.objects.filter(user=administrator).exists()
    for name, address in OFFICE.items():
        answer = page.goto(address)
        assert answer.status == 200, address
        picture(page, name)


def test_money_that_names_no_contract(house, page, settings):
    lender.house()
    settings.TAGIH_WEBHOOK_SECRETS = {PROVIDER: SECRET}
    for number, amount in ((1, 350_000), (2, 1_250_000), (3, 98_000)):
        money_arrives(page.context, f"KTR-99000{number}", amount)
    sign_in(page, staff.person(role="CASHIER", name="Lina Marlina"))
    page.goto("/tertahan/")
    picture(page, "suspense")
