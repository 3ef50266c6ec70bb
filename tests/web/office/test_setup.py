import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tagih.kernel import operations as kernel
from tagih.kernel.models import CalendarDay
from tagih.staff.models import Unit
from tests.factories import staff

pytestmark = pytest.mark.django_db


def test_tree_costs_the_same_for_one_and_three(office, django_assert_num_queries):
    staff.unit("BRANCH")
    with CaptureQueriesContext(connection) as one:
        office.get(reverse("office:units"))
    staff.unit("BRANCH")
    staff.person(unit=staff.unit("TEAM", parent=staff.unit("BRANCH")))

    with django_assert_num_queries(len(one)):
        office.get(reverse("office:units"))


def test_tree_counts_people_below(office):
    branch = staff.unit("BRANCH", name="Bekasi")
    staff.person(unit=staff.unit("TEAM", parent=branch))
    staff.person(unit=staff.unit("TEAM", parent=branch))

    top = office.get(reverse("office:units")).context["tree"][0]

    assert top.total == 3
    assert [child.total for child in top.children] == [2]


def test_unit_opens_under_another_and_wrong_code_is_said(office):
    company = staff.company()

    wrong = office.post(
        reverse("office:open_unit", args=[company.pk]), {"name": "Bekasi", "code": "b k s", "kind": "BRANCH"}
    )
    right = office.post(
        reverse("office:open_unit", args=[company.pk]), {"name": "Bekasi", "code": "BKS", "kind": "BRANCH"}
    )

    assert wrong.status_code == 422
    assert right.status_code == 302
    assert Unit.objects.get(code="BKS").parent == company


def test_calendar_shows_a_year_and_confirms_an_estimate(office, now):
    day = kernel.set_calendar_day(
        date=dt.date(2027, 3, 10),
        kind="NATIONAL",
        name="Idul Fitri",
        source="hisab",
        status="ESTIMATED",
        by="x",
        now=now,
    )

    page = office.get(reverse("office:calendar"), {"year": 2027})
    office.post(
        reverse("office:edit_day", args=[day.pk]),
        {"date": "11/03/2027", "name": "Idul Fitri", "kind": "NATIONAL", "status": "CONFIRMED", "source": "SKB"},
    )

    assert page.context["estimated"] == 1
    assert CalendarDay.objects.get(date=dt.date(2027, 3, 11)).status == "CONFIRMED"
    assert CalendarDay.objects.get(date=dt.date(2027, 3, 10)).is_cancelled


def test_roles_page_says_what_each_may_do(office):
    roles = office.get(reverse("office:roles")).context["roles"]

    assert all(sentences for _role, sentences, _holders in roles)
    assert {role.code: holders for role, _sentences, holders in roles}["ADMINISTRATOR"] == 1


def test_audit_trail_tells_who_did_what(office):
    staff.unit("BRANCH", name="Bekasi")

    page = office.get(reverse("office:audit")).content.decode()

    assert "Bekasi" in page
