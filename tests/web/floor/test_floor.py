import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.cases import operations
from tagih.cases.models import Note, Queue, WorkItem
from tagih.web.floor.files import cell
from tests.factories import cases

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def branch():
    return cases.branch()


@pytest.fixture
def leader(branch):
    return cases.agent(branch, role="TEAM_LEADER", name="Hendra Saputra")


@pytest.fixture
def floor(browser, leader):
    return browser(leader)


def queue_of(case) -> Queue:
    return WorkItem.objects.get(case=case).queue


def test_board_shows_agents_with_state_case_and_counts(floor, branch):
    agent = cases.agent(branch, name="Rina Wulandari")
    case = cases.case(branch)
    operations.take_case(case=case, person=agent, now=NOW)
    operations.set_agent_state(person=agent, state="WORKING", now=NOW)

    text = floor.get("/lantai/").content.decode()

    assert "Rina Wulandari" in text
    assert case.code in text
    assert 'data-live="floor queues"' in text


def test_board_keeps_to_the_leaders_branch(floor):
    other = cases.branch()
    cases.agent(other, name="Orang Seberang")
    cases.case(other)

    text = floor.get("/lantai/papan/").content.decode()

    assert "Orang Seberang" not in text
    assert other.name not in text


def test_board_of_an_empty_branch_says_what_to_do(browser):
    alone = cases.agent(cases.unit("R1", "REGION", cases.company()), role="SUPERVISOR")

    text = browser(alone).get("/lantai/").content.decode()

    assert "Tidak ada antrean di cabang Anda" in text


def test_board_costs_the_same_for_one_and_three(floor, branch):
    cases.agent(branch)
    cases.case(branch)
    floor.get("/lantai/papan/")
    with CaptureQueriesContext(connection) as one:
        floor.get("/lantai/papan/")
    for days in (40, 100):
        agent = cases.agent(branch)
        operations.take_case(case=cases.case(branch, days=days), person=agent, now=NOW)
        operations.set_agent_state(person=agent, state="WORKING", now=NOW)

    with CaptureQueriesContext(connection) as three:
        floor.get("/lantai/papan/")

    assert len(three) == len(one)


def test_preview_counts_what_would_move(floor, branch):
    made = [cases.case(branch) for _turn in range(3)]
    queue = queue_of(made[0])

    text = floor.get(f"/lantai/antrean/{queue.pk}/hitung/", {"limit": "2"}, headers=HTMX).content.decode()

    assert "<strong>2</strong>" in text
    assert "3" in text


def test_move_reserves_the_foremost_work_for_a_person(floor, branch):
    made = [cases.case(branch) for _turn in range(3)]
    agent, queue = cases.agent(branch), queue_of(made[0])
    values = {"person": agent.pk, "limit": 2, "reason": "Rina cuti"}

    answer = floor.post(f"/lantai/antrean/{queue.pk}/pindah/", values, headers=HTMX)

    assert "floor-changed" in answer["HX-Trigger"]
    assert WorkItem.objects.filter(assignee=agent).count() == 2


@pytest.mark.parametrize("missing", ["reason", "person"])
def test_move_without_reason_or_target_is_refused_at_its_field(floor, branch, missing):
    queue = queue_of(cases.case(branch))
    agent = cases.agent(branch)
    values = {"person": agent.pk, "limit": 2, "reason": "Rina cuti"} | {missing: ""}

    answer = floor.post(f"/lantai/antrean/{queue.pk}/pindah/", values, headers=HTMX)

    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not WorkItem.objects.filter(assignee=agent).exists()


def test_queue_of_another_branch_can_neither_be_moved_nor_paused(floor):
    queue = queue_of(cases.case(cases.branch()))

    assert floor.get(f"/lantai/antrean/{queue.pk}/pindah/").status_code == 404
    assert floor.post(f"/lantai/antrean/{queue.pk}/jeda/", {"paused": "1"}).status_code == 404
    queue.refresh_from_db()
    assert not queue.is_paused


def test_pause_stops_the_hand_out_and_resume_starts_it(floor, branch):
    queue = queue_of(cases.case(branch))
    agent = cases.agent(branch)

    floor.post(f"/lantai/antrean/{queue.pk}/jeda/", {"paused": "1"}, headers=HTMX)
    assert operations.next_item(person=agent, now=NOW) is None
    floor.post(f"/lantai/antrean/{queue.pk}/jeda/", {"paused": "0"}, headers=HTMX)

    assert operations.next_item(person=agent, now=NOW) is not None


def test_take_back_returns_the_case_and_leaves_the_reason(floor, branch):
    case, agent = cases.case(branch), cases.agent(branch, name="Rina Wulandari")
    item = operations.take_case(case=case, person=agent, now=NOW)
    address = f"/lantai/pekerjaan/{item.pk}/tarik/"

    asked = floor.get(address, headers=HTMX).content.decode()
    floor.post(address, {"reason": "Sakit mendadak"}, headers=HTMX)
    again = floor.post(address, {"reason": "Lagi"}, headers=HTMX)

    assert "Rina Wulandari" in asked
    assert cases.item(case).status == "READY"
    assert "Sakit mendadak" in Note.objects.get(case=case).text
    assert "toast" in again["HX-Trigger"]


def test_day_of_an_agent_lists_what_was_done(floor, branch):
    agent, case = cases.agent(branch, name="Rina Wulandari"), cases.case(branch)
    operations.set_agent_state(person=agent, state="READY", now=NOW - dt.timedelta(minutes=90))
    operations.record_activity(case=case, action="CALL_IN", result="CUT_OFF", by=agent, now=NOW)

    text = floor.get(f"/lantai/petugas/{agent.employee_no}/").content.decode()
    empty = floor.get(f"/lantai/petugas/{agent.employee_no}/", {"day": "2026-11-19"}).content.decode()

    assert case.code in text
    assert "1 j 30 mnt" in text
    assert "Tidak ada yang dicatat" in empty
    assert floor.get("/lantai/petugas/TIDAK-ADA/").status_code == 404


def test_files_hold_people_and_queues(floor, branch):
    cases.agent(branch, name="=cmd|calc")
    cases.case(branch)

    people = floor.get("/lantai/petugas.csv")
    queues = floor.get("/lantai/antrean.csv").content.decode("utf-8-sig")

    assert people["Content-Type"].startswith("text/csv")
    assert "'=cmd|calc" in people.content.decode("utf-8-sig")
    assert branch.name in queues


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_cell_that_a_spreadsheet_would_run_is_made_harmless(text):
    assert cell(text) == f"'{text}"


def test_floor_is_for_leaders(browser, branch):
    agent = browser(cases.agent(branch))

    for address in ("/lantai/", "/lantai/papan/", "/lantai/petugas.csv"):
        assert agent.get(address).status_code == 403
