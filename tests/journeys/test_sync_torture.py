"""The short form of `tagih bench sync`: kills, no signal and bad answers, and everything arrives once."""

import base64

import pytest
from playwright.sync_api import Browser

from tagih.config.asgi import application
from tagih.config.bench import sync
from tests.factories import cases, field
from tests.factories.staff import PASSWORD
from tests.journeys.conftest import DRIVER, House, cut_connections

pytestmark = pytest.mark.journey
CYCLES = 4


def test_everything_saved_arrives_once(browser: Browser, house: House):
    branch = cases.branch("BDL")
    budi = field.collector(branch)
    budi.set_password(PASSWORD)
    budi.save()
    doors = [
        {"case": case.pk, "point": case.customer.contact_points.get(kind="ADDRESS").pk,
         "photo": base64.b64encode(field.picture(place, size=900)).decode()}
        for place, case in enumerate([field.debtor(branch, east=place) for place in range(4)])
    ]  # fmt: skip
    storm = sync.Storm(application, seed=7)
    served = sync.Served(storm)

    def sign_in(page):
        page.goto("/masuk/?next=/lapangan/")
        page.fill("#id_username", budi.username)
        page.fill("#id_password", PASSWORD)
        page.click("form button.btn-primary")

    try:
        done = sync.ride(
            playwright=DRIVER[0], storm=storm, served=served, sign_in=sign_in, doors=doors, cycles=CYCLES, seed=7
        )
    finally:
        served.close()
        cut_connections()

    assert done["left_on_phone"] == 0
    assert done["kills"] >= 1
    assert sum(done["faults"].values()) >= 1
    assert sync.told_of(done["saved"]) == {"lost": 0, "doubled": 0, "never_saved": 0, "hash_mismatch": 0}
