"""The next morning on a button: asked once, played to its end, gone on with when it broke."""

import datetime as dt
import time
from pathlib import Path

import pytest

from tagih.cases.models import Promise, WorkItem
from tagih.config import setup
from tagih.config.demo import hands, run, tomorrow
from tagih.config.demo.plan import next_working_date
from tagih.config.demo.tomorrow import Stage
from tagih.kernel import clock
from tagih.portfolio.models import BusinessDay
from tests.factories import staff

NOW = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)  # Friday, noon in Jakarta


@pytest.fixture
def home(another_home: Path, tmp_path: Path, lake: object, settings: object) -> Path:
    documents = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": documents}
    another_home.mkdir(exist_ok=True)
    return another_home


def test_next_morning_skips_sundays_and_holidays():
    holiday = dt.date(2026, 11, 23)

    assert next_working_date(dt.date(2026, 11, 20), lambda date: True) == dt.date(2026, 11, 21)
    assert next_working_date(dt.date(2026, 11, 21), lambda date: date != holiday) == dt.date(2026, 11, 24)


def test_night_is_asked_for_once(home):
    assert tomorrow.newest() is None and not tomorrow.is_asked()

    tomorrow.ask()
    tomorrow.ask()

    assert tomorrow.newest().stage == Stage.ASKED and tomorrow.is_asked()


def test_clock_follows_the_file_and_without_one_the_machine(home):
    before = hands.now() - dt.datetime.now(dt.UTC)

    hands.set_ahead(dt.timedelta(hours=7))
    after = hands.now() - dt.datetime.now(dt.UTC)

    assert abs(before) < dt.timedelta(seconds=5)
    assert abs(after - dt.timedelta(hours=7)) < dt.timedelta(seconds=5)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_night_closes_the_day_and_opens_the_next_one(home):
    """Slow: a demonstration of eleven days of files, then a night."""
    setup.load_reference_data(now=NOW)
    run.prepare(customers=150, now=NOW, say=lambda what, seconds: None)
    due = set(Promise.objects.filter(last_due_on__lte="2026-11-20", status="OPEN").values_list("pk", flat=True))

    tomorrow.ask()
    tomorrow.play()

    assert tomorrow.newest() == tomorrow.Night(Stage.DONE, "2026-11-20", "2026-11-21")
    assert dict(BusinessDay.objects.filter(date__gte="2026-11-20").values_list("date", "status")) == {
        dt.date(2026, 11, 20): "CLOSED", dt.date(2026, 11, 21): "OPEN",
    }  # fmt: skip
    assert due and not Promise.objects.filter(pk__in=due, status="OPEN").exists()
    assert WorkItem.objects.filter(business_date="2026-11-21", status="READY").exists()
    assert run.State.read().in_progress == "2026-11-21"
    opens = dt.datetime(2026, 11, 21, 1, 20, tzinfo=dt.UTC)
    assert abs(hands.now() - opens) < dt.timedelta(minutes=5)


@pytest.mark.django_db
def test_night_that_breaks_says_so_and_can_be_asked_again(home):
    run.State(customers=150, anchor="not a date", played=["2026-11-20"]).write()
    tomorrow.ask()

    tomorrow.play()

    assert tomorrow.newest().stage == Stage.FAILED and not tomorrow.is_asked()
    tomorrow.ask()
    assert tomorrow.is_asked()


@pytest.fixture
def visitor(home, settings, client, db):
    settings.TAGIH_TOMORROW = settings.TAGIH_DEMO = True
    client.force_login(staff.person(role="AGENT"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_page_exists_in_a_demonstration_only(visitor, settings):
    assert 'href="/besok/"' in visitor.get("/profil/").content.decode()
    settings.TAGIH_TOMORROW = False

    assert visitor.get("/besok/").status_code == visitor.post("/besok/").status_code == 404
    assert "/besok/" not in visitor.get("/profil/").content.decode()
    assert not tomorrow.is_asked()


def test_browser_is_told_the_time_of_the_demonstration_alone(visitor, settings, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)

    assert f'data-now="{int(NOW.timestamp())}000"' in visitor.get("/profil/").content.decode()
    settings.TAGIH_TOMORROW = False
    assert "data-now" not in visitor.get("/profil/").content.decode()


def test_page_asks_and_follows_the_night(visitor):
    assert visitor.get("/besok/").context["night"] is None
    assert visitor.post("/besok/")["Location"] == "/besok/"

    asked = visitor.get("/besok/").content.decode()
    tomorrow._write(tomorrow.Night(Stage.ROUND, "2026-11-20", "2026-11-21"))
    half = visitor.get("/besok/", headers={"HX-Request": "true"}).content.decode()
    tomorrow._write(tomorrow.Night(Stage.DONE, "2026-11-20", "2026-11-21"))
    done = visitor.get("/besok/", headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 1s"' in asked and 'hx-trigger="every 1s"' in half
    assert (half.count("t-ok"), half.count("t-info")) == (3, 1)
    assert done.count("t-ok") == 4 and "Sabtu, 21 November 2026" in done and "hx-trigger" not in done


def test_a_quick_clock_gains_on_the_machines_and_keeps_its_speed(home):
    hands.set_ahead(dt.timedelta(0), speed=600)
    real = dt.datetime.now(dt.UTC)
    began = hands.now()

    time.sleep(0.05)
    gained = hands.now() - began
    passed = dt.datetime.now(dt.UTC) - real
    hands.set_ahead(dt.timedelta(hours=3))

    assert dt.timedelta(seconds=25) < gained <= 600 * passed
    assert hands.speed() == 600
    assert abs(hands.now() - dt.datetime.now(dt.UTC) - dt.timedelta(hours=3)) < dt.timedelta(minutes=5)
