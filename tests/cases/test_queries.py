import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tagih.cases import operations, queries
from tagih.cases.models import Case, Queue
from tagih.cases.queries.search import search_names
from tagih.staff.models import Person
from tagih.staff.queries import Standing, standing_of
from tests.factories import cases as make

DAY, NOW = make.DAY, make.NOW
pytestmark = pytest.mark.django_db


def standing(person: Person) -> Standing:
    return standing_of(person, on=DAY)


@pytest.fixture
def branch():
    return make.branch()


@pytest.fixture
def agent(branch):
    return make.agent(branch)


def found(text: str, person: Person) -> list[tuple[int, str]]:
    return [(hit.case_id, hit.matched) for hit in queries.search(text, standing=standing(person))]


def statements(ask) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        ask()
    return len(captured)


def test_case_is_found_by_whatever_is_in_hand(branch, agent) -> None:
    case = make.case(branch, customer=make.customer("Budi Santosa Contoh"), collateral_no="B 1234 XYZ")
    make.case(branch, customer=make.customer("Rina Lain"), collateral_no="B 9999 XYZ")
    contract = case.customer.contracts.get()

    assert found(case.code, agent) == [(case.pk, "CODE")]
    assert found(case.code.lower(), agent) == [(case.pk, "CODE")]
    assert found(contract.contract_no, agent) == [(case.pk, "CONTRACT")]
    assert found(case.customer.customer_no, agent) == [(case.pk, "CUSTOMER")]
    assert found("b1234xyz", agent) == [(case.pk, "PLATE")]
    assert found("B 1234 XYZ", agent) == [(case.pk, "PLATE")]
    assert found("budi", agent) == [(case.pk, "NAME")]
    assert found("santosa contoh", agent) == [(case.pk, "NAME")]
    assert found("tidak ada", agent) == []
    assert found("bu", agent) == []


def test_case_of_another_branch_is_not_found(branch, agent) -> None:
    case = make.case(make.branch(), customer=make.customer("Budi Sebelah"))

    assert found("budi", agent) == []
    assert queries.find_case(case.pk, standing=standing(agent)) is None


def test_team_at_head_office_sees_every_branch(branch) -> None:
    case = make.case(branch)
    desk = make.unit("DESK-HO", "TEAM", make.company())

    assert found(case.code, make.agent(desk)) == [(case.pk, "CODE")]


def test_open_case_comes_before_a_closed_one(branch, agent) -> None:
    contract = make.contract(branch, customer=make.customer("Budi Contoh"))
    make.round()
    make.cure(contract)
    make.round()
    type(contract).objects.filter(pk=contract.pk).update(oldest_unmet_due_on=DAY - dt.timedelta(days=4))
    make.round()

    hits = queries.search("budi", standing=standing(agent))

    assert [hit.is_open for hit in hits] == [True, False]


def test_search_takes_as_many_statements_for_three_rows_as_for_one(branch, agent) -> None:
    make.case(branch, customer=make.customer("Wati Satu"))
    one = statements(lambda: found("wati", agent))
    for _ in range(2):
        make.case(branch, customer=make.customer("Wati Banyak"))

    assert statements(lambda: found("wati", agent)) == one


def test_name_is_searched_by_its_index(branch) -> None:
    make.case(branch, customer=make.customer("Budi Santosa"))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        statement, values = search_names("budi").query.sql_with_params()
        cursor.execute(f"EXPLAIN {statement}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "customer_name_in_capitals" in plan
    assert "Index Cond" in plan and "BUDI" in plan


def _one_of_each(case: Case, agent: Person, minute: int) -> None:
    now = NOW + dt.timedelta(minutes=minute)
    operations.record_activity(case=case, by=agent, now=now, action="CALL_OUT", result="NA")
    operations.write_note(case=case, text=f"catatan {minute}", by=agent, now=now)
    operations.open_hold(case=case, reason="LEGAL", by=agent, now=now)
    make.payment(case.customer.contracts.get(), 100_000 + minute)
    operations.record_promise(case=case, draft=make.draft((2, 500_000)), by=agent, now=now)


def test_time_line_tells_everything_newest_first(branch, agent) -> None:
    case = make.case(branch)
    _one_of_each(case, agent, 1)

    page = queries.history(case)

    assert {entry.kind for entry in page.entries} == {"ACTIVITY", "NOTE", "HOLD", "PAYMENT", "PROMISE"}
    assert [entry.at for entry in page.entries] == sorted((entry.at for entry in page.entries), reverse=True)
    assert page.next_cursor == ""


def test_time_line_in_pages_shows_every_entry_once(branch, agent) -> None:
    case = make.case(branch)
    for minute in range(3):
        _one_of_each(case, agent, minute)
    whole = queries.history(case, limit=100).entries

    seen, cursor = [], ""
    while True:
        page = queries.history(case, cursor=cursor, limit=4)
        seen.extend(page.entries)
        cursor = page.next_cursor
        if not cursor:
            break

    assert tuple(seen) == whole
    assert len({entry.key for entry in seen}) == len(seen)


def test_time_line_in_pages_skips_nothing_of_one_instant(branch, agent) -> None:
    case = make.case(branch)
    for number in range(9):
        operations.write_note(case=case, text=f"catatan {number}", by=agent, now=NOW)
        operations.record_activity(case=case, by=agent, now=NOW, action="CALL_OUT", result="NA")
    operations.write_note(case=case, text="paling lama", by=agent, now=NOW - dt.timedelta(days=1))

    seen, cursor = [], "start"
    while cursor:
        page = queries.history(case, cursor=cursor, limit=4)
        seen.extend(page.entries)
        cursor = page.next_cursor

    assert len(seen) == len({entry.key for entry in seen}) == 19
    assert seen[-1].title == "paling lama"


def test_time_line_speaks_the_readers_language(branch, agent) -> None:
    case = make.case(branch)
    _one_of_each(case, agent, 1)

    def title() -> str:
        return queries.history(case, kinds=["ACTIVITY"]).entries[0].title

    with translation.override("id"):
        assert title() == "Telepon keluar: Tidak diangkat"
    with translation.override("en"):
        assert title() == "Outgoing call: Not answered"


def test_time_line_takes_as_many_statements_for_three_rows_as_for_one(branch, agent) -> None:
    case = make.case(branch)
    _one_of_each(case, agent, 0)
    one = statements(lambda: queries.history(case))
    for minute in (1, 2):
        _one_of_each(case, agent, minute)

    assert statements(lambda: queries.history(case)) == one


def test_cursor_that_nobody_issued_starts_from_the_beginning(branch, agent) -> None:
    case = make.case(branch)
    _one_of_each(case, agent, 0)

    assert queries.history(case, cursor="omong-kosong") == queries.history(case)


def test_floor_shows_people_with_state_case_and_counts(branch, agent) -> None:
    case = make.case(branch)
    leader = make.agent(branch, role="TEAM_LEADER", name="Ayu Ketua")
    operations.set_agent_state(person=agent, state="READY", now=NOW)
    operations.record_activity(
        case=case, by=agent, now=NOW, action="CALL_OUT", result="JB", promise=make.draft((2, 500_000))
    )
    other = make.case(branch)
    operations.take_case(case=other, person=agent, now=NOW)

    lines = queries.agents(standing=standing(leader), business_date=DAY, now=NOW)

    line = next(line for line in lines if line.person_id == agent.pk)
    assert (line.state, line.case_code, line.team) == ("READY", other.code, f"Team TIM-{branch.code}")
    assert (line.counts.calls, line.counts.right_party, line.counts.promises) == (1, 1, 1)
    assert line.counts.promised == Decimal("500000.00")


def test_floor_of_a_leader_ends_at_his_team(branch) -> None:
    elsewhere = make.branch()
    make.agent(elsewhere)
    make.case(elsewhere)
    leader = make.agent(branch, role="TEAM_LEADER")

    people = queries.agents(standing=standing(leader), business_date=DAY, now=NOW)

    assert [line.person_id for line in people] == [leader.pk]
    assert queries.queues(standing=standing(leader), business_date=DAY, now=NOW) == []


def test_queue_shows_its_depth(branch, agent) -> None:
    for _ in range(3):
        make.contract(branch)
    make.round()
    leader = make.agent(branch, role="TEAM_LEADER")
    operations.next_item(person=agent, now=NOW)

    line = queries.queues(standing=standing(leader), business_date=DAY, now=NOW)[0]

    assert (line.ready, line.leased, line.later, line.done_today) == (2, 1, 0, 0)
    assert line.teams == (f"Team TIM-{branch.code}",)
    assert line.oldest_due_at is not None


def test_floor_takes_as_many_statements_for_three_rows_as_for_one(branch) -> None:
    make.case(branch)
    leader = make.agent(branch, role="TEAM_LEADER")

    def look() -> None:
        queries.agents(standing=standing(leader), business_date=DAY, now=NOW)
        queries.queues(standing=standing(leader), business_date=DAY, now=NOW)

    one = statements(look)
    for days in (40, 100):
        make.case(branch, days=days)
        make.agent(branch)

    assert statements(look) == one


def test_moved_work_stays_where_the_leader_put_it(branch) -> None:
    case = make.case(branch)
    make.case(branch, days=40)
    leader, late = make.agent(branch, role="TEAM_LEADER"), Queue.objects.get(stage="LATE")

    moved = operations.move_items(items=[make.item(case).pk], queue=late, reason="bantu", by=leader, now=NOW)
    make.round()

    assert moved == 1
    assert make.item(case).queue == late
    with pytest.raises(operations.MoveNeedsReason):
        operations.move_items(items=[], queue=late, reason=" ", by=leader, now=NOW)
    with pytest.raises(operations.MoveNeedsTarget):
        operations.move_items(items=[], reason="bantu", by=leader, now=NOW)


def test_same_agent_state_twice_is_one_change(agent) -> None:
    first = operations.set_agent_state(person=agent, state="BREAK", now=NOW)

    assert operations.set_agent_state(person=agent, state="BREAK", now=NOW + dt.timedelta(minutes=5)) == first
