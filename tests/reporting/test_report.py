import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test.utils import CaptureQueriesContext

from tagih.journal.models import Event
from tagih.reporting import operations, queries
from tagih.reporting.models import DailyFigures
from tests.factories import figures as factory
from tests.factories.figures import DAY, MORNING

pytestmark = pytest.mark.django_db
YESTERDAY = DAY - dt.timedelta(days=1)


@pytest.fixture
def floor(lake: object) -> SimpleNamespace:
    floor = factory.floor()
    for branch, agent, team in zip(floor.branches, floor.agents, floor.teams, strict=True):
        case = factory.case(branch)
        factory.activity(case, agent, team, on=YESTERDAY)
        for result in ("RPC", "NC", "NC"):
            factory.activity(case, agent, team, result=result)
    factory.promise(factory.case(floor.branches[0]), floor.agents[0], floor.teams[0], status="BROKEN")
    for date in (YESTERDAY, DAY):
        operations.compute_day(business_date=date, by=None, now=MORNING)
    return floor


def test_computing_twice_changes_nothing(floor: SimpleNamespace) -> None:
    before = list(DailyFigures.objects.order_by("pk").values())

    again = operations.compute_day(business_date=DAY, by=None, now=MORNING + dt.timedelta(hours=1))

    assert again["changed"] == 0
    assert list(DailyFigures.objects.order_by("pk").values()) == before
    assert Event.objects.filter(name="reporting.DayReported").count() == 2


def test_backdated_and_reversed_money_gives_what_it_would_have_given_at_once(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[0])
    factory.activity(case, floor.agents[0], floor.teams[0])
    operations.compute_day(business_date=DAY, by=None, now=MORNING)
    without = _stored()
    payment = factory.payment(case)
    operations.compute_day(business_date=DAY, by=None, now=MORNING)
    with_money = _stored()

    factory.payment(case, reversal_of=payment.payment_ref)
    operations.compute_day(business_date=DAY, by=None, now=MORNING)

    assert with_money != without
    assert _stored() == without


def test_group_that_counts_nothing_any_more_is_removed(floor: SimpleNamespace) -> None:
    case = factory.case(floor.branches[1])
    wrong = factory.activity(case, None, None)
    operations.compute_day(business_date=DAY, by=None, now=MORNING)
    factory.activity(case, floor.agents[1], floor.teams[1], corrects=wrong)

    operations.compute_day(business_date=DAY, by=None, now=MORNING)

    assert not DailyFigures.objects.filter(dimension="AGENT", key="").exists()


def test_report_of_the_company_adds_branches_and_compares_with_the_day_before(floor: SimpleNamespace) -> None:
    report = queries.daily_report(DAY, paths=[floor.company.path])

    calls = report.total.cell("OC")
    assert (calls.value, calls.previous, calls.change, calls.mood) == (6, 2, 4, "GOOD")
    assert report.total.cell("RPC_RATE").value == Decimal("0.3333")
    assert report.previous_date == YESTERDAY
    assert [date for date, _value in report.trend["OC"]] == [YESTERDAY, DAY]
    assert {section.dimension: [row.label for row in section.rows] for section in report.sections} == {
        "BRANCH": ["Branch BDG", "Branch JKT"],
        "TEAM": ["Team TIM-BDG", "Team TIM-JKT"],
        "AGENT": ["Ani Giriloka", "Budi Narataruna"],
        "BUCKET": ["C0"],
    }


def test_report_of_a_team_shows_that_team_only(floor: SimpleNamespace) -> None:
    report = queries.daily_report(DAY, paths=[floor.teams[0].path])

    assert [section.dimension for section in report.sections] == ["TEAM", "AGENT"]
    assert [row.label for row in report.section("AGENT").rows] == ["Ani Giriloka"]
    assert report.total.cell("OC").value == 3
    assert report.total.cell("BP").value == 1


def test_report_without_scope_shows_nothing(floor: SimpleNamespace) -> None:
    report = queries.daily_report(DAY, paths=[])

    assert (report.sections, report.total.cell("OC").value, report.computed_at) == ((), 0, None)


def test_share_target_holds_below_its_unit_and_count_target_does_not(floor: SimpleNamespace) -> None:
    for figure, value in (("RPC_RATE", "0.30"), ("OC", "100")):
        operations.set_target(
            figure=figure, unit=floor.company, value=Decimal(value), starts_on=DAY, by=None, now=MORNING
        )

    report = queries.daily_report(DAY, paths=[floor.company.path])

    assert report.total.cell("OC").is_reached is False
    assert report.total.cell("RPC_RATE").is_reached is True
    branch = report.section("BRANCH").rows[0]
    assert (branch.cell("OC").target, branch.cell("RPC_RATE").target) == (None, Decimal("0.30"))
    assert queries.daily_report(YESTERDAY, paths=[floor.company.path]).total.cell("OC").target is None


def test_new_target_ends_the_one_before(floor: SimpleNamespace) -> None:
    for day, value in ((YESTERDAY, "50"), (DAY, "60")):
        operations.set_target(
            figure="OC", unit=floor.company, value=Decimal(value), starts_on=day, by=None, now=MORNING
        )

    targets = [
        queries.daily_report(day, paths=[floor.company.path]).total.cell("OC").target for day in (YESTERDAY, DAY)
    ]

    assert targets == [Decimal(50), Decimal(60)]


@pytest.mark.parametrize(("figure", "value"), [("PTP_RATE", "1.2"), ("OC", "-1")])
def test_impossible_target_is_refused(floor: SimpleNamespace, figure: str, value: str) -> None:
    with pytest.raises(operations.TargetNotPossible):
        operations.set_target(
            figure=figure, unit=floor.company, value=Decimal(value), starts_on=DAY, by=None, now=MORNING
        )


def test_report_takes_the_same_number_of_queries_for_one_row_and_for_many(
    floor: SimpleNamespace,
) -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as team:
        queries.daily_report(DAY, paths=[floor.teams[0].path])
    with CaptureQueriesContext(connection) as company:
        queries.daily_report(DAY, paths=[floor.company.path])

    assert len(team) == len(company) == 4


def _stored() -> list[tuple]:
    rows = DailyFigures.objects.filter(business_date=DAY).order_by("dimension", "key", "unit_path")
    return list(rows.values_list("dimension", "key", "unit_path", "counts"))
