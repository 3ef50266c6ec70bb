import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.field.models import Collector, Device
from tests.factories import cases, field

pytestmark = pytest.mark.django_db
HOME = {"latitude": "-5.397140", "longitude": "105.266800", "vehicle": "CAR", "capacity": "12", "starts_at": "08:30",
        "ends_at": "16:30", "is_active": "on"}  # fmt: skip


@pytest.fixture
def branch():
    return cases.branch()


@pytest.fixture
def leader(branch):
    return cases.agent(branch, role="TEAM_LEADER", name="Hendra Saputra")


def test_leader_says_where_a_collectors_day_begins(branch, leader, browser):
    ani = cases.agent(branch, role="FIELD_COLLECTOR", name="Ani Jalan")
    client = browser(leader)

    assert "Ani Jalan" in client.get(f"/lantai/lapangan/{branch.pk}/kolektor/").content.decode()
    address = f"/lantai/lapangan/{branch.pk}/kolektor/{ani.employee_no}/"
    upside_down = client.post(address, HOME | {"ends_at": "08:00"})
    assert (upside_down.status_code, Collector.objects.count()) == (200, 0)
    client.post(address, HOME)

    made = Collector.objects.get()
    assert (made.person, made.branch, made.vehicle, made.capacity) == (ani, branch, "CAR", 12)
    assert (str(made.latitude), f"{made.ends_at:%H:%M}") == ("-5.397140", "16:30")


def test_blocked_phone_speaks_for_nobody(branch, leader, browser):
    phone = field.Phone(field.collector(branch))
    client = browser(leader)

    client.post(f"/lantai/lapangan/{branch.pk}/ponsel/{phone.device.pk}/blokir/", {"reason": "hilang di pasar"})

    assert Device.objects.get().block_reason == "hilang di pasar"
    told = {"HTTP_X_PHONE": f"{phone.device.pk}:{phone.token}"}
    assert client.get("/lapangan/api/paket/", **told).status_code == 401


def test_leader_of_another_branch_changes_nothing(branch, browser):
    stranger = browser(cases.agent(cases.branch(), role="TEAM_LEADER"))
    phone = field.Phone(field.collector(branch))
    address = f"/lantai/lapangan/{branch.pk}"

    assert stranger.get(f"{address}/kolektor/").status_code == 404
    assert stranger.get(f"{address}/kolektor/{phone.device.person.employee_no}/").status_code == 404
    assert stranger.post(f"{address}/ponsel/{phone.device.pk}/blokir/").status_code == 404
    assert Device.objects.get().blocked_at is None


def test_page_asks_as_many_questions_for_one_collector_as_for_three(branch, leader, browser):
    client = browser(leader)
    client.get(f"/lantai/lapangan/{branch.pk}/kolektor/")
    field.Phone(field.collector(branch))
    with CaptureQueriesContext(connection) as one:
        client.get(f"/lantai/lapangan/{branch.pk}/kolektor/")
    for name in ("Ani Jalan", "Cici Jalan"):
        field.Phone(field.collector(branch, name=name))

    with CaptureQueriesContext(connection) as three:
        client.get(f"/lantai/lapangan/{branch.pk}/kolektor/")

    assert len(three) == len(one)
