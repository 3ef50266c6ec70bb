from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tagih.journal.models import Access
from tagih.reporting import operations
from tagih.reporting.models import Target
from tests.factories import figures as factory
from tests.factories import staff
from tests.factories.figures import DAY, MORNING

pytestmark = pytest.mark.django_db
ADDRESS = "/laporan/"


@pytest.fixture
def floor(lake: object) -> SimpleNamespace:
    floor = factory.floor()
    for branch, agent, team in zip(floor.branches, floor.agents, floor.teams, strict=True):
        case = factory.case(branch)
        for result in ("RPC", "NC"):
            factory.activity(case, agent, team, result=result)
    operations.compute_day(business_date=DAY, by=None, now=MORNING)
    return floor


def _client(role: str, unit: object) -> Client:
    client = Client()
    client.force_login(staff.person(role=role, unit=unit))
    return client


def test_head_sees_all_branches_and_goes_down_to_teams(floor: SimpleNamespace) -> None:
    client = _client("HEAD", floor.company)

    page = client.get(ADDRESS).content.decode()
    teams = client.get(ADDRESS, {"unit": floor.branches[0].pk, "by": "TEAM"}).content.decode()

    assert "Branch JKT" in page
    assert "Branch BDG" in page
    assert "Team TIM-JKT" in teams
    assert "Team TIM-BDG" not in teams


def test_team_leader_sees_the_own_team_only_also_when_asking_for_more(floor: SimpleNamespace) -> None:
    client = _client("TEAM_LEADER", floor.teams[0])

    for question in ({}, {"unit": floor.company.pk}, {"by": "AGENT"}, {"unit": floor.teams[1].pk, "by": "AGENT"}):
        page = client.get(ADDRESS, question).content.decode()
        assert "Budi Narataruna" not in page
        assert "TIM-BDG" not in page
    assert "Ani Giriloka" in client.get(ADDRESS, {"by": "AGENT"}).content.decode()


def test_agent_has_no_reports(floor: SimpleNamespace) -> None:
    client = _client("AGENT", floor.teams[0])

    assert client.get(ADDRESS).status_code == 403


def test_page_without_figures_says_when_they_come(lake: object) -> None:
    client = _client("HEAD", staff.company())

    assert "empty" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("question", [{"date": "kemarin"}, {"unit": "x"}, {"by": "X", "show": "Y", "sort": "Z"}])
def test_nonsense_in_the_address_is_taken_as_not_asked(floor: SimpleNamespace, question: dict[str, str]) -> None:
    client = _client("HEAD", floor.company)

    assert client.get(ADDRESS, question).status_code == 200


def test_every_figure_says_its_definition(floor: SimpleNamespace) -> None:
    client = _client("HEAD", floor.company)

    page = client.get(ADDRESS).content.decode()

    assert "PTP ÷ RPC." in page


@pytest.mark.parametrize(("form", "start"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_download_is_a_file_of_the_own_scope_and_is_logged(floor: SimpleNamespace, form: str, start: bytes) -> None:
    client = _client("SUPERVISOR", floor.branches[0])

    response = client.get(reverse("reports:download"), {"form": form})

    assert response.content.startswith(start)
    assert f"2026-11-20.{form}" in response["Content-Disposition"]
    assert Access.objects.get().what == f"daily report {form}"


def test_download_needs_its_permission(floor: SimpleNamespace) -> None:
    client = _client("TEAM_LEADER", floor.teams[0])

    assert client.get(reverse("reports:download"), {"form": "xlsx"}).status_code == 403


def test_stored_file_of_a_larger_unit_is_not_there_for_a_smaller_one(
    floor: SimpleNamespace, settings: object, tmp_path: object
) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}
        }
    }  # fmt: skip
    operations.store_daily(business_date=DAY, now=MORNING)
    from tagih.reporting.models import StoredReport

    file = StoredReport.objects.get(unit=floor.company, form="xlsx")
    address = reverse("reports:stored", args=[file.pk])

    assert _client("HEAD", floor.company).get(address).content.startswith(b"PK")
    assert _client("SUPERVISOR", floor.branches[0]).get(address).status_code == 404


def test_target_is_written_in_per_cent_and_kept_as_a_fraction(floor: SimpleNamespace) -> None:
    client = _client("HEAD", floor.company)

    response = client.post(
        reverse("reports:targets"),
        {"figure": "RPC_RATE", "unit": floor.company.pk, "value": "45", "starts_on": "20/11/2026"},
    )

    assert response.status_code == 302
    assert Target.objects.get().value == Decimal("0.45")
    assert "45,0 %" in client.get(reverse("reports:targets")).content.decode()


def test_impossible_target_is_shown_at_its_field(floor: SimpleNamespace) -> None:
    client = _client("HEAD", floor.company)

    response = client.post(
        reverse("reports:targets"),
        {"figure": "RPC_RATE", "unit": floor.company.pk, "value": "145", "starts_on": "20/11/2026"},
    )

    assert response.status_code == 422
    assert not Target.objects.exists()


def test_page_takes_the_same_number_of_queries_for_one_row_and_for_three(floor: SimpleNamespace) -> None:
    client = _client("HEAD", floor.company)
    client.get(ADDRESS)

    with CaptureQueriesContext(connection) as one:
        client.get(ADDRESS, {"by": "BUCKET"})
    for number in (1, 2):
        extra = factory.person(f"Petugas {number}")
        factory.activity(factory.case(floor.branches[0]), extra, floor.teams[0])
    operations.compute_day(business_date=DAY, by=None, now=MORNING)
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS, {"by": "AGENT"})

    assert len(one) == len(many)
