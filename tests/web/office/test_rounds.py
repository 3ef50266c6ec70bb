"""The page of the daily rounds."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tagih.kernel.models import StepRun
from tagih.portfolio import operations
from tagih.portfolio.models import BusinessDay
from tests.factories.staff import person
from tests.web.office.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
ADDRESS = reverse("rounds:rounds")


def days(*numbers: int, status: str = "CLOSED") -> None:
    for number in numbers:
        date = dt.date(2026, 11, number)
        BusinessDay.objects.create(date=date, opened_at=NOW, closed_at=NOW, status=status)
        StepRun.objects.create(run=f"day {date} a b", name="derive", status="DONE", started_at=NOW, rows={"late": 7})


def test_nothing_yet_says_what_it_waits_for(office, lake, at, now):
    at(now)

    page = office.get(ADDRESS).content.decode()

    assert "Belum ada putaran" in page
    assert "menunggu berkas" in page


def test_round_evening_and_books_are_shown(office, lake, at, now):
    at(now)
    days(19, 20)
    StepRun.objects.create(
        run="evening 2026-11-20", name="report", status="FAILED", started_at=NOW, ended_at=NOW, problem="disk away"
    )

    page = office.get(ADDRESS).content.decode()

    assert "Hitung keterlambatan" in page
    assert "7 terlambat" in page
    assert "disk away" in page
    assert page.count("Buka kembali") == 2


def test_switched_off_is_said(office, lake, settings):
    settings.TAGIH_ROUND = "off"

    assert "Dimatikan" in office.get(ADDRESS).content.decode()


def test_page_costs_the_same_for_one_day_and_three(office, lake, at, now, django_assert_num_queries):
    at(now)
    days(18)
    office.get(ADDRESS)
    with CaptureQueriesContext(connection) as one:
        office.get(ADDRESS)
    days(17, 19)

    with django_assert_num_queries(len(one)):
        office.get(ADDRESS)


def test_books_are_opened_again_with_a_reason(office, lake):
    days(20, status="OPEN")
    operations.close_day(business_date=dt.date(2026, 11, 20), by=None, now=NOW)
    address = reverse("rounds:reopen", args=["2026-11-20"])

    without = office.post(address, {"reason": ""})
    done = office.post(address, {"reason": "Angsuran salah"})

    assert (without.status_code, done.status_code) == (422, 302)
    assert BusinessDay.objects.get().reopen_reason == "Angsuran salah"
    assert office.get(reverse("rounds:reopen", args=["2026-11-20"])).status_code == 404


def test_operator_sees_and_may_not_open(lake):
    days(20)
    operator = signed_in(person(role="OPERATOR"))

    assert "Buka kembali" not in operator.get(ADDRESS).content.decode()
    assert operator.post(reverse("rounds:reopen", args=["2026-11-20"]), {"reason": "x"}).status_code == 403


def test_agent_has_no_such_page(lake):
    assert signed_in(person(role="AGENT")).get(ADDRESS).status_code == 403
