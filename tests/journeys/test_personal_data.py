"""Somebody in distress is left in peace and looked after; a person's request is answered by two people."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tagih.cases import operations as cases
from tagih.cases.models import Case
from tagih.contacts import operations as contacts
from tagih.privacy import operations as privacy
from tests.factories import privacy as make
from tests.factories import staff
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.lender import NOW, set_clock
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_who_is_in_distress_is_looked_after_by_a_trained_person(house, page, monkeypatch):
    set_clock(monkeypatch)
    trained = staff.person(role="SUPERVISOR", name="Ratna Kusuma")
    for name, text in (("Budi Santoso", "istrinya: mau bunuh diri"), ("Dewi Lestari", "putus asa, menangis terus")):
        customer = make.customer(name=name, live=True)
        case = Case.objects.get(customer=customer)
        cases.write_note(case=case, text=text, by=make.officer(role="AGENT"), now=NOW)
    sign_in(page, trained)

    page.goto("/pendampingan/")
    picture(page, "care", of="table")
    page.click("text=Budi Santoso")
    page.click("text=Saya tangani")
    expect(page.locator("main")).to_contain_text("Ratna Kusuma")
    picture(page, "care-person")
    faults = [*faults_of(page, "/pendampingan/"), *faults_of(page, page.url)]
    page.goto("/pendampingan/")
    page.click("text=Budi Santoso")
    page.click("a:has-text('Akhiri jeda')")
    page.fill("textarea", "Sudah bicara dengan istrinya dan puskesmas, aman dihubungi.")
    page.click("main button.btn-bad")

    expect(page.locator("main")).to_contain_text("Selesai")
    assert faults == []


def test_a_request_about_personal_data_is_answered_by_two_people(house, page, browser, monkeypatch):
    set_clock(monkeypatch)
    first = staff.person(role="COMPLIANCE", name="Kartika Sari")
    second = staff.person(role="COMPLIANCE", name="Bagus Prakoso")
    customer, other = make.customer(live=True), make.customer(name="Agus Salim")
    point = customer.contact_points.filter(kind="PHONE").first()
    contacts.reveal_point(contact_point=point, reason="Mencocokkan nomor", by=first, now=NOW)
    contacts.grant_consent(customer=customer, scope="TIME", evidence="Formulir cabang", granted_on=NOW.date(), by=first,
                           now=NOW)  # fmt: skip
    made = privacy.receive(customer=customer, kind="ACCESS", intake="BRANCH", identified_by="KTP dilihat",
                           wish="Saya ingin tahu data apa yang disimpan.", by=first, now=NOW)  # fmt: skip
    privacy.receive(customer=other, kind="ERASURE", intake="LETTER", identified_by="Surat", by=first, now=NOW,
                    asked_at=NOW - dt.timedelta(hours=80))  # fmt: skip
    privacy.propose(request=made, proposal="GRANT", reasoning=make.REASONING, by=second, now=NOW)
    breach = privacy.record_breach(title="Laptop petugas hilang", how="Tas diambil orang, diketahui malamnya.",
                                   discovered_at=NOW, by=first, now=NOW, data=["contact"],
                                   people=120, remedy="Sesi dicabut, disk terenkripsi.")  # fmt: skip
    privacy.retain(now=NOW, dry=True)
    sign_in(page, first)

    addresses = {
        "privacy-register": "/data-pribadi/", "privacy-requests": "/data-pribadi/permintaan/",
        "privacy-request": f"/data-pribadi/permintaan/{made.pk}/", "privacy-retention": "/data-pribadi/retensi/",
        "privacy-person": f"/data-pribadi/orang/{customer.customer_no}/",
        "privacy-unmaskings": "/data-pribadi/pembukaan/", "privacy-breach": f"/data-pribadi/insiden/{breach.pk}/",
        "privacy-breaches": "/data-pribadi/insiden/",
    }  # fmt: skip
    faults = []
    for name, address in addresses.items():
        page.emulate_media(color_scheme="light")
        page.goto(address)
        picture(page, name)
        faults += faults_of(page, address)
    page.goto(addresses["privacy-request"])
    page.click("main a:has-text('Putuskan'), header a:has-text('Putuskan'), a.btn:has-text('Putuskan')")
    page.click("main form.card button.btn-primary")

    expect(page.locator("body")).to_contain_text("Dikabulkan, menunggu pelaksanaan")
    assert faults == []
