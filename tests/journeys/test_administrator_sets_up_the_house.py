"""The first administrator signs in, adds a second factor, hires somebody; every set-up screen is good to look at."""

import re

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from tagih.cases import operations as cases
from tagih.kernel import operations as kernel
from tagih.staff.models import Person
from tests.factories import staff
from tests.journeys.axe import LOOKS, faults_of
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def code_of(person: Person) -> str:
    device = TOTPDevice.objects.filter(user=person).order_by("pk").last()
    return f"{totp(device.bin_key, drift=0):06d}"


def enrol(page: Page, person: Person) -> None:
    sign_in(page, person)
    page.wait_for_url(re.compile("faktor-kedua"))
    page.fill("#id_code", code_of(person))
    page.click("form button.btn-primary")
    expect(page.locator(".codes li")).to_have_count(10)


def test_administrator_enrols_hires_and_the_new_person_signs_in(house, page, browser):
    administrator = staff.person(role="ADMINISTRATOR")
    team = staff.unit(name="Tim Bekasi")

    enrol(page, administrator)
    recovery = page.locator(".codes li").first.inner_text()
    page.click("a.btn-primary")
    page.goto("/kantor/orang/baru/")
    page.fill("#id_full_name", "Rina Marlina")
    page.fill("#id_username", "rina.marlina")
    page.fill("#id_employee_no", "K77")
    page.select_option("#id_role", "AGENT")
    page.select_option("#id_unit", str(team.pk))
    page.click("form.card button.btn-primary")
    password = page.locator(".onetime").inner_text()

    hers = browser.new_context(base_url=house.address).new_page()
    sign_in(hers, Person.objects.get(username="rina.marlina"), password)
    hers.wait_for_url(re.compile("sandi"))
    hers.fill("#id_old_password", password)
    hers.fill("#id_new_password1", "teh-hangat-sore-42")
    hers.fill("#id_new_password2", "teh-hangat-sore-42")
    hers.click("form button.btn-primary")
    expect(hers.locator(".avatar")).to_have_text("RM")

    his = browser.new_context(base_url=house.address).new_page()
    sign_in(his, administrator)
    his.wait_for_url(re.compile("kode"))
    his.fill("#id_code", recovery)
    his.click("form button.btn-primary")
    expect(his.locator(".avatar")).to_be_visible()


def test_every_set_up_screen_is_accessible_in_every_look(house, page, now):
    administrator = staff.person(role="ADMINISTRATOR", name="Andreas Wibowo")
    team = staff.unit("TEAM", parent=staff.unit("BRANCH", name="Bekasi"), name="Tim 1")
    agent = staff.person(name="Siti Wahyuni", unit=team)
    kernel.load_shipped_calendar(now=now)
    cases.load_reference(now=now)
    signed_out = faults_of(page, "/masuk/")
    enrol(page, administrator)
    enrolled = faults_of(page)

    addresses = [
        "/gaya/", "/gaya/?errors=1", "/profil/", "/profil/sandi/", "/kantor/orang/", "/kantor/orang/?q=zzz",
        f"/kantor/orang/{agent.pk}/", "/kantor/orang/baru/", f"/kantor/orang/{agent.pk}/peran/", "/kantor/organisasi/",
        "/kantor/kalender/", "/kantor/kode/", "/kantor/kode/RESULT/baru/", "/kantor/peran/", "/kantor/jejak/",
        "/kantor/jejak/?tab=seen", "/tidak-ada/",
    ]  # fmt: skip
    faults = [
        fault
        for number, address in enumerate(addresses)
        for fault in faults_of(page, address, looks=LOOKS[number % 2 :: 2] if number else LOOKS)
    ]

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/kantor/orang/")
    page.click(".footnav button")
    sheet = faults_of(page, looks=[(390, "light"), (390, "dark")])

    assert signed_out + enrolled + faults + sheet == []
