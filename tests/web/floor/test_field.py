import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.field import operations
from tagih.field.adapters.routes.hgs import PyVrpSolver
from tagih.field.models import DayPlan, Panic, Stop, Visit
from tests.factories import cases, field
from tests.factories.field import DAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return cases.branch()


@pytest.fixture
def leader(branch):
    return cases.agent(branch, role="TEAM_LEADER", name="Hendra Saputra")


def planned(branch, *made, **sliders):
    """Routes of today, made by the solver itself."""
    plan = operations.ask_plan(branch=branch, day=DAY, by=None, now=NOW, **sliders)
    early = NOW - dt.timedelta(hours=3)
    operations.make_plan(plan=plan, solver=PyVrpSolver(), seconds=0.6, by=None, now=early)
    return DayPlan.objects.get()


def test_routes_are_planned_within_hours_and_outside_the_pause(branch):
    field.collector(branch)
    made = [field.debtor(branch, east=place, north=place) for place in range(1, 6)]
    field.want(*made)

    plan = planned(branch, fairness=50)

    stops = list(plan.stops.order_by("position"))
    assert (plan.state, len(stops), {stop.state for stop in stops}) == ("READY", 5, {"PLANNED"})
    local = [stop.starts_at.astimezone(dt.timezone(dt.timedelta(hours=7))).time() for stop in stops]
    assert all(dt.time(8) <= at <= dt.time(17) and not dt.time(11, 30) <= at < dt.time(13) for at in local)
    assert [stop.position for stop in stops] == [1, 2, 3, 4, 5]


def test_visit_that_is_not_planned_and_collector_left_out_name_the_reason(branch):
    field.collector(branch)
    field.collector(branch, is_certified=False, name="Ani Jalan")
    field.collector(branch, is_assigned=False, name="Cici Jalan")
    nowhere, paid = field.debtor(branch), field.debtor(branch, east=2)
    nowhere.customer.contact_points.update(latitude=None, longitude=None)
    field.want(nowhere, paid)
    cases.cure(paid.customer.contracts.get())

    plan = planned(branch)

    reasons = {stop.wanted.customer_id: stop.reason for stop in plan.stops.all()}
    assert reasons == {nowhere.customer_id: "NO_POSITION", paid.customer_id: "GATE_REFUSES"}
    assert plan.left_out == [
        {"collector": "Ani Jalan", "reason": "NO_CERTIFICATE"}, {"collector": "Cici Jalan", "reason": "NO_ASSIGNMENT"},
    ]  # fmt: skip


def test_new_plan_keeps_what_was_visited_and_the_next_stop(branch):
    budi = field.collector(branch)
    made = [field.debtor(branch, east=place) for place in range(1, 5)]
    field.want(*made)
    planned(branch)
    first, following = Stop.objects.order_by("position")[:2]
    phone = field.Phone(budi)
    phone.send(phone.visit(first.wanted.case, wanted=first.wanted_id))

    plan = operations.ask_plan(branch=branch, day=DAY, by=None, now=NOW)
    operations.make_plan(plan=plan, solver=PyVrpSolver(), seconds=0.6, by=None, now=NOW)

    stops = list(Stop.objects.order_by("position"))
    assert [(stop.wanted_id, stop.state) for stop in stops[:2]] == [
        (first.wanted_id, "VISITED"), (following.wanted_id, "PLANNED"),
    ]  # fmt: skip
    assert len(stops) == 4


def test_older_question_does_not_overwrite_a_newer_one(branch):
    field.collector(branch)
    field.want(field.debtor(branch))
    old = operations.ask_plan(branch=branch, day=DAY, by=None, now=NOW)
    operations.ask_plan(branch=branch, day=DAY, by=None, now=NOW + dt.timedelta(minutes=1))

    assert operations.make_plan(plan=old, solver=PyVrpSolver(), seconds=0.3, by=None, now=NOW) is False


def test_leader_sees_plan_and_truth_and_gives_a_stop_away(branch, leader, browser):
    budi, ani = field.collector(branch), field.collector(branch, name="Ani Jalan")
    case = field.debtor(branch, east=1, name="Dewi Lestari")
    wanted = field.want(case)
    field.plan(branch, budi, *wanted)
    client = browser(leader)

    page = client.get("/lantai/lapangan/").content.decode()
    client.post(f"/lantai/lapangan/henti/{Stop.objects.get().pk}/", {"collector": ani.pk})

    assert "Dewi Lestari" in page
    assert (Stop.objects.get().collector, Stop.objects.get().is_pinned) == (ani, True)


def test_page_asks_as_many_questions_for_one_stop_as_for_three(branch, leader, browser):
    budi = field.collector(branch)
    client = browser(leader)
    client.get("/lantai/lapangan/")
    field.plan(branch, budi, *field.want(field.debtor(branch, east=1)))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/lantai/lapangan/")
    DayPlan.objects.all().delete()
    field.plan(branch, budi, *field.want(*(field.debtor(branch, east=place) for place in (2, 3, 4))))

    with CaptureQueriesContext(connection) as three:
        client.get("/lantai/lapangan/")

    assert len(three) == len(one)


def test_leader_of_another_branch_sees_and_decides_nothing(branch, browser):
    stranger = cases.agent(cases.branch(), role="TEAM_LEADER")
    phone = field.Phone(field.collector(branch))
    phone.send(phone.visit(field.debtor(branch, name="Dewi Lestari"), fix=None, result="MET_FAMILY", party="SPOUSE",
                           arrived_at=NOW.isoformat()))  # fmt: skip
    visit = Visit.objects.get()
    Visit.objects.update(review="OPEN", risk=60)
    client = browser(stranger)

    assert "Dewi Lestari" not in client.get("/lantai/lapangan/bukti/").content.decode()
    assert client.get(f"/lantai/lapangan/bukti/{visit.pk}/").status_code == 404
    assert client.post(f"/lantai/lapangan/{branch.pk}/rencana/").status_code == 404


def test_leader_decides_about_evidence_with_a_note(branch, leader, browser):
    phone = field.Phone(field.collector(branch))
    phone.send(phone.visit(field.debtor(branch), fix=None))
    Visit.objects.update(review="OPEN", risk=60)
    address = f"/lantai/lapangan/bukti/{Visit.objects.get().pk}/"
    client = browser(leader)

    assert client.get(address).status_code == 200
    client.post(address, {"note": "", "cleared": "1"})
    assert Visit.objects.get().review == "OPEN"
    client.post(address, {"note": "Rumah di gang sempit", "cleared": "1"})

    assert (Visit.objects.get().review, Visit.objects.get().reviewed_by) == ("CLEARED", leader)


def test_call_for_help_stands_on_the_page_until_somebody_answers(branch, leader, browser):
    phone = field.Phone(field.collector(branch))
    phone.send(phone.envelope("PANIC", at=NOW.isoformat()))
    client = browser(leader)

    assert "Budi Jalan" in client.get("/lantai/lapangan/").content.decode()
    client.post(f"/lantai/lapangan/panggilan/{Panic.objects.get().pk}/", {"answer": "ditelepon"})

    assert Panic.objects.get().answered_by == leader
