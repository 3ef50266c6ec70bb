"""A certificate ends tonight: the leader is told, and tomorrow's plan goes on without its collector by itself."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tagih.field import operations as field_operations
from tagih.field.adapters.routes.hgs import PyVrpSolver
from tagih.field.models import DayPlan
from tagih.kernel import operations as kernel
from tagih.quality import operations
from tagih.staff.models import Certificate
from tests.factories import cases, field, staff
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.lender import set_clock
from tests.journeys.pictures import picture

NOW = field.NOW
TODAY = field.DAY
TOMORROW = TODAY + dt.timedelta(days=1)
LOOKS = [(1440, "light"), (390, "dark")]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def worked_out(day: dt.date) -> None:
    """What the worker does with a plan that somebody asked for."""
    plan = DayPlan.objects.get(day=day)
    assert field_operations.make_plan(plan=plan, solver=PyVrpSolver(), seconds=1.0, by=None, now=NOW)


def test_tomorrow_goes_on_without_the_collector_whose_certificate_ends_tonight(house, page, context, monkeypatch):
    context.set_default_timeout(30_000)
    set_clock(monkeypatch, NOW)
    kernel.load_shipped_calendar(now=NOW, years=range(2026, 2028))
    branch = cases.branch("BDL")
    ending, staying = field.collector(branch, name="Budi Jalan"), field.collector(branch, name="Sari Lestari")
    leader = staff.person(role="SUPERVISOR", unit=branch, name="Hendra Saputra", username="hendra")
    field.want(*(field.debtor(branch, east=place, name=f"Siti {place}") for place in range(4)))
    Certificate.objects.filter(person=ending).update(valid_until=TODAY)
    assert operations.remind_of_certificates(by=None, now=NOW) == 1

    sign_in(page, leader)
    page.goto("/mutu/sertifikat/")
    expect(page.locator("tbody tr").first).to_contain_text("Budi Jalan")
    assert faults_of(page, looks=LOOKS) == []
    page.emulate_media(color_scheme="light")
    picture(page, "quality-certificates")

    for day, without in ((TODAY, []), (TOMORROW, ["Budi Jalan"])):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"/lantai/lapangan/?day={day.isoformat()}")
        page.locator(f'form[action^="/lantai/lapangan/{branch.pk}/rencana/"] button').first.click()
        expect(page.locator(".toast").first).to_be_visible()
        worked_out(day)
        page.goto(f"/lantai/lapangan/?day={day.isoformat()}")
        plan = DayPlan.objects.get(day=day)
        assert [row["collector"] for row in plan.left_out] == without
        assert {stop.collector for stop in plan.stops.all()} <= {staying, *([ending] if not without else [])}
    expect(page.locator("main")).to_contain_text("Budi Jalan: ")
    picture(page, "quality-left-out")
