"""Shifts: a planner makes, mends and publishes a month; agents read, swap and take leave on a phone; at half past ten
three people are missing; somebody leaves and no promise is orphaned."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tagih.cases import operations as cases
from tagih.cases.models import AgentStateChange, Case, Promise, Queue
from tagih.config import jobs
from tagih.workforce import operations, queries
from tagih.workforce.models import Plan, ShiftKind
from tagih.workforce.queries.demand import steady_demand
from tests.factories import cases as work
from tests.factories import staff, workforce
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people(house, monkeypatch):
    """A Friday morning in a branch, with shifts and leave."""
    lender.set_clock(monkeypatch)
    made = lender.house()
    workforce.shifts(made.branch)
    operations.load_leave_kinds(now=lender.NOW)
    operations.give_yearly_right(year=2026, now=lender.NOW)
    return made


@pytest.fixture
def planner(people):
    return staff.person(role="SUPERVISOR", unit=people.branch, name="Wulan Prasetya", username="wulan")


def _look(page, name: str, *, of: str = "") -> list:
    page.emulate_media(color_scheme="light")
    picture(page, name, of=of)
    return faults_of(page, page.url.split("#")[0], looks=[(1440, "light"), (390, "dark")])


def test_planner_makes_mends_and_publishes_a_month(people, planner, page):
    sign_in(page, planner)
    page.goto("/jadwal/rencana/baru/")
    page.select_option("#id_unit", people.team.code)
    page.fill("#id_first_day", "23/11/2026")
    page.fill("#id_weekday", "3")
    page.fill("#id_saturday", "1")
    page.fill("#id_seconds", "5")
    page.click(".form-foot .btn-primary")
    jobs.drain()
    plan = Plan.objects.get()
    page.goto(f"/jadwal/rencana/{plan.pk}/")
    expect(page.locator(".roster tbody tr")).to_have_count(7)

    free = page.locator("button.cell[data-shift='']").first
    where = (
        f"button.cell[data-person='{free.get_attribute('data-person')}'][data-day='{free.get_attribute('data-day')}']"
    )
    free.focus()
    page.keyboard.press("s")
    done = "where => document.querySelector(where)?.dataset.shift || document.querySelector('#refusal')"
    page.wait_for_function(done, arg=where)
    faults = _look(page, "plan")
    page.click("form[action$='/terbit/'] button")
    expect(page.locator("form[action$='/terbit/']")).to_have_count(0)
    operations.report_absence(
        person=people.agent, kind=workforce.leave_kind("SICK"), first_day=dt.date(2026, 11, 24),
        last_day=dt.date(2026, 11, 24), by=planner, now=lender.NOW,
    )  # fmt: skip
    jobs.drain()
    page.reload()

    plan.refresh_from_db()
    assert (plan.status, faults) == ("PUBLISHED", [])
    assert not plan.cells.filter(person=people.agent, day=dt.date(2026, 11, 24), shift__isnull=False).exists()


def test_agent_reads_swaps_and_takes_leave_on_a_phone(people, planner, page, context):
    early, late = ShiftKind.objects.order_by("starts_min")
    mate = staff.person(unit=people.team, name="Bagas Wibowo", username="bagas")
    plan = workforce.plan(
        people.team, {people.agent: [early] * 5, mate: [late] * 5}, first_day=dt.date(2026, 11, 23), weekday=1
    )
    page.set_viewport_size(PHONE)
    sign_in(page, people.agent)
    page.goto("/jadwal/")
    page.click("text=Sudah saya baca")
    faults = _look(page, "own-shifts")
    page.set_viewport_size(PHONE)
    page.goto("/jadwal/tukar/?day=2026-11-24")
    page.select_option("#id_other", f"{plan.pk}:{mate.pk}:2026-11-24")
    page.click(".form-foot .btn-primary")
    page.goto("/jadwal/minta-cuti/")
    page.fill("#id_first_day", "30/11/2026")
    page.fill("#id_last_day", "30/11/2026")
    page.click(".form-foot .btn-primary")
    expect(page.locator("text=Cuti tahunan").first).to_be_visible()

    context.clear_cookies()
    sign_in(page, mate)
    page.goto("/jadwal/")
    page.click("button[value=yes]")
    context.clear_cookies()
    sign_in(page, planner)
    page.goto("/jadwal/cuti/")
    faults += _look(page, "leave")
    page.click("a[href*='/tukar/'][href$='answer=yes']")
    page.click(".form-foot .btn-primary")

    assert faults == []
    assert [workforce.row_of(plan, one)[1] for one in (people.agent, mate)] == ["S", "P"]
    assert plan.acknowledgements.get().person == people.agent


def test_leader_sees_three_missing_and_follows_a_recommendation(people, page):
    early, _late = ShiftKind.objects.order_by("starts_min")
    agents = [one for one in queries.people_between(people.team, lender.DATE, lender.DATE)
              if one != people.leader]  # fmt: skip
    plan = operations.request_plan(
        unit=people.team, first_day=dt.date(2026, 11, 16), days=7, by=None, now=lender.NOW,
        demand=steady_demand(dt.date(2026, 11, 16), 7, weekday=6, saturday=0),
    )  # fmt: skip
    roster = {str(one.pk): [None] * 4 + [str(early.pk)] for one in agents}
    operations.store_roster(plan=plan, roster=roster, cost=0, bound=0, remedies=[], conflict=[], now=lender.NOW)
    operations.publish(plan=Plan.objects.get(), by=None, now=lender.NOW)
    for one in agents[:3]:
        cases.set_agent_state(person=one, state="OFF", now=lender.NOW)
    AgentStateChange.objects.filter(person__in=agents[:3]).exclude(state="OFF").delete()
    donor = staff.unit("TEAM", parent=people.branch, name="Tim Kenanga")
    for name in ("Galih Permana", "Intan Sari", "Tono Raharja", "Yuni Astuti", "Fajar Hidayat", "Lia Amelia"):
        cases.set_agent_state(person=staff.person(unit=donor, name=name), state="READY", now=lender.NOW)
    queue = Queue.objects.create(code="BDL-E", name="Meja Bandar Lampung", stage="EARLY", unit=people.branch)
    queue.teams.add(people.team)
    sign_in(page, people.leader)

    page.goto("/jadwal/hari-ini/")
    expect(page.locator("text=3 orang seharusnya hadir")).to_be_visible()
    faults = _look(page, "the-day")
    page.click("li:has-text('Tim Kenanga') button")
    expect(page.locator("text=Dilakukan hari ini").or_(page.locator("#done-title"))).to_be_visible()
    lent = set(queue.teams.values_list("name", flat=True))
    page.click("form[action$='/batal/'] button")
    page.goto("/jadwal/kehadiran/")
    faults += _look(page, "attendance")

    assert faults == []
    assert lent == {people.team.name, "Tim Kenanga"}
    assert set(queue.teams.values_list("name", flat=True)) == {people.team.name}


def test_agent_leaves_and_no_promise_is_orphaned(people, planner, page):
    mate = staff.person(unit=people.team, name="Bagas Wibowo", username="bagas")
    workforce.certify(mate)
    for _turn in range(3):
        case = work.case(people.branch)
        Case.objects.filter(pk=case.pk).update(owner=people.agent, callback_at=lender.NOW, callback_by=people.agent)
        cases.record_promise(case=case, draft=work.draft((3, 500_000)), by=people.agent, now=lender.NOW)
    sign_in(page, planner)

    page.goto(f"/jadwal/orang/{people.agent.employee_no}/berhenti/")
    page.fill("#id_noticed_on", "20/11/2026")
    page.fill("#id_last_day", "30/11/2026")
    page.fill("#id_reason", "Pindah ke Surabaya")
    page.click(".form-foot button")
    faults = _look(page, "leavers")

    assert faults == []
    assert Promise.objects.filter(status="OPEN").count() == 3
    assert not Case.objects.filter(owner=people.agent).exists()
    assert set(Case.objects.values_list("owner", "callback_by")) == {(mate.pk, mate.pk)}
