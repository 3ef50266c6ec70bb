import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.workforce import operations
from tagih.workforce.models import Cell, Departure, LeaveRequest, Measure, Plan, Swap
from tests.factories import workforce
from tests.factories.workforce import MONDAY, NEXT_MONDAY, NOW, ONE_DAY, TODAY

pytestmark = pytest.mark.django_db
FRIDAY = MONDAY + 4 * ONE_DAY


@pytest.fixture
def house():
    unit, people = workforce.team()
    early, late = workforce.shifts(unit)
    operations.load_leave_kinds(now=NOW)
    return unit, people, early, late


@pytest.fixture
def planner(browser, house):
    return browser(workforce.agent(house[0].parent, "Perencana", role="SUPERVISOR"))


@pytest.mark.parametrize(
    "address", ["rencana/", "rencana/baru/", "rencana/sif/", "cuti/", "cuti/halangan/", "kehadiran/", "hari-ini/",
                "orang/", "hitung/", "kehadiran.csv", "kehadiran/?day=besok"],
)  # fmt: skip
def test_pages_open_before_there_is_a_plan(planner, address):
    assert planner.get(f"/jadwal/{address}").status_code == 200


def test_an_agent_sees_own_shifts_and_no_plan_of_the_team(browser, house):
    unit, people, early, late = house
    workforce.plan(unit, {people[0]: [early], people[1]: [late]}, first_day=NEXT_MONDAY)
    mine = browser(people[0])

    text = mine.get("/jadwal/").content.decode()

    assert "08.00–16.00" in text
    assert "12.00–20.00" not in text
    assert mine.get("/jadwal/rencana/").status_code == 403


def test_an_agent_with_many_shifts_says_that_they_are_read(browser, house):
    unit, people, early, _late = house
    plan = workforce.plan(unit, {people[0]: [early] * 5}, first_day=NEXT_MONDAY)
    mine = browser(people[0])

    answer = mine.post(f"/jadwal/baca/{plan.pk}/")

    assert answer.status_code == 302
    assert plan.acknowledgements.get().person == people[0]


def test_a_plan_of_another_branch_is_not_there(browser, house):
    unit, people, early, _late = house
    plan = workforce.plan(unit, {people[0]: [early]}, first_day=NEXT_MONDAY)
    other, _people = workforce.team(0)

    stranger = browser(workforce.agent(other, "Orang Lain", role="TEAM_LEADER"))

    assert stranger.get(f"/jadwal/rencana/{plan.pk}/").status_code == 404


def test_planner_sets_a_cell_and_is_told_the_rule_that_it_breaks(planner, house):
    unit, people, _early, late = house
    plan = workforce.plan(unit, {people[0]: [late, None]}, first_day=NEXT_MONDAY, is_published=False)
    Plan.objects.filter(pk=plan.pk).update(rules=plan.rules | {"rest_h": 13})
    said = {"person": people[0].employee_no, "day": NEXT_MONDAY + ONE_DAY, "shift": "P"}

    checked = planner.get(f"/jadwal/rencana/{plan.pk}/cek/", said).json()
    refused = planner.post(f"/jadwal/rencana/{plan.pk}/sel/", said)
    forced = planner.post(f"/jadwal/rencana/{plan.pk}/sel/", said | {"force": "1"})

    assert "13" in checked["broken"]
    assert (refused.status_code, forced.status_code) == (422, 200)
    assert workforce.row_of(plan, people[0]) == ["S", "P"]


def test_planner_moves_a_shift_to_somebody_else(planner, house):
    unit, people, early, _late = house
    plan = workforce.plan(unit, {people[0]: [early]}, first_day=NEXT_MONDAY, is_published=False)

    planner.post(
        f"/jadwal/rencana/{plan.pk}/sel/",
        {"person": people[1].employee_no, "day": NEXT_MONDAY, "shift": "P", "from_person": people[0].employee_no,
         "from_day": NEXT_MONDAY},
    )  # fmt: skip

    assert [cell.person_id for cell in Cell.objects.filter(plan=plan, shift__isnull=False)] == [people[1].pk]


def test_plan_costs_the_same_for_one_person_and_three(planner, house):
    unit, people, early, late = house
    plan = workforce.plan(unit, {people[0]: [early]}, first_day=NEXT_MONDAY, is_published=False)
    planner.get(f"/jadwal/rencana/{plan.pk}/papan/")
    with CaptureQueriesContext(connection) as one:
        planner.get(f"/jadwal/rencana/{plan.pk}/papan/")
    for person in people[1:]:
        operations.set_cell(plan=plan, person=person, day=NEXT_MONDAY, shift=late, by=None, now=NOW)

    with CaptureQueriesContext(connection) as three:
        planner.get(f"/jadwal/rencana/{plan.pk}/papan/")

    assert len(three) == len(one)


def test_agent_asks_for_leave_and_sees_that_it_waits(browser, house):
    _unit, people, *_shifts = house
    operations.give_yearly_right(year=2026, now=NOW)
    mine = browser(people[0])
    kind = workforce.leave_kind().pk

    answer = mine.post("/jadwal/minta-cuti/", {"kind": kind, "first_day": "01/12/2026", "last_day": "01/12/2026"})

    assert answer.status_code == 302
    assert LeaveRequest.objects.get().status == "WAITING"
    assert "Daftar tunggu" in mine.get("/jadwal/").content.decode()


def test_agents_swap_and_the_leader_approves(browser, house):
    unit, people, early, late = house
    plan = workforce.plan(unit, {people[0]: [early], people[1]: [late]}, first_day=NEXT_MONDAY)
    choice = f"{plan.pk}:{people[1].pk}:{NEXT_MONDAY}"

    browser(people[0]).post("/jadwal/tukar/", {"giver_day": NEXT_MONDAY, "other": choice})
    swap = Swap.objects.get()
    browser(people[1]).post(f"/jadwal/tukar/{swap.pk}/jawab/", {"answer": "yes"})
    leader = browser(workforce.agent(unit, "Ketua", role="TEAM_LEADER"))
    leader.post(f"/jadwal/tukar/{swap.pk}/putus/?answer=yes", {"reason": ""})

    assert workforce.row_of(plan, people[0]) == ["S"]


def test_attendance_shows_who_is_missing_and_a_second_person_corrects(browser, house):
    unit, people, early, _late = house
    workforce.plan(unit, {people[0]: [None] * 4 + [early], people[1]: [None] * 4 + [early]})
    workforce.at_work(people[1], since=NOW - dt.timedelta(hours=2))
    one, two = (browser(workforce.agent(unit, name, role="TEAM_LEADER")) for name in ("Ketua A", "Ketua B"))

    text = one.get("/jadwal/kehadiran/").content.decode()
    one.post(
        f"/jadwal/kehadiran/koreksi/{people[0].employee_no}/?day={FRIDAY}",
        {"started": "08:00", "ended": "09:30", "reason": "Lupa masuk"},
    )
    pk = people[0].attendance_corrections.get().pk
    one.post(f"/jadwal/kehadiran/koreksi/{pk}/putus/", {"answer": "yes"})
    assert not people[0].attendance.exists()
    two.post(f"/jadwal/kehadiran/koreksi/{pk}/putus/", {"answer": "yes"})

    assert text.count("Tidak hadir") >= 1
    assert people[0].attendance.get().is_by_desk is False


def test_leader_follows_a_recommendation_and_undoes_it(browser, house):
    unit, people, early, _late = house
    donor = workforce.staff.unit("TEAM", parent=unit.parent)
    workforce.plan(unit, {person: [None] * 4 + [early] for person in people}, weekday=3)
    workforce.at_work(people[0], since=NOW - dt.timedelta(hours=2))
    helper = workforce.agent(donor, "Bantuan A")
    workforce.at_work(helper, workforce.agent(donor, "Bantuan B"), since=NOW)
    from tagih.cases.models import Queue

    queue = Queue.objects.create(code="Q1", name="Antrean", stage="EARLY", unit=unit.parent)
    queue.teams.add(unit)
    leader = browser(workforce.agent(unit, "Ketua", role="TEAM_LEADER"))

    text = leader.get("/jadwal/hari-ini/").content.decode()
    leader.post("/jadwal/hari-ini/ikuti/", {"kind": "BORROW", "unit": unit.code})
    lent = set(queue.teams.values_list("pk", flat=True))
    measure = Measure.objects.get()
    leader.post(f"/jadwal/hari-ini/{measure.pk}/batal/")

    assert "Agen B" in text
    assert lent == {unit.pk, donor.pk}
    assert set(queue.teams.values_list("pk", flat=True)) == {unit.pk}
    assert measure.after["service_level"] > measure.before["service_level"]


def test_supervisor_records_that_somebody_leaves(planner, house):
    _unit, people, *_shifts = house

    answer = planner.post(
        f"/jadwal/orang/{people[0].employee_no}/berhenti/",
        {"kind": "RESIGNATION", "noticed_on": "20/11/2026", "last_day": "30/11/2026", "reason": "Pindah kota"},
    )

    assert answer.status_code == 302
    assert Departure.objects.get().last_day == dt.date(2026, 11, 30)
    assert Departure.objects.get().last_day > TODAY


def test_payroll_file_runs_no_formula(planner, house):
    unit, people, early, _late = house
    workforce.plan(unit, {people[0]: [None] * 4 + [early]})
    people[0].full_name = "=1+1"
    people[0].save()

    text = planner.get(f"/jadwal/kehadiran.csv?unit={unit.code}&from=2026-11-16&to=2026-11-20").content.decode()

    assert "'=1+1" in text


def test_staffing_counts_three_modes(planner):
    answer = planner.get("/jadwal/hitung/", {"calls": "100", "aht": 240, "within": 20, "level": 80, "patience": 120,
                                             "reach": 1000, "dials": 25, "rpc": 35, "hours": 6.4, "cases": 0,
                                             "case_s": 180})  # fmt: skip

    needed = answer.context["needed"]
    assert (needed.inbound.agents, needed.patient.agents, needed.outbound) == (16, 17, 18)
    assert needed.blend.outcome.service_level >= 0.8
    assert json.dumps(needed.blend.agents)
