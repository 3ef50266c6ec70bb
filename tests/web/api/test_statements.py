"""What one worked case costs the database: statements of each request, the same for one thing and for three."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.cases.models import Case
from tagih.contacts.models import ContactPoint
from tagih.kernel.ids import uuid7
from tests.factories import cases, contacts
from tests.web.api.test_desk import Program
from tests.web.desk.conftest import NOW, Desk, desk  # noqa: F401

pytestmark = pytest.mark.django_db
BACK = (NOW + dt.timedelta(hours=3)).isoformat()
PROMISED = [{"due_on": "2026-11-23", "amount": "1000000", "channel": "VA"}]
RESULTS: dict[str, tuple[int, dict[str, Any]]] = {
    "NO_ANSWER": (14, {"party": "NOBODY"}),
    "CALL_BACK": (17, {"party": "CONSUMER", "follow_up_at": BACK}),
    "PROMISE": (22, {"party": "CONSUMER", "promise": PROMISED}),
    "WRONG_NUMBER": (21, {"party": "UNKNOWN"}),
    "CLAIMS_PAID": (23, {"party": "CONSUMER", "notes": "Mengaku sudah bayar."}),
}


def asked(deed: Callable[[], Any]) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as statements:
        answer = deed()
    return len(statements), answer


def work(program: Program, result: str, told: dict[str, Any]) -> dict[str, int]:
    """One case from its hand-out to its result; the statements of each request."""
    taken, next_case = asked(lambda: program.post("next").json()["case"])
    point = next(point for point in next_case["contact_points"] if point["is_usable"])
    called, call = asked(lambda: program.post(f"cases/{next_case['code']}/call", contact_point=point["id"]).json())
    entered, answer = asked(
        lambda: program.post(
            f"cases/{next_case['code']}/result", result=result, attempt=call["attempt"], then="STOP", **told
        )
    )
    assert answer.status_code == 200
    return {"next": taken, "call": called, "result": entered}


@pytest.fixture
def program(desk: Desk) -> Program:  # noqa: F811
    cache.clear()
    return Program(desk)


def with_three_of_everything(case: Case) -> None:
    for _turn in range(2):
        cases.contract(case.branch, customer=case.customer)
        contacts.make_point(case.customer)


@pytest.mark.parametrize("result", RESULTS)
def test_one_worked_case_costs_the_same_for_one_of_everything_and_for_three(program, desk, result):  # noqa: F811
    most, told = RESULTS[result]
    desk.case(days=21)
    with_three_of_everything(desk.case(days=3))
    cases.round()

    one, three = work(program, result, told), work(program, result, told)

    assert one == three
    assert one == {"next": 11, "call": 9, "result": most}


def test_the_pages_of_a_worked_case_stay_lean(desk):  # noqa: F811
    desk.case(days=21)
    desk.case(days=3)
    cases.round()
    desk.client.get("/meja/")

    taken, _page = asked(desk.take)
    case = desk.held().case
    called, _call = asked(lambda: desk.call(case))  # one of them is the fixture looking up the point
    attempt = case.customer.attempts.get()
    told = {"attempt": str(attempt.pk), "contact_point": attempt.contact_point_id, "after": "BREAK", "party": "NOBODY"}
    entered, answer = asked(lambda: desk.enter(case, "NO_ANSWER", **told))

    assert answer.status_code == 200
    assert {"next": taken, "call": called, "result": entered} == {"next": 26, "call": 12 + 1, "result": 25}


def test_an_entry_sent_again_without_the_case_in_hand_is_answered_as_the_first(program, desk):  # noqa: F811
    desk.case()
    cases.round()
    code = program.post("next").json()["case"]["code"]
    entry = {"result": "REVIEWED", "action": "REVIEW", "activity_id": str(uuid7(NOW)), "then": "STOP"}
    first = program.post(f"cases/{code}/result", **entry).json()

    again = program.post(f"cases/{code}/result", **entry)

    assert (again.status_code, again.json()) == (200, first)
    assert ContactPoint.objects.exists()
