"""A wrong number at the desk: retired everywhere, the person searched, a new number found, proven, and called next."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tagih.cases.models import Case
from tagih.config import jobs
from tagih.contacts import operations as contacts
from tagih.contacts.models import Attempt, ContactPoint, RepairItem
from tests.factories import cases as work
from tests.factories import contacts as points
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAMES = ("Siti Rahayu Ningsih", "Dewi Lestari")


@pytest.fixture
def people(house, lake, monkeypatch, settings):
    """A Friday morning; two customers whose files name the same number, one of them with an emergency contact."""
    settings.TAGIH_CODE_SENDER = settings.TAGIH_LOOKUP = "sandbox"
    lender.set_clock(monkeypatch)
    made = lender.house()
    for name, days in zip(NAMES, (26, 9), strict=True):
        customer = work.contract(made.branch, customer=work.customer(name), days=days, overdue=days * 60_000).customer
        points.make_point(customer, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
        points.make_point(customer, value="0812 9000 0001", source="APPLICATION")
        points.make_point(customer, owner_role="EMERGENCY_CONTACT", owner_name="Ibu Ratna", value="0812 9000 0009")
        contacts.grant_consent(
            customer=customer, scope="LOCATE", evidence="application form", granted_on=dt.date(2025, 1, 6), by=None,
            now=lender.NOW,
        )  # fmt: skip
    work.round()
    return made


def test_wrong_number_is_repaired_and_the_next_call_goes_to_the_right_one(people, context):
    context.clock.set_fixed_time(lender.NOW + dt.timedelta(minutes=1))
    page = context.new_page()
    sign_in(page, people.agent)
    _meet_a_stranger(page)
    _see_it_retired_on_the_other(page)
    _find_a_new_number(page)
    _prove_it_by_code(page)


def _picture(page, name: str, *, of: str = "") -> None:
    page.emulate_media(color_scheme="light")
    picture(page, name, of=of)


def _faults(page) -> list:
    """Of the page loaded anew in every look: colours at rest."""
    return faults_of(page, page.url.split("#")[0])


def _hours_pass() -> None:
    """The last contact was three hours ago, so that the rest between two is over."""
    Attempt.objects.update(opened_at=lender.NOW - dt.timedelta(hours=3))


def _meet_a_stranger(page) -> None:
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(NAMES[0])
    page.keyboard.press("1")
    expect(page.locator(".desk-number")).to_have_text("+62 812 9000 0001")
    page.keyboard.type("ss")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Tersimpan")
    jobs.drain()


def _see_it_retired_on_the_other(page) -> None:
    page.goto("/meja/")
    expect(page.locator("h1")).to_have_text(NAMES[0])  # the emergency contact is left to try
    expect(page.locator(".desk-ask")).to_contain_text("Tidak ada lagi nomor yang aktif")
    page.keyboard.press("0")
    page.fill("#put-back-reason", "Tidak ada nomor")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-idle")).to_be_visible()
    other = Case.objects.get(customer__full_name=NAMES[1])
    page.goto(f"/meja/kasus/{other.code}/")
    expect(page.locator(".desk-points .is-off")).to_have_count(1)
    assert set(ContactPoint.objects.filter(source="APPLICATION").values_list("state", flat=True)) == {"WRONG_PERSON"}
    assert set(RepairItem.objects.values_list("customer__full_name", "state")) == {(name, "OPEN") for name in NAMES}


def _find_a_new_number(page) -> None:
    page.goto("/perbaikan/")
    expect(page.locator("tbody tr").first).to_contain_text(NAMES[0])
    _picture(page, "repair-queue")
    assert _faults(page) == []
    page.click(f"a.rowlink:has-text('{NAMES[0]}')")
    page.click("#langkah-EMERGENCY_CONTACT form button")
    expect(page.locator("#langkah-EMERGENCY_CONTACT [role=alert]")).to_contain_text("jeda 2 jam")
    _hours_pass()
    page.goto(f"/perbaikan/{RepairItem.objects.get(customer__full_name=NAMES[0]).pk}/")
    page.click("#langkah-EMERGENCY_CONTACT form button")
    step = page.locator("#langkah-EMERGENCY_CONTACT")
    expect(step).to_contain_text("+6281290000009")
    expect(step).to_contain_text("Jangan sebut utangnya")
    _picture(page, "repair-search", of="#langkah-EMERGENCY_CONTACT")
    assert _faults(page) == []
    step.locator("select[name=finding]").select_option("NUMBER")
    step.locator("input[name=value]").fill("0813 7000 1234")
    step.locator("button:has-text('Catat')").click()
    expect(page.locator(".lead")).to_contain_text("Ditemukan, belum terbukti")
    item = RepairItem.objects.get(customer__full_name=NAMES[0])
    assert (item.state, item.steps.get().cost, item.steps.get().attempt.purpose) == ("FOUND", 2_000, "LOCATE")


def _prove_it_by_code(page) -> None:
    case = Case.objects.get(customer__full_name=NAMES[0])
    page.goto(f"/meja/kasus/{case.code}/")
    page.click("form[action$='/ambil/'] button")
    expect(page.locator("#command")).to_be_focused()
    expect(page.locator(".desk-points .is-best")).to_contain_text("•234")
    found = ContactPoint.objects.get(customer=case.customer, source="TRACE_EMERGENCY_CONTACT")
    _hours_pass()
    page.keyboard.press("1")
    expect(page.locator(".desk-number")).to_have_text("+62 813 7000 1234")
    page.keyboard.press("*")
    expect(page.locator("[data-code-entry]")).to_be_focused()
    _picture(page, "desk-code", of="[data-code-entry]")
    assert _faults(page) == []
    jobs.drain()
    inbox = page.context.new_page()
    inbox.goto("/perbaikan/kotak-pesan/")
    digits = re.search(r"\b\d{6}\b", inbox.locator(".timeline li").first.inner_text())[0]
    _picture(inbox, "repair-inbox")
    inbox.close()
    page.fill("[data-code-entry]", digits)
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Nomor terbukti")
    jobs.drain()
    found.refresh_from_db()
    assert (found.state, RepairItem.objects.get(customer=case.customer).state) == ("VERIFIED", "REPAIRED")
    best = page.locator(".desk-points .is-best")
    expect(best).to_contain_text("Terverifikasi")
    page.keyboard.type("na")
    page.keyboard.press("Enter")
    page.goto(f"/meja/kasus/{case.code}/")
    expect(page.locator(".desk-points .is-best")).to_contain_text("•234")


def test_new_number_takes_few_keys(people, context):
    context.clock.set_fixed_time(lender.NOW + dt.timedelta(minutes=1))
    page = context.new_page()
    sign_in(page, people.agent)
    page.keyboard.press("Enter")
    expect(page.locator("#command")).to_be_focused()

    page.keyboard.press("+")
    expect(page.locator("#new-number")).to_be_focused()
    page.keyboard.type("081370005678")
    page.keyboard.press("Enter")

    expect(page.locator(".desk-points")).to_contain_text("678")
    expect(page.locator("#command")).to_be_focused()
    assert ContactPoint.objects.get(source="DESK").owner_role == "CONSUMER"


def test_change_with_proof_and_the_dashboard_look_right(people, context, tmp_path):
    customer = Case.objects.get(customer__full_name=NAMES[0]).customer
    proof = tmp_path / "formulir.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n" + b"signed")
    page = context.new_page()
    sign_in(page, people.agent)
    page.goto(f"/perbaikan/pengajuan/baru/{customer.customer_no}/")
    assert _faults(page) == []
    page.fill("#id_value", "0813 7000 9999")
    page.set_input_files("#id_proof", proof)
    page.click("form.card button.btn-primary")
    expect(page.locator("tbody")).to_contain_text(NAMES[0])
    page.click("a.rowlink")
    expect(page.locator("main")).to_contain_text("Anda sendiri yang mengajukan")
    page.close()
    context.clear_cookies()

    leader = context.new_page()
    sign_in(leader, people.leader)
    leader.goto("/perbaikan/pengajuan/")
    leader.click("a.rowlink")
    _picture(leader, "repair-request")
    assert _faults(leader) == []
    leader.check("#id_is_proven")
    leader.click("button[value=approve]")
    leader.wait_for_url("**/pengajuan/")
    leader.goto("/perbaikan/jangkauan/")
    expect(leader.locator(".stats").first).to_contain_text("50,0 %")
    _picture(leader, "repair-reach")
    assert _faults(leader) == []
