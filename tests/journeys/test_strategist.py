"""A strategist changes the strategy before lunch: edit, counts, replay, approval, a tenth of the people, the result."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tagih.config import jobs, setup
from tagih.strategy.models import Release
from tests.factories import staff
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture
from tests.strategy.test_day import DAY, NOW, play
from tests.strategy.test_trials import AFTER, pay, play_crowd

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LOOKS = [(1440, "light"), (390, "dark")]


@pytest.fixture
def writer(house, lake, monkeypatch):
    """Two quiet days and one with a crowd were decided by the strategy that comes with Tagih."""
    lender.set_clock(monkeypatch)
    staff.company()
    setup.load_reference_data(now=NOW)
    for back in (2, 1):
        play(DAY - dt.timedelta(back), NOW - dt.timedelta(back))
    play_crowd()
    return staff.person(role="STRATEGIST", name="Dewi Anggraini", username="dewi")


def plain(page) -> None:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_strategy_goes_from_a_word_to_the_result_of_a_tenth_and_back(writer, context, monkeypatch):
    page = context.new_page()
    sign_in(page, writer)
    page.goto("/strategi/")
    expect(page.locator("main")).to_contain_text("Strategi bawaan Tagih")
    assert faults_of(page, "/strategi/variabel/", looks=LOOKS) == []
    plain(page)

    page.goto("/strategi/baru/")
    text = page.locator("#id_text")
    expect(page.locator("#told")).to_contain_text("dapat dipakai")
    expect(page.locator(".st-segment", has_text="Sebelum jatuh tempo").first).to_contain_text("0")
    few = int(page.locator(".st-step", has_text="ea_call").locator(".num").inner_text())
    good = text.input_value()
    text.fill(good.replace("when: dpd BETWEEN 1 AND 30, treatment", "when: dpdd BETWEEN 1 AND 30, treatment"))
    fault = page.locator(".st-fault").first
    expect(fault).to_contain_text("dpd")
    fault.click()
    assert page.evaluate("() => { const t = document.activeElement; return t.value.slice(t.selectionStart,"
                         " t.selectionEnd); }") == "dpdd"  # fmt: skip
    picture(page, "strategy-editor-faults")
    changed = good.replace("id: ea_call, trigger: {dpd: [8, 30]}", "id: ea_call, trigger: {dpd: [3, 30]}")
    text.fill(changed)
    expect(page.locator("#told")).to_contain_text("dapat dipakai")
    step = page.locator(".st-step", has_text="ea_call")
    expect(step.locator(".num")).not_to_have_text(str(few))
    assert int(step.locator(".num").inner_text()) > few
    picture(page, "strategy-editor")
    page.get_by_role("button", name="Simpan konsep").click()

    page.get_by_role("button", name="Putar ulang 90 hari").click()
    expect(page.locator("#state")).to_contain_text("0 dari 3 hari")
    jobs.drain()
    page.reload()
    expect(page.locator("#state")).to_contain_text("3 dari 3 hari")
    expect(page.locator(".st-diff ins")).to_contain_text("dpd: [3, 30]")
    picture(page, "strategy-version")
    address = page.url
    assert faults_of(page, address, looks=LOOKS) == []
    plain(page)
    page.get_by_role("button", name="Ajukan untuk disetujui").click()
    expect(page.locator("#state")).to_contain_text("orang lain yang harus memutuskan")
    page.close()
    context.clear_cookies()

    head = context.new_page()
    boss = staff.person(role="HEAD", name="Bambang Hartono", username="bambang")
    sign_in(head, boss)
    head.goto(address)
    head.get_by_role("button", name="Setujui").click()
    head.get_by_role("link", name=re.compile("^Rilis$")).click()
    head.fill("#id_share", "10")
    assert faults_of(head, head.url, looks=LOOKS) == []
    plain(head)
    head.fill("#id_share", "10")
    head.fill("#id_worth_seeing", "0.2")
    head.get_by_role("button", name="Rilis").click()
    expect(head.locator("#state")).to_contain_text("10 %")
    expect(head.locator("main")).to_contain_text("Terlalu dini untuk berkata apa pun")
    jobs.drain()
    head.goto("/strategi/")
    expect(head.locator(".st-shares")).to_contain_text("uji coba")
    picture(head, "strategy")
    assert faults_of(head, "/strategi/", looks=LOOKS) == []
    plain(head)

    lender.set_clock(monkeypatch, NOW + (AFTER - DAY))
    pay(Release.objects.get().salt, tried=8, others=3, share=10)
    context.clear_cookies()
    sign_in(head, boss)
    head.goto(address)
    result = head.locator("section.card", has_text="Hasil uji coba dengan 10 %")
    expect(result).to_contain_text("Uji coba lebih baik")
    expect(result.get_by_role("row", name=re.compile("yang membayar"))).to_contain_text("…")
    result.scroll_into_view_if_needed()
    picture(head, "strategy-result", of="section.card:has-text('Hasil uji coba')")
    assert faults_of(head, address, looks=LOOKS) == []
    plain(head)

    head.goto("/strategi/")
    head.get_by_role("button", name=re.compile("Tarik DEFAULT@1")).click()
    head.fill("#reason", "Terlalu banyak telepon")
    head.locator("#back .btn-bad").click()
    expect(head.locator(".st-shares")).not_to_contain_text("uji coba")
