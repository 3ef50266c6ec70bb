"""An agent's work through the machine interface: the same gate, leases and limits as on the page."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tagih.cases.models import Activity, Promise, WorkItem
from tagih.contacts import operations
from tagih.contacts.models import Attempt, GateDecision
from tagih.journal.models import Access
from tagih.kernel.ids import uuid7
from tests.factories import cases, contacts
from tests.web.desk.conftest import NOW, Desk, desk  # noqa: F401

pytestmark = pytest.mark.django_db
PASSWORD = "kopi-tubruk-2026"


class Program:
    """A program that works as an agent."""

    def __init__(self, desk: Desk) -> None:  # noqa: F811
        desk.agent.set_password(PASSWORD)
        desk.agent.save()
        self.agent = desk.agent
        self.token = self.sign_in().json()["token"]

    def sign_in(self, password: str = PASSWORD):
        told = {"username": self.agent.username, "password": password}
        return Client().post("/api/v1/tokens", told, content_type="application/json")

    def post(self, path: str, **told: object):
        headers = {"Authorization": f"Bearer {self.token}"}
        return Client().post(f"/api/v1/desk/{path}", told, content_type="application/json", headers=headers)


@pytest.fixture
def program(desk: Desk) -> Program:  # noqa: F811
    cache.clear()
    return Program(desk)


def test_numbers_come_in_the_order_in_which_they_promise_most(program, desk):  # noqa: F811
    case = desk.case()
    warm, cold = desk.point(case), contacts.make_point(case.customer)
    cases.round()
    piece = {"kind": "CONVERSATION", "outcome": "RPC", "source": "test", "by": None}
    operations.add_evidence(contact_point=warm, at=NOW, now=NOW, key="1", **piece)

    told = program.post("next").json()["case"]

    assert [point["id"] for point in told["contact_points"]] == [warm.pk, cold.pk]


def test_next_call_result_and_the_next_one(program, desk):  # noqa: F811
    first, second = desk.case(days=21, overdue=1_250_000), desk.case(days=3)
    cases.round()

    told = program.post("next").json()["case"]
    call = program.post(f"cases/{told['code']}/call", contact_point=told["contact_points"][0]["id"]).json()
    done = program.post(
        f"cases/{told['code']}/result", result="PROMISE", attempt=call["attempt"], party="CONSUMER",
        activity_id=str(uuid7(NOW)), promise=[{"due_on": "2026-11-23", "amount": "1250000", "channel": "VA"}],
    ).json()  # fmt: skip

    assert {told["code"], done["case"]["code"]} == {first.code, second.code}
    assert told["overdue_amount"] in ("1250000.00", "1000000.00")
    assert call["number"].startswith("+62")
    assert Attempt.objects.get().decision.verdict == "ALLOW"
    assert (Activity.objects.get().result.code, Promise.objects.get().total) == ("PROMISE", 1_250_000)
    assert Access.objects.filter(person_id=program.agent.pk).exists()


def test_a_refusal_of_the_gate_names_its_rules(program, desk):  # noqa: F811
    case = desk.case()
    cases.round()
    desk.agent.certificates.all().delete()

    told = program.post("next").json()["case"]
    answer = program.post(f"cases/{case.code}/call", contact_point=told["contact_points"][0]["id"])

    assert answer.status_code == 200
    assert answer.json()["refusal"]["rules"]
    assert "number" not in answer.json()
    assert GateDecision.objects.get().verdict == "DENY"


def test_the_same_result_twice_is_saved_once(program, desk):  # noqa: F811
    case = desk.case()
    cases.round()
    told = program.post("next").json()["case"]
    entry = {"result": "REVIEWED", "action": "REVIEW", "activity_id": str(uuid7(NOW)), "then": "STOP"}

    first = program.post(f"cases/{case.code}/result", **entry)
    again = program.post(f"cases/{case.code}/result", **entry)

    assert told["code"] == case.code
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["activity"] == again.json()["activity"]
    assert Activity.objects.count() == 1


def test_nobody_works_a_case_without_its_lease(program, desk):  # noqa: F811
    case = desk.case()
    cases.round()

    answers = [
        program.post(f"cases/{case.code}/call", contact_point=desk.point(case).pk),
        program.post(f"cases/{case.code}/result", result="REVIEWED", action="REVIEW"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert not Attempt.objects.exists()


def test_a_case_of_another_branch_is_not_found(program, desk):  # noqa: F811
    other = cases.case(cases.branch("LAIN"))
    contacts.make_point(other.customer)
    cases.round()

    assert program.post("next").json() == {"case": None}
    assert program.post(f"cases/{other.code}/call", contact_point=1).status_code == 404


def test_a_limit_of_the_role_is_a_refusal_with_its_field(program, desk):  # noqa: F811
    case = desk.case()
    cases.round()
    program.post("next")

    answer = program.post(
        f"cases/{case.code}/result", result="PROMISE", promise=[{"due_on": "2027-06-01", "amount": 1_000_000}]
    )

    assert (answer.status_code, answer.json()["error"]) == (422, "PROMISE_TOO_FAR")
    assert WorkItem.objects.get(case=case).status == "LEASED"


@pytest.mark.parametrize(
    "told",
    [
        {"promise": "much"},
        {"promise": [{}]},
        {"attempt": "x"},
        {"follow_up_at": "2026-11-20"},
        {"notes": 3},
        {"follow_up_at": "0001-01-01T00:00:00+14:00"},
        {"follow_up_at": "9999-12-31T23:00:00-12:00"},
    ],
)
def test_what_is_not_understood_names_its_field(program, desk, told):  # noqa: F811
    case = desk.case()
    cases.round()
    program.post("next")

    answer = program.post(f"cases/{case.code}/result", result="REVIEWED", action="REVIEW", **told)

    assert (answer.status_code, answer.json()["field"]) == (422, next(iter(told)))


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e40", "1000.005", "10 000", True])
def test_what_is_no_amount_is_not_promised(program, desk, amount):  # noqa: F811
    case = desk.case()
    cases.round()
    program.post("next")

    legs = [{"due_on": "2026-11-23", "amount": amount}]
    answer = program.post(f"cases/{case.code}/result", result="PROMISE", party="CONSUMER", promise=legs)

    assert (answer.status_code, answer.json()["field"]) == (422, "promise")
    assert not Promise.objects.exists()


def test_a_wrong_password_gives_no_token_and_a_changed_one_ends_it(program):
    assert program.sign_in("salah").status_code == 401

    program.agent.set_password("sandi-yang-baru-2026")
    program.agent.save()

    assert program.post("next").status_code == 401


def test_a_stranger_and_a_clerk_are_turned_away(program, desk):  # noqa: F811
    assert Client().post("/api/v1/desk/next").status_code == 401
    desk.agent.memberships.update(role="CASHIER")

    assert program.post("next").status_code == 403


def test_an_address_that_tries_many_names_is_closed_to_programs_too(program, settings):
    settings.TAGIH_ADDRESS_FAILURE_LIMIT = 3
    for number in range(3):
        told = {"username": f"nama{number}", "password": "salah"}
        Client().post("/api/v1/tokens", told, content_type="application/json")

    assert program.sign_in().status_code == 429


def test_who_must_change_the_password_signs_in_on_the_page(program):
    program.agent.must_change_password = True
    program.agent.save()

    assert program.sign_in().status_code == 403


def test_next_asks_as_many_questions_for_one_case_as_for_three(program, desk):  # noqa: F811
    desk.case()
    cases.round()
    with CaptureQueriesContext(connection) as of_one:
        program.post("next")
    WorkItem.objects.update(status="READY", leased_by=None, leased_until=None)
    for _time in range(2):
        desk.case()
    cases.round()

    with CaptureQueriesContext(connection) as of_three:
        program.post("next")

    assert len(of_three) <= len(of_one) <= 16
