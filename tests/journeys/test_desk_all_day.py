"""Eight hours at the desk: the keyboard alone, a session and a server that go away, a second tab, a case taken back."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tagih.cases import operations as cases
from tagih.cases.models import Activity, Promise, WorkItem
from tagih.contacts.models import Attempt
from tests.factories import cases as work
from tests.factories import contacts as points
from tests.factories import staff
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import open_house, sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAMES = ("Siti Rahayu", "Budi Santoso", "Dewi Lestari", "Agus Salim")


@pytest.fixture
def people(house, monkeypatch):
    """A branch with four cases, the most urgent first in NAMES."""
    lender.set_clock(monkeypatch)
    made = lender.house()
    for days, name in zip((28, 20, 12, 5), NAMES, strict=True):
        customer = work.customer(name)
        work.contract(made.branch, customer=customer, days=days, overdue=days * 60_000)
        points.make_point(customer, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
        points.make_point(customer)
    work.round()
    return made


@pytest.fixture
def desk(people, page, context) -> Page:
    """The agent at the first case."""
    context.clock.set_fixed_time(lender.NOW + dt.timedelta(minutes=1))
    sign_in(page, people.agent)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(NAMES[0])
    expect(page.locator("#command")).to_be_focused()
    return page


def say(page: Page, keys: str) -> int:
    """Presses keys one by one (a blank is Enter) and returns how many."""
    for key in keys:
        page.keyboard.press("Enter" if key == " " else key)
    return len(keys)


def test_common_results_take_at_most_five_keys_and_no_mouse(desk):
    entries = [("jb h ", "PROMISE"), ("na ", "NO_ANSWER"), ("cbj ", "CALL_BACK"), ("pm ", "CUT_OFF")]
    for place, (keys, result) in enumerate(entries):
        expect(desk.locator("h1")).to_have_text(NAMES[place])
        desk.keyboard.press("1")
        expect(desk.locator(".desk-number")).to_be_visible()
        expect(desk.locator("#command")).to_be_focused()

        assert say(desk, keys) <= 5

        following = NAMES[place + 1] if place + 1 < len(entries) else "Meja saya"
        expect(desk.locator("h1")).to_have_text(following)
        assert Activity.objects.latest("ended_at").result.code == result
    expect(desk.locator(".desk-idle")).to_contain_text("Tidak ada pekerjaan yang menunggu")
    picture(desk, "desk-empty")
    assert Attempt.objects.filter(state="DONE").count() == 4
    assert Activity.objects.get(result__code="NO_ANSWER").party.code == "NOBODY"
    assert Activity.objects.get(result__code="PROMISE").party.code == "CONSUMER"


def test_wrong_number_is_retired_and_never_offered_again(desk):
    desk.keyboard.press("1")
    expect(desk.locator(".desk-number")).to_be_visible()

    say(desk, "ss ")
    expect(desk.locator("#toasts")).to_contain_text("Tersimpan")
    desk.goto(f"/meja/cari/?q={NAMES[0]}")
    desk.click("a.rowlink")

    expect(desk.locator(".desk-points .is-off")).to_have_count(1)
    assert Activity.objects.get().contact_point.state == "WRONG_PERSON"


def test_result_can_be_chosen_by_mouse_and_by_name(desk):
    desk.fill("#command", "menolak bayar")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_delay_reason")).to_be_focused()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    desk.click("#codes [data-code=NO_ANSWER]")
    desk.click("[data-save]")

    expect(desk.locator("h1")).to_have_text(NAMES[1])
    assert Activity.objects.get().result.code == "NO_ANSWER"


def test_refused_promise_keeps_the_entry_and_says_where(desk):
    desk.keyboard.type("jb")
    desk.keyboard.press("Enter")
    desk.fill("#id_due_on", "31/12/2026")
    desk.keyboard.press("Enter")

    expect(desk.locator("#id_due_on_error")).to_be_visible()
    expect(desk.locator("#id_due_on")).to_have_value("31/12/2026")
    expect(desk.locator("#command")).to_have_value("JB")
    desk.fill("#id_due_on", "25")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text(NAMES[1])
    assert Promise.objects.count() == 1


def test_half_written_entry_survives_a_reload_and_is_gone_when_saved(desk):
    desk.keyboard.type("mb")
    desk.fill("#id_notes", "Menunggu hasil panen")

    desk.reload()

    expect(desk.locator("#id_notes")).to_have_value("Menunggu hasil panen")
    expect(desk.locator("#command")).to_have_value("MB")
    expect(desk.locator("#draft-kept")).to_be_visible()
    desk.select_option("#id_delay_reason", "BUSINESS_SLOW")
    desk.click("[data-save]")
    expect(desk.locator("h1")).to_have_text(NAMES[1])
    assert not desk.evaluate("Object.keys(sessionStorage).some(name => name.startsWith('tagih.draft'))")
    assert Activity.objects.get().notes == "Menunggu hasil panen"


def test_server_that_goes_away_while_saving_gets_the_entry_once(desk, context):
    desk.keyboard.press("1")
    expect(desk.locator(".desk-number")).to_be_visible()
    context.set_offline(True)

    say(desk, "na ")
    expect(desk.locator("#away")).to_be_visible()
    assert not Activity.objects.exists()
    context.set_offline(False)

    expect(desk.locator("h1")).to_have_text(NAMES[1], timeout=30_000)
    expect(desk.locator("#away")).to_be_hidden()
    assert Activity.objects.count() == 1


def test_server_that_is_killed_in_the_middle_of_an_entry_loses_nothing(desk, house):
    desk.keyboard.type("mb")
    desk.fill("#id_notes", "Panen bulan depan")
    desk.select_option("#id_delay_reason", "BUSINESS_SLOW")
    house.close()

    desk.click("[data-save]")
    expect(desk.locator("#away")).to_be_visible()
    expect(desk.locator("#id_notes")).to_have_value("Panen bulan depan")
    again = open_house(int(house.address.rpartition(":")[2]))
    try:
        expect(desk.locator("h1")).to_have_text(NAMES[1], timeout=30_000)
        assert Activity.objects.get().notes == "Panen bulan depan"
    finally:
        again.close()


def test_entry_of_another_person_is_not_left_in_the_tab(desk, people):
    desk.keyboard.type("mb")
    desk.fill("#id_notes", "Hanya untuk Rina")
    desk.context.clear_cookies()

    sign_in(desk, people.leader)
    desk.goto("/meja/")

    expect(desk.locator("#desk")).to_be_visible()
    desk.wait_for_function("!Object.keys(sessionStorage).some(name => name.startsWith('tagih.draft'))")


def test_session_that_ended_is_renewed_over_the_page_and_the_entry_goes_through(desk, context, people):
    desk.keyboard.type("na")
    context.clear_cookies(name="sessionid")

    desk.keyboard.press("Enter")
    dialog = desk.locator("#session-dialog")
    expect(dialog).to_be_visible()
    dialog.locator("#id_username").fill(people.agent.username)
    dialog.locator("#id_password").fill(staff.PASSWORD)
    dialog.locator("button.btn-primary").click()

    expect(desk.locator("h1")).to_have_text(NAMES[1])
    assert Activity.objects.get().result.code == "NO_ANSWER"


def test_second_tab_takes_no_second_case_and_says_where_the_first_is(desk, context):
    second = context.new_page()
    second.goto("/meja/")

    notice = second.locator("#other-tab")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text(NAMES[0])
    expect(second.locator("#desk")).to_be_hidden()
    picture(second, "desk-second-tab")
    assert WorkItem.objects.filter(status="LEASED").count() == 1

    second.click("#work-here")
    expect(second.locator("h1")).to_have_text(NAMES[0])
    expect(desk.locator("#other-tab")).to_be_visible()


def test_case_that_was_taken_back_is_said_and_taken_again_with_its_entry(desk, people):
    desk.keyboard.type("mb")
    desk.fill("#id_notes", "Sedang bicara")
    item = WorkItem.objects.get(status="LEASED")
    cases.take_back(item=item, by=people.leader, now=lender.NOW)

    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(desk.locator("#lease-lost")).to_be_visible()
    desk.click("#lease-lost button")
    expect(desk.locator("#lease-lost")).to_be_hidden()
    expect(desk.locator("#id_notes")).to_have_value("Sedang bicara")
    item.refresh_from_db()
    assert item.leased_by == people.agent


def test_refused_call_is_told_in_words(desk, monkeypatch, settings):
    settings.TAGIH_IDLE_LOCK_SECONDS = 0
    lender.set_clock(monkeypatch, lender.NOW.replace(hour=13, minute=30))  # 20.30 in Lampung

    desk.keyboard.press("1")

    refusal = desk.locator(".desk-refusal")
    expect(refusal).to_contain_text("POJK 22/2023")
    expect(refusal).to_contain_text("21/11/2026 08.00 WIB")
    picture(desk, "desk-refused", of=".desk-refusal")
    assert not Attempt.objects.exists()


def test_leader_sees_the_floor_live_and_moves_work(desk, people, browser, house):
    own = browser.new_context(base_url=house.address, viewport={"width": 1440, "height": 900})
    floor = own.new_page()
    sign_in(floor, people.leader)
    floor.goto("/lantai/")
    row = floor.locator("tr", has_text="Rina Wulandari")
    expect(row.locator("td").nth(3)).to_have_text("0")

    say(desk, "na ")
    expect(row.locator("td").nth(3)).to_have_text("1")  # nobody reloads

    floor.locator("tr", has_text="Bandar Lampung").locator("button", has_text="Pindahkan").click()
    dialog = floor.locator("dialog[open]")
    expect(dialog.locator("#move-preview strong")).to_have_text("3")
    dialog.locator("#move_person").select_option(label="Hendra Saputra · Tim Melati")
    dialog.locator("#move_reason").fill("Rina rapat siang ini")
    picture(floor, "floor-move")
    dialog.locator("button.btn-primary").click()
    expect(floor.locator("#toasts")).to_contain_text("3 kasus dipindahkan")
    assert WorkItem.objects.filter(assignee=people.leader, status="READY").count() == 3
    own.close()


def test_screens_are_accessible_in_every_look(desk, people):
    desk.keyboard.press("1")
    expect(desk.locator(".desk-number")).to_be_visible()
    desk.keyboard.type("jb")
    code = desk.locator(".desk-name .mono").inner_text()

    faults = faults_of(desk)
    for address in ("/meja/", "/meja/cari/?q=siti", f"/meja/kasus/{code}/"):
        faults += faults_of(desk, address)
    desk.context.clear_cookies()
    sign_in(desk, people.leader)
    for address in ("/lantai/", f"/lantai/petugas/{people.agent.employee_no}/"):
        faults += faults_of(desk, address)

    assert faults == []
