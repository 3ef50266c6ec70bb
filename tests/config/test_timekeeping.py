"""The round and the evening by themselves."""

import datetime as dt
import threading

import pytest
from django.db import connection

from tagih.cases import operations as cases
from tagih.config import day, evening, jobs, timekeeping
from tagih.kernel import clock
from tagih.kernel.models import StepRun
from tagih.portfolio.models import BusinessDay, Landing
from tagih.reporting.models import DailyFigures
from tests.factories import feeds
from tests.factories.days import company

pytestmark = pytest.mark.django_db
DATE = dt.date(2026, 11, 20)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(DATE, dt.time(hour, minute), tzinfo=clock.WIB).astimezone(dt.UTC)


@pytest.fixture
def files(tmp_path, lake):
    """A contract that is late, landed at six in the morning."""
    company()
    cases.load_reference(now=at(1))
    for feed in ("customers", "contact_points", "instalments", "contracts"):
        (tmp_path / feed).mkdir()
        feeds.load(tmp_path / feed, feed, feeds.csv_text(feed, {}))
    Landing.objects.update(finished_at=at(6))


def keep(hour: int, minute: int = 0) -> list[str]:
    return timekeeping.keep_time(now=lambda: at(hour, minute))


def test_day_runs_and_closes_by_itself_once(files):
    before = keep(6, 1)
    morning = keep(6, 3)
    noon = keep(12)
    night = keep(20)
    later = keep(21)

    assert (before, morning, noon, night, later) == ([], ["ROUND 2026-11-20"], [], ["EVENING 2026-11-20"], [])
    assert BusinessDay.objects.get().status == "CLOSED"
    assert DailyFigures.objects.filter(business_date=DATE).exists()


def test_file_that_comes_later_brings_the_round_again(files, tmp_path):
    keep(7)
    feeds.load(tmp_path, "payments", feeds.csv_text("payments", {}))
    Landing.objects.filter(feed="payments").update(finished_at=at(8))

    assert keep(9) == ["ROUND 2026-11-20"]


def test_nothing_runs_by_itself_when_switched_off(files, settings):
    settings.TAGIH_ROUND = "off"

    assert keep(21) == []


def test_round_that_broke_is_tried_again_after_a_while(files, monkeypatch):
    def broken(**_given):
        raise OSError("disk away")

    with monkeypatch.context() as patch:
        patch.setattr(day, "STEPS", [("derive", broken)])
        with pytest.raises(OSError, match="disk away"):
            keep(7)
        assert keep(7, 4) == []

    assert keep(7, 6) == ["ROUND 2026-11-20"]


def test_closed_day_run_again_stays_closed_unless_something_came(files, tmp_path):
    keep(7)
    keep(20)
    reports = day.run_day(DATE, now=lambda: at(22))
    unchanged = BusinessDay.objects.get()
    feeds.load(tmp_path, "payments", feeds.csv_text("payments", {}))

    day.run_day(DATE, now=lambda: at(23))

    assert {report.skipped for report in reports} == {True}
    assert unchanged.status == "CLOSED"
    assert BusinessDay.objects.get().status == "OPEN"


def test_evening_run_twice_changes_nothing(files):
    day.run_day(DATE, now=lambda: at(7))

    first = evening.run_evening(DATE, now=lambda: at(20))
    second = evening.run_evening(DATE, now=lambda: at(21))

    assert [report.name for report in first] == ["promises", "report", "close"]
    assert second[1].rows["changed"] == 0
    assert BusinessDay.objects.get().closed_at == at(20)


def test_looking_is_a_job_of_every_minute():
    periodic = {task.task.name: task.cron for task in jobs.app.periodic_registry.periodic_tasks.values()}

    assert periodic["config.keep_time"] == "* * * * *"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_run_it_twice(files):
    done: list[list[str]] = []
    ready = threading.Barrier(2)

    def work() -> None:
        ready.wait()
        try:
            done.append(keep(7))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(done) == [[], ["ROUND 2026-11-20"]]
    assert set(StepRun.objects.filter(run__startswith="day ").values_list("attempts", flat=True)) == {1}
