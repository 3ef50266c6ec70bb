"""The whole story: a lender's files go in, the day's work comes out, a promise is made at the desk, the money arrives,
the promise is kept, and the day's report says so. With the processes that an operator runs."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect

from tagih.cases.models import Promise
from tests.journeys import lender
from tests.journeys.arrivals import PROVIDER, SECRET, money_arrives
from tests.journeys.axe import faults_of
from tests.journeys.conftest import cut_connections, sign_in
from tests.journeys.pictures import picture
from tests.journeys.running_house import Operator

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LANDED_MS = 60_000  # a worker lands it, on a machine that may be busy


@pytest.fixture
def people(transactional_db, monkeypatch, settings) -> lender.House:
    """The lender's people, on a Friday morning; the program must know their passwords' hashes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    lender.set_clock(monkeypatch)
    return lender.house()


@pytest.fixture
def house(people, lake: Path) -> Iterator[Operator]:
    """`tagih serve` and `tagih worker`; nothing of the program runs in the test's own process."""
    operator = Operator(lake, f"{PROVIDER}:{SECRET}")
    try:
        operator.open()
        yield operator
    finally:
        operator.close()
        cut_connections()
        connection.close()


@pytest.fixture
def browser_of(context: BrowserContext):
    """`browser_of(person)`: a tab in which that person has signed in, and nobody else."""

    def enter(person) -> Page:
        for tab in context.pages:
            tab.close()
        context.clear_cookies()
        tab = context.new_page()
        sign_in(tab, person)
        return tab

    return enter


def test_from_files_to_a_kept_promise_and_the_report(people, house, context, browser_of, tmp_path):
    context.clock.set_fixed_time(lender.NOW + dt.timedelta(minutes=4))

    clerk_lands_the_files(browser_of(people.clerk), tmp_path)
    house.do("day", "run", "--date", lender.DATE.isoformat())
    desk = browser_of(people.agent)
    code = agent_takes_a_promise(desk)
    promise = Promise.objects.get()
    assert (promise.total, str(promise.last_due_on), promise.made_by) == (1_250_000, "2026-11-20", people.agent)
    agent_goes_on(desk, code)
    money_settles_it(desk, context)
    promise.refresh_from_db()
    assert promise.status == "KEPT"
    leader_sees_it(browser_of(people.leader))
    closed = json.loads(house.do("day", "close", "--date", lender.DATE.isoformat(), "--json"))
    assert [step["step"] for step in closed["steps"]] == ["promises", "report", "close"]
    head_reads_the_report(browser_of(people.head))


def clerk_lands_the_files(page: Page, folder: Path) -> None:
    """Drops one file after the other and watches each land."""
    for feed, file in lender.files(folder).items():
        page.goto("/impor/")
        page.select_option("#id_feed", feed)
        page.fill("#id_date", "20/11/2026")
        page.set_input_files("#id_file", file)
        page.click("form.card button.btn-primary")
        page.wait_for_url(re.compile(r"/impor/\d+/"))
        expect(page.locator("main")).to_contain_text("Termuat", timeout=LANDED_MS)  # live
    picture(page, "import-file")
    page.goto("/impor/")
    picture(page, "imports")


def agent_takes_a_promise(desk: Page) -> str:
    """The most urgent case, a call, a promise for today in a few keys; returns the case's code."""
    picture(desk, "desk-idle")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Siti Rahayu Ningsih")
    expect(desk.locator(".desk-why")).to_contain_text("Terlambat 26 hari")
    code = desk.locator(".desk-name .mono").inner_text()
    desk.keyboard.press("1")
    expect(desk.locator(".desk-number")).to_have_text("+62 812 7000 0001")
    picture(desk, "desk")
    desk.keyboard.type("jb")
    picture(desk, "desk-promise", of=".desk-part:not([hidden])")
    for key in ("Enter", "h", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator("h1")).to_have_text("Dewi Lestari")
    return code


def agent_goes_on(desk: Page, code: str) -> None:
    """The next case is not answered; then a look back at the first one."""
    desk.keyboard.press("1")
    expect(desk.locator(".desk-number")).to_be_visible()
    desk.keyboard.type("na")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Budi Santoso")
    desk.goto(f"/meja/kasus/{code}/")
    expect(desk.locator("#history .timeline")).to_contain_text("Rp1.250.000")


def money_settles_it(desk: Page, context: BrowserContext) -> None:
    """The provider tells of the money over HTTP; the open page says so by itself."""
    told = money_arrives(context, "KTR-260001", 1_250_000)
    assert [notice["outcome"] for notice in told["notices"]] == ["POSTED"]
    expect(desk.locator(".desk-promises")).to_contain_text(re.compile("Ditepati|Kept"), timeout=LANDED_MS)  # live
    expect(desk.locator("#history .timeline")).to_contain_text("Pembayaran Rp1.250.000")
    picture(desk, "case")
    desk.goto("/meja/cari/?q=siti")
    expect(desk.locator("#found")).to_contain_text("KTR-260001")
    picture(desk, "search")


def leader_sees_it(page: Page) -> None:
    """The floor, where a leader's day begins, and one agent's day."""
    assert page.url.endswith("/lantai/")
    row = page.locator("tr", has_text="Rina Wulandari")
    expect(row).to_contain_text("Rp1,3 jt")
    picture(page, "floor")
    row.locator("a.rowlink").click()
    expect(page.locator("main")).to_contain_text("Janji bayar")
    picture(page, "floor-agent")


def head_reads_the_report(page: Page) -> None:
    """The day's figures as the evening counted them, and its closed books."""
    page.goto("/laporan/?date=2026-11-20")
    figures = page.locator(".stats")
    expect(figures).to_contain_text("Amount Collect")
    names, values = (figures.locator(f".stat-{part}").all_inner_texts() for part in ("label", "value"))
    assert dict(zip(map(str.strip, names), values, strict=True)) == {
        "OC": "2", "RPC": "1", "PTP": "1", "PK": "1", "Rasio PK": "100,0 %", "Amount Collect": "Rp1,3 jt",
    }  # fmt: skip
    picture(page, "report")
    page.goto("/putaran/")
    expect(page.locator("main")).to_contain_text("Ditutup")
    picture(page, "rounds")
    assert faults_of(page, "/laporan/?date=2026-11-20") + faults_of(page, "/putaran/") == []
