import asyncio
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.views import View

from tagih.cases.permissions import Permission
from tagih.journal.models import Access
from tagih.staff import queries
from tagih.web.ui import guard
from tests.factories import staff

pytestmark = pytest.mark.django_db


def asked_by(person, **headers):
    request = RequestFactory().get("/x/", headers=headers)
    request.user = person
    request.session = {}
    request.standing = queries.standing_of(person, on=staff.NOW.date())
    request.user.is_verified = lambda: True
    return request


@guard.requires(Permission.MOVE_WORK, Permission.SEE_FLOOR)
def both(request):
    return HttpResponse("in")


@guard.requires_any(Permission.MOVE_WORK, Permission.WORK_CASES)
def either(request):
    return HttpResponse("in")


@guard.requires(Permission.MOVE_WORK)
class Screen(View):
    def get(self, request):
        return HttpResponse("in")


@guard.requires(Permission.MOVE_WORK)
async def awaited(request):
    return HttpResponse("in")


def test_all_and_any():
    agent, leader = staff.person(role="AGENT"), staff.person(role="TEAM_LEADER")

    answers = [view(asked_by(person)).status_code for view in (both, either) for person in (agent, leader)]

    assert answers == [403, 200, 200, 200]


def test_class_and_its_url_callable_carry_the_guard():
    view = Screen.as_view()

    assert view.tagih_guard.permissions == ("cases.move_work",)
    assert view(asked_by(staff.person(role="AGENT"))).status_code == 403
    assert view(asked_by(staff.person(role="TEAM_LEADER"))).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_async_view_is_guarded_too():
    agent, leader = asked_by(staff.person(role="AGENT")), asked_by(staff.person(role="TEAM_LEADER"))

    async def ask():
        return (await awaited(agent)).status_code, (await awaited(leader)).status_code

    assert asyncio.run(ask()) == (403, 200)


def test_refused_fragment_says_which_roles_may():
    response = both(asked_by(staff.person(role="AGENT"), **{"HX-Request": "true"}))

    assert response.status_code == 403
    assert response["X-Tagih-Message"].isascii()


def test_guards_without_a_reason_cannot_be_written():
    for wrong in (lambda: guard.public(""), lambda: guard.signed_in(""), guard.requires, guard.requires_any):
        with pytest.raises(ValueError, match=r"say|name"):
            wrong()


def test_saw_writes_the_access_log():
    person = staff.person()

    guard.saw(asked_by(person), "contact_point", 7, "value", customer_no="C1", reason="call")

    assert Access.objects.values("person_id", "what", "subject_kind", "subject_id", "customer_no", "reason").get() == {
        "person_id": person.pk, "what": "value", "subject_kind": "contact_point", "subject_id": "7",
        "customer_no": "C1", "reason": "call",
    }  # fmt: skip


def test_somebody_without_any_role_gets_a_page_that_says_so(client):
    client.force_login(staff.person(role=None), backend="django.contrib.auth.backends.ModelBackend")

    response = client.get("/")

    assert response.status_code == 403
    assert SimpleNamespace(text=response.content.decode()).text.count("<h1>") == 1


@pytest.mark.parametrize(
    ("role", "address"),
    [("AGENT", "/meja/"), ("TEAM_LEADER", "/lantai/"), ("AUDITOR", "/putaran/")],
)
def test_start_leads_where_the_day_of_the_role_begins(client, role, address):
    client.force_login(staff.person(role=role), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/")["Location"] == address
