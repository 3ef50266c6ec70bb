"""The guided tours of a demonstration, followed to their end by an agent and by a leader, in a real browser."""

import datetime as dt
import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tagih.cases.models import Promise, WorkItem
from tagih.config.demo import telephone
from tagih.contacts.models import Attempt
from tagih.dialer import operations as dialer
from tagih.sandbox.telephone import line
from tests.factories import cases as work
from tests.factories import contacts as points
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAMES = ("Siti Rahayu", "Budi Santoso", "Dewi Lestari", "Agus Salim", "Nur Aini")


@pytest.fixture
def people(house, monkeypatch, settings, context):
    """A branch with five cases, in a demonstration."""
    settings.TAGIH_TOUR = settings.TAGIH_DEMO = True
    lender.set_clock(monkeypatch)
    made = lender.house()
    for days, name in zip((28, 20, 12, 8, 5), NAMES, strict=True):
        customer = work.customer(name)
        work.contract(made.branch, customer=customer, days=days, overdue=days * 60_000)
        points.make_point(customer, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
        points.make_point(customer)
    work.round()
    context.clock.set_fixed_time(lender.NOW + dt.timedelta(minutes=1))
    return made


def stands_at(page: Page, title: str) -> None:
    expect(page.locator("#tour-step strong").first).to_have_text(title)


def test_agent_follows_the_tour_to_its_end(people, page):
    sign_in(page, people.agent)
    stands_at(page, "Ambil kasus pertama Anda")
    expect(page.locator(".desk-idle .btn-primary.tour-here")).to_be_visible()
    picture(page, "tour-agent")

    page.keyboard.press("Enter")
    stands_at(page, "Lihat siapa orangnya")
    expect(page.locator(".tour-praise")).to_contain_text("Ambil kasus pertama Anda")
    page.locator("#tour-step button", has_text="Lanjut").focus()
    page.keyboard.press("Enter")
    stands_at(page, "Hubungi nomor terbaik")
    expect(page.locator(".desk-points .tour-here")).to_be_visible()
    page.locator("#command").focus()
    page.keyboard.press("1")
    expect(page.locator(".desk-number")).to_be_visible()
    stands_at(page, "Catat hasilnya")
    picture(page, "tour-call")
    for key in ("n", "a", "Enter"):
        page.keyboard.press(key)
    stands_at(page, "Catat janji bayar")
    expect(page.locator("h1")).to_have_text(NAMES[1])
    page.keyboard.press("1")
    expect(page.locator(".desk-number")).to_be_visible()
    for key in ("j", "b", "Enter", "h", "Enter"):
        page.keyboard.press(key)
    stands_at(page, "Tengok kembali satu kasus")
    assert Promise.objects.get().made_by == people.agent
    page.keyboard.press("/")
    page.keyboard.type(NAMES[1])
    page.keyboard.press("Enter")
    page.locator("a.rowlink").first.click()

    stands_at(page, "Itulah panduannya")
    picture(page, "tour-end")


def test_leader_follows_the_tour_to_its_end(people, page):
    sign_in(page, people.leader)
    stands_at(page, "Amati lantai Anda")

    page.locator("#tour-step button", has_text="Lanjut").click()
    stands_at(page, "Lihat hari seorang petugas")
    page.locator("#board a.rowlink.tour-here").click()
    stands_at(page, "Pindahkan pekerjaan")
    page.locator("#tour-step a", has_text="Antar ke sana").click()
    page.locator("tr", has_text="Bandar Lampung").locator("button", has_text="Pindahkan").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("#move_person").select_option(label="Hendra Saputra · Tim Melati")
    dialog.locator("#move_reason").fill("Rina rapat siang ini")
    dialog.locator("button.btn-primary").click()
    stands_at(page, "Buka laporan harian")
    assert WorkItem.objects.filter(assignee=people.leader).exists()
    picture(page, "tour-report")
    page.locator("#tour-step a", has_text="Antar ke sana").click()
    page.wait_for_url("**/laporan/")
    stands_at(page, "Lihat yang ditolak gerbang")
    page.locator("#tour-step button", has_text="Lanjut").click()

    stands_at(page, "Itulah panduannya")


def test_tour_can_be_folded_closed_and_begun_anew(people, page):
    sign_in(page, people.agent)
    page.locator("#tour-step summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tour-body")).to_be_hidden()
    expect(page.locator(".desk-idle")).to_be_visible()  # the key pressed what had the focus, not the desk's button
    page.reload()
    expect(page.locator(".tour-body")).to_be_hidden()
    page.locator("#tour-step summary").click()

    page.locator("#tour-step button", has_text="Tutup panduan").click()
    expect(page.locator("#tour")).to_have_count(0)
    page.locator("details.menu summary").click()
    page.locator(".menu-box button", has_text="Panduan singkat").click()

    stands_at(page, "Ambil kasus pertama Anda")


def test_tour_is_accessible_in_every_look(people, page):
    sign_in(page, people.agent)
    faults = faults_of(page, "/meja/")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("Enter")
    stands_at(page, "Lihat siapa orangnya")

    assert faults + faults_of(page) == []


@pytest.fixture
def lines(another_home):
    """Telephones that lead to simulated debtors."""
    another_home.mkdir()
    dialer.connect(telephone.SimulatedTelephony())
    yield
    dialer.connect(None)


def who_promises(call: UUID, number: str) -> telephone.SimulatedTelephony:
    """Lines in whose town this very call ends in a promise."""
    ways = ((seed, line.call(seed, number, str(call), lender.NOW)) for seed in range(500))
    seed = next(seed for seed, spoken in ways if spoken.result == "PROMISE")
    return telephone.SimulatedTelephony(seed)


def test_visitor_hears_a_debtor_turn_by_turn(people, page, lines):
    sign_in(page, people.agent)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(NAMES[0])
    page.keyboard.press("1")
    expect(page.locator("#line")).to_contain_text("Berdering")
    call, number = Attempt.objects.get(), page.locator(".desk-number").inner_text()
    dialer.connect(who_promises(call.pk, number))
    dialer.place_call(call=call.pk, number=number, by=people.agent, now=call.opened_at)

    expect(page.locator("#line .desk-heard")).to_have_count(5, timeout=90_000)

    expect(page.locator("#line .desk-heard").nth(3)).to_contain_text(re.compile("semuanya|separuhnya"))
    picture(page, "desk-line", of="#line")
    expect(page.locator("#line li").last).to_contain_text("Mereka menutup telepon", timeout=30_000)
    assert faults_of(page, "/meja/", looks=[(1440, "light"), (390, "dark")]) == []
    expect(page.locator("#line button")).to_have_count(0)
