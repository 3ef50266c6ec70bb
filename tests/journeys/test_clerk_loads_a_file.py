"""A clerk drops files and watches them land; the head of collections decides on the suspicious one."""

import pytest
from playwright.sync_api import expect

from tagih.config import jobs
from tests.factories import staff
from tests.factories.feeds import csv_text
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def drop(page, path, feed: str = "contracts") -> None:
    page.goto("/impor/")
    page.set_input_files("[data-drop-input]", path)
    page.select_option("#id_feed", feed)
    page.fill("#id_date", "20/11/2026")
    page.click("button[data-sending]")


def test_clerk_drops_a_file_and_the_head_lands_the_suspicious_one(house, page, browser, lake, tmp_path):
    good, wrong, doubtful = tmp_path / "kontrak.csv", tmp_path / "salah.csv", tmp_path / "kontrak ragu.csv"
    good.write_text(csv_text("contracts", *({"contract_no": f"K{number}"} for number in range(5)), {"due_day": "99"}))
    wrong.write_text("a,b\n1,2\n")
    doubtful.write_text(
        csv_text("contracts", *({"contract_no": f"K{n}", "status": "X" * (n < 30)} for n in range(100)))
    )
    sign_in(page, staff.person(role="OPERATOR"))

    drop(page, wrong)
    expect(page.locator(".field-error")).to_contain_text("contract_no")
    drop(page, good)
    expect(page.locator("#state progress")).to_be_visible()
    jobs.drain()
    expect(page.locator("#state .stats")).to_contain_text("5")  # without a reload
    expect(page.locator("#state tbody tr")).to_have_count(1)
    drop(page, doubtful)
    page.wait_for_url("**/impor/*/")
    waiting = page.url
    jobs.drain()

    his = browser.new_context(base_url=house.address, bypass_csp=True).new_page()
    sign_in(his, staff.person(role="HEAD"))
    faults = [*faults_of(his, f"{house.address}/impor/"), *faults_of(his, waiting)]
    his.goto(waiting)
    his.click("#state form button.btn-primary")

    expect(his.locator("#state .pill-ok").first).to_be_visible()
    assert faults == []
