import datetime as dt
from pathlib import Path

import pytest

from tagih.cases.models import Activity, Case, Promise
from tagih.config import setup
from tagih.config.demo import run, staffing
from tagih.contacts.models import Attempt
from tagih.field.models import DayPlan, Stop, WantedVisit
from tagih.kernel.errors import Refusal
from tagih.letters.models import Letter
from tagih.messaging.models import Reply
from tagih.portfolio.models import BusinessDay, Landing
from tagih.reporting.models import DailyFigures
from tagih.staff import roles
from tagih.staff.models import Membership
from tests.factories import staff

NOW = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)  # Friday, noon in Jakarta


@pytest.fixture
def home(another_home: Path, tmp_path: Path, lake: object, settings: object) -> Path:
    documents = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": documents}
    return another_home


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_demonstration_is_a_working_day_in_progress_and_starts_twice(home: Path) -> None:
    """Slow: nine days of files and three rounds."""
    setup.load_reference_data(now=NOW)
    said: list[str] = []

    state = run.prepare(customers=150, now=NOW, say=lambda what, seconds: said.append(what))
    attempts = Attempt.objects.count()
    again: list[str] = []
    run.prepare(customers=150, now=NOW, say=lambda what, seconds: again.append(what))

    assert state.in_progress == state.played[-1] == "2026-11-20"
    assert said[-2:] == ["20/11/2026 today", "places"]
    assert again == ["people"]
    assert Attempt.objects.count() == attempts > 0
    assert Case.objects.filter(status="OPEN").exists()
    assert Activity.objects.filter(business_date="2026-11-20", started_at__lte=NOW).exists()
    assert not Activity.objects.filter(started_at__gt=NOW).exists()
    assert set(DailyFigures.objects.values_list("dimension", flat=True)) == {"AGENT", "TEAM", "BRANCH", "BUCKET"}
    assert Promise.objects.filter(status="KEPT").exists()
    assert sum(int(row.counts.get("kept", 0)) for row in DailyFigures.objects.filter(dimension="TEAM")) > 0
    assert set(BusinessDay.objects.values_list("status", flat=True)) == {"OPEN", "CLOSED"}
    assert not Landing.objects.exclude(status="LANDED").exists()
    assert WantedVisit.objects.filter(state="WANTED").exists()
    assert DayPlan.objects.get().state == "READY"
    assert Stop.objects.filter(state="PLANNED", collector__username="lapangan").exists()
    assert Letter.objects.filter(kind="SP1", print_run__isnull=False).exists()
    assert set(Reply.objects.values_list("intent", flat=True)) >= {"STOP", "PROMISE", "WRONG_NUMBER"}
    assert set(Membership.objects.values_list("role", flat=True)) == set(roles.ROLES)


@pytest.mark.django_db
def test_demonstration_does_not_touch_a_database_of_others(home: Path) -> None:
    staff.person()

    with pytest.raises(Refusal, match="|".join(["no demonstration", "bukan dari demonstrasi"])):
        run.prepare(customers=150, now=NOW, say=lambda what, seconds: None)


def test_everybody_of_every_role_can_sign_in() -> None:
    assert {role for _username, role, _unit in staffing.log_ins()} == set(roles.ROLES)
