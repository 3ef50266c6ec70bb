"""The whole story: a lender's files go in, the day's work comes out, a promise is made at the desk, the money arrives,
the promise is kept, and the day's report says so."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tagih.cases.models import Promise
from tagih.config import jobs
from tagih.config.day import run_day
from tagih.kernel import clock
from tagih.reporting import operations as reporting
from tests.journeys import lender
from tests.journeys.arrivals import PROVIDER, SECRET, money_arrives
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(house, lake, monkeypatch, settings):
    """The lender's people, on a Friday morning."""
    settings.TAGIH_WEBHOOK_SECRETS = {PROVIDER: SECRET}
    lender.set_clock(monkeypatch)
    return lender.house()


def land(page: Page, feed: str, file) -> None:
    """A clerk drops one file and watches it land."""
    page.goto("/impor/")
    page.select_option("#id_feed", feed)
    page.fill("#id_date", "20/11/2026")
    page.set_input_files("#id_file", file)
    page.click("form.card button.btn-primary")
    page.wait_for_url(re.compile(r"/impor/\d+/"))
    jobs.drain()
    expect(page.locator("main")).to_contain_text("Termuat")  # live


def test_from_files_to_a_kept_promise_and_the_report(people, context, tmp_path):
    context.clock.set_fixed_time(lender.NOW + dt.timedelta(minutes=4))
    clerk = context.new_page()
    sign_in(clerk, people.clerk)
    for feed, file in lender.files(tmp_path).items():
        land(clerk, feed, file)
    picture(clerk, "import-file")
    clerk.goto("/impor/")
    picture(clerk, "imports")
    clerk.close()
    context.clear_cookies()

    run_day(lender.DATE, now=clock.now)
    jobs.drain()

    desk = context.new_page()
    sign_in(desk, people.agent)
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
    desk.keyboard.press("Enter")
    desk.keyboard.press("h")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Dewi Lestari")

    promise = Promise.objects.get()
    assert (promise.total, str(promise.last_due_on), promise.made_by) == (1_250_000, "2026-11-20", people.agent)

    desk.keyboard.press("1")
    expect(desk.locator(".desk-number")).to_be_visible()
    desk.keyboard.type("na")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Budi Santoso")
    desk.goto(f"/meja/kasus/{code}/")
    expect(desk.locator("#history .timeline")).to_contain_text("Rp1.250.000")

    told = money_arrives(context, "KTR-260001", 1_250_000)
    assert [notice["outcome"] for notice in told["notices"]] == ["POSTED"]
    jobs.drain()

    expect(desk.locator(".desk-promises")).to_contain_text(re.compile("Ditepati|Kept"))  # live, nobody reloads
    expect(desk.locator("#history .timeline")).to_contain_text("Pembayaran Rp1.250.000")
    picture(desk, "case")
    desk.goto("/meja/cari/?q=siti")
    expect(desk.locator("#found")).to_contain_text("KTR-260001")
    picture(desk, "search")
    promise.refresh_from_db()
    assert promise.status == "KEPT"
    desk.close()
    context.clear_cookies()

    floor = context.new_page()
    sign_in(floor, people.leader)
    floor.goto("/lantai/")
    row = floor.locator("tr", has_text="Rina Wulandari")
    expect(row).to_contain_text("Rp1,3 jt")
    picture(floor, "floor")
    row.locator("a.rowlink").click()
    expect(floor.locator("main")).to_contain_text("Janji bayar")
    picture(floor, "floor-agent")
    floor.close()
    context.clear_cookies()

    reporting.compute_day(business_date=lender.DATE, by=None, now=clock.now())
    report = context.new_page()
    sign_in(report, people.head)
    report.goto("/laporan/?date=2026-11-20")
    figures = report.locator(".stats")
    expect(figures).to_contain_text("Amount Collect")
    shown = dict(zip(figures.locator(".stat-label").all_inner_texts(), figures.locator(".stat-value").all_inner_texts(),
                     strict=True))  # fmt: skip
    picture(report, "report")
    assert {name.strip(): value for name, value in shown.items()} == {
        "OC": "2", "RPC": "1", "PTP": "1", "PK": "1", "Rasio PK": "100,0 %", "Amount Collect": "Rp1,3 jt",
    }  # fmt: skip
