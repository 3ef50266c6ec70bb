"""A call is refused at the desk, and compliance explains it in words; a stricter rule goes from draft into force."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tagih.config import jobs
from tagih.contacts import operations as contacts
from tests.factories import cases as work
from tests.factories import contacts as points
from tests.factories import staff
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
STRICTER = """extends = "house_default"
id = "HOUSE_DEFAULT"
title = "Tidak menelepon setelah pukul enam sore"
country = "ID"
effective_from = 2026-11-21

[windows]
CALL = "08:00-18:00"

[rules.AFTER_WINDOW]
source = "Keputusan direksi 12/2026"
basis = "HOUSE"
"""


@pytest.fixture
def people(house, lake, monkeypatch):
    """A Friday morning; a customer in arrears who asks to be called after one o'clock."""
    lender.set_clock(monkeypatch)
    made = lender.house()
    siti = work.contract(made.branch, customer=work.customer("Siti Rahayu Ningsih"), days=26).customer
    points.make_point(siti, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
    points.make_point(siti, value="0812 7000 0001", source="APPLICATION")
    contacts.record_wish(customer=siti, evidence="telepon 19/11", not_before=dt.time(13), by=None, now=lender.NOW)
    work.round()
    return made


def plain(page) -> None:
    """As a wide page by day, after the looks of axe."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_refused_call_is_explained_and_a_rule_made_stricter(people, context):
    context.clock.set_fixed_time(lender.NOW + dt.timedelta(minutes=4))
    desk = context.new_page()
    sign_in(desk, people.agent)
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Siti Rahayu Ningsih")
    desk.wait_for_timeout(600)  # the page has been taken over by its scripts
    desk.keyboard.press("1")
    expect(desk.locator("main")).to_contain_text(re.compile("Permintaan konsumen"))
    desk.close()
    context.clear_cookies()

    officer = context.new_page()
    sign_in(officer, staff.person(role="COMPLIANCE", name="Nurhayati Siregar", username="nurhayati"))
    officer.goto("/kepatuhan/")
    expect(officer.locator(".stats")).to_contain_text("Ditolak")
    picture(officer, "compliance")
    assert faults_of(officer, "/kepatuhan/") == []
    plain(officer)
    officer.locator("td", has_text="Siti Rahayu").locator("xpath=..").locator("a.rowlink").click()
    told = officer.locator("main")
    expect(told).to_contain_text("Konsumen meminta dihubungi antara 13.00 dan 24.00.")
    expect(told).to_contain_text("Kontak berikutnya diizinkan mulai Jumat, 20 November 2026, 13.00 WIB")
    picture(officer, "compliance-decision")
    assert faults_of(officer, officer.url) == []
    plain(officer)

    officer.goto("/kepatuhan/aturan/")
    picture(officer, "compliance-rules")
    assert faults_of(officer, "/kepatuhan/aturan/") == []
    assert faults_of(officer, "/kepatuhan/aturan/ID_OJK_2023/") == []
    plain(officer)
    picture(officer, "compliance-pack")
    officer.goto("/kepatuhan/aturan/baru/")
    officer.fill("#id_text", STRICTER)
    picture(officer, "compliance-draft")
    assert faults_of(officer, "/kepatuhan/aturan/baru/") == []
    plain(officer)
    officer.fill("#id_text", STRICTER)
    officer.get_by_role("button", name="Simpan konsep").click()
    officer.get_by_role("button", name="Tanyakan ulang 90 hari terakhir").click()
    expect(officer.locator("main")).to_contain_text("Yang akan berubah")
    jobs.drain()
    officer.get_by_role("button", name="Ajukan untuk disetujui").click()
    expect(officer.locator("main")).to_contain_text("orang lain yang harus memutuskan")
    address = officer.url
    assert faults_of(officer, address) == []
    officer.close()
    context.clear_cookies()

    head = context.new_page()
    sign_in(head, people.head)
    head.goto(address)
    picture(head, "compliance-version")
    head.get_by_role("button", name="Setujui").click()
    expect(head.locator("main")).to_contain_text("Disetujui")
