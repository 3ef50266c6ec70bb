"""From the cause of delay to a signature on the debtor's phone, a missed instalment, and what follows."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tagih.cases import operations as cases
from tagih.cases.models import Arrangement, Case, WorkItem
from tagih.config import jobs
from tagih.contacts.models import Restraint
from tagih.contacts.queries import inbox
from tests.factories import cases as work
from tests.factories import contacts as points
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME = "Siti Rahayu Ningsih"
expect.set_options(timeout=15_000)  # machines that run two suites at once
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2}
JUDGED = dt.datetime(2027, 1, 20, 14, 0, tzinfo=dt.UTC)
MORNING = dt.datetime(2027, 1, 21, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def people(house, monkeypatch):
    """A Friday morning; a market trader forty days late, with a number and an address."""
    lender.set_clock(monkeypatch)
    made = lender.house()
    customer = work.contract(
        made.branch, customer=work.customer(NAME), days=40, overdue=2_000_000, principal=Decimal(20_000_000), tenor=24,
        instalment_amount=Decimal(1_000_000), due_day=11, collateral_type="MOTOR", collateral_no="BE 2087 XY",
    ).customer  # fmt: skip
    points.make_point(customer, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
    points.make_point(customer, value="0812 9000 0001", source="APPLICATION")
    work.round()
    return made


def look(page, name: str, *, of: str = "", address: str = "") -> list:
    """A picture, and what is wrong with the page for people who cannot see or use a mouse."""
    page.emulate_media(color_scheme="light")
    picture(page, name, of=of)
    return faults_of(page, address)


def as_somebody(context, person):
    """A fresh tab in which a person has signed in."""
    context.clear_cookies()
    page = context.new_page()
    sign_in(page, person)
    return page


def draw(page) -> None:
    """A signature by finger: two strokes."""
    box = page.locator("#pad").bounding_box()
    for strokes in ((0.15, 0.7, 0.35, 0.2, 0.5, 0.75), (0.5, 0.6, 0.7, 0.3, 0.88, 0.62)):
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"])
                  for x, y in zip(strokes[::2], strokes[1::2], strict=True)]  # fmt: skip
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=12)
        page.mouse.up()


def find_a_way(page, case: Case, *, income: str) -> None:
    """Asks for the cause and the means, as the agent hears them."""
    page.goto(f"/meja/kasus/{case.code}/jalan-keluar/")
    page.select_option("#id_cause", "BUSINESS_SLOW")
    page.fill("#id_income", income)
    page.fill("#id_essentials", "2.500.000")
    page.fill("#id_other_debts", "400.000")
    page.click("form[aria-label='Penyebab dan kemampuan'] button")


def test_from_the_cause_to_the_missed_instalment(people, context, browser, house, monkeypatch):
    case = Case.objects.get(customer__full_name=NAME)
    agent = as_somebody(context, people.agent)

    find_a_way(agent, case, income="5.800.000")
    expect(agent.locator("section[aria-labelledby^=plan-]")).to_have_count(3)
    faults = look(agent, "offers", address=agent.url)
    plan = agent.locator("section[aria-labelledby^=plan-]", has_text="Penjadwalan ulang")
    expect(plan).to_contain_text("perlu")
    plan.locator("input[name=reason]").fill("Pasar sepi sejak dipindah, ramai lagi menjelang Lebaran")
    plan.locator("button.btn-primary").click()
    expect(agent.locator("h1")).to_contain_text("Penjadwalan ulang")
    made = Arrangement.objects.get()
    assert made.status == "PROPOSED"

    leader = as_somebody(context, people.leader)
    leader.goto("/lantai/persetujuan/")
    faults += look(leader, "approvals", address=leader.url)
    leader.click("button[value=APPROVED]")
    expect(leader.locator("main")).to_contain_text("Tidak ada yang menunggu")

    agent = as_somebody(context, people.agent)
    agent.goto(f"/meja/kasus/{case.code}/kesepakatan/{made.pk}/")
    agent.click("form[action$='/tanda-tangan/'] button")
    address = agent.locator("#sign-address").get_attribute("href")
    picture(agent, "agreement-signing")
    faults += sign_on_the_phone(browser, address)
    jobs.drain()
    agent.goto(f"/meja/kasus/{case.code}/kesepakatan/{made.pk}/")
    expect(agent.locator("a:has-text('Surat')").first).to_be_visible()
    made.refresh_from_db()
    assert (made.status, made.signed_by) == ("ACTIVE", "DRAWN")

    miss_the_second(made, monkeypatch)
    agent = as_somebody(context, people.agent)
    agent.goto(f"/meja/kasus/{case.code}/kesepakatan/{made.pk}/")
    faults += look(agent, "agreement-broken", address=agent.url)
    agent.goto("/meja/")
    agent.keyboard.press("Enter")
    expect(agent.locator("h1")).to_have_text(NAME)
    expect(agent.locator("main")).to_contain_text("esepakatan")
    agent.emulate_media(color_scheme="light")
    picture(agent, "desk-after-agreement")
    assert faults == []


def test_by_one_time_code(people, context, browser, settings):
    """An agreement within the agent's mandate, read over the telephone and signed with six digits."""
    settings.TAGIH_CODE_SENDER = "sandbox"
    case = Case.objects.get(customer__full_name=NAME)
    agent = as_somebody(context, people.agent)
    agent.keyboard.press("Enter")
    expect(agent.locator("#command")).to_be_focused()
    agent.keyboard.press("1")
    expect(agent.locator(".desk-number")).to_be_visible()
    find_a_way(agent, case, income="5.800.000")
    plan = agent.locator("section[aria-labelledby^=plan-]").first
    plan.locator("input[name=reason]").fill("Dua kali sanggup, sesudah panen kecil")
    plan.locator("button.btn-primary").click()
    agent.click("#by-code button")
    expect(agent.locator("main")).to_contain_text("Kode dikirim ke")
    faults = look(agent, "agreement-code")
    address = agent.locator("#sign-address").get_attribute("href")
    jobs.drain()
    digits = re.search(r"\b\d{6}\b", inbox()[0].text)[0]

    phone = browser.new_context(bypass_csp=True, **PHONE)
    page = phone.new_page()
    page.goto(address)
    page.fill("#code", "000000" if digits != "000000" else "111111")
    page.click("#sign-code button")
    expect(page.locator("[role=alert], .notice-bad").first).to_contain_text("Kode tidak cocok")
    picture(page, "signing-code", of="#sign-code")
    faults += faults_of(page)
    page.fill("#code", digits)
    page.click("#sign-code button")

    expect(page.locator("h1")).to_contain_text("Terima kasih")
    phone.close()
    made = Arrangement.objects.get()
    assert (made.status, made.signed_by) == ("ACTIVE", "CODE")
    assert faults == []


def sign_on_the_phone(browser, address: str) -> list:
    """The debtor opens the address on the own phone, reads, tries without a signature, signs."""
    phone = browser.new_context(bypass_csp=True, **PHONE)
    page = phone.new_page()
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("Penjadwalan ulang")
    faults = faults_of(page, address)
    page.set_viewport_size(PHONE["viewport"])
    page.emulate_media(color_scheme="light")
    page.goto(address)
    page.click("form#sign button.btn-primary")
    expect(page.locator("#empty")).to_be_visible()
    draw(page)
    picture(page, "signing", of="#pad")
    page.click("form#sign button.btn-primary")
    expect(page.locator("h1")).to_contain_text("Terima kasih")
    picture(page, "signed")
    faults += faults_of(page)
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("Tidak ada yang perlu ditandatangani")
    phone.close()
    return faults


def miss_the_second(made: Arrangement, monkeypatch) -> None:
    """The first instalment is paid, the second is not; the evening judges, the morning makes work."""
    first, second = made.legs.all()[:2]
    assert second.due_on == dt.date(2027, 1, 11)
    work.payment(made.contract, int(first.amount), paid_on=first.due_on)
    work.open_day(JUDGED.date())
    cases.judge_due(business_date=JUDGED.date(), now=JUDGED)
    lender.set_clock(monkeypatch, MORNING)
    work.round(day=MORNING.date(), now=MORNING)
    made.refresh_from_db()
    assert made.status == "BROKEN"
    assert not Restraint.objects.filter(ends_at__isnull=True, source=f"arrangement:{made.pk}").exists()
    item = WorkItem.objects.get(case=made.case, status="READY")
    assert item.reasons[0]["code"] == "ARRANGEMENT_BROKEN"
