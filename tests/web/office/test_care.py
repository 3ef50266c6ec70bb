"""The list of people whom we must not harm, and ending a pause."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tagih.cases import operations as cases
from tagih.cases.models import CareTask, DisasterArea
from tests.factories import cases as make

NOW = make.NOW
WRITTEN = "Sudah bicara dengan keluarganya, aman dihubungi."
pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make.branch()


@pytest.fixture
def supervisor(browser: Callable, branch):
    return browser(make.agent(branch, role="SUPERVISOR", name="Ratna Kusuma"))


def in_distress(branch) -> CareTask:
    case = make.case(branch)
    cases.write_note(case=case, text="mau bunuh diri katanya", by=make.agent(branch), now=NOW)
    return case.care_tasks.get()


def test_nobody_waiting_says_so(supervisor) -> None:
    assert "Tidak ada yang menunggu" in supervisor.get(reverse("care:tasks")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_for_one_and_three(supervisor, branch, number, django_assert_max_num_queries) -> None:
    for _position in range(number):
        in_distress(branch)
    supervisor.get(reverse("care:tasks"))

    with django_assert_max_num_queries(16):
        page = supervisor.get(reverse("care:tasks"))

    assert page.content.decode().count("Membahayakan jiwa") == number


def test_a_trained_person_takes_it_and_ends_it_with_a_reason(supervisor, branch) -> None:
    task = in_distress(branch)

    supervisor.post(reverse("care:take", args=[task.pk]))
    short = supervisor.post(reverse("care:end", args=[task.pk]), {"reason": "ok"})
    done = supervisor.post(reverse("care:end", args=[task.pk]), {"reason": WRITTEN})

    task.refresh_from_db()
    assert (short.status_code, done.status_code) == (422, 302)
    assert (task.status, task.taken_by.full_name, task.end_reason) == ("ENDED", "Ratna Kusuma", WRITTEN)
    assert WRITTEN in supervisor.get(reverse("care:task", args=[task.pk])).content.decode()


def test_the_page_shows_where_the_words_are_but_never_the_words(supervisor, branch) -> None:
    page = supervisor.get(reverse("care:task", args=[in_distress(branch).pk])).content.decode()

    assert "katanya" not in page
    assert "suicide.id" in page


def test_an_untrained_agent_may_not_look(browser, branch) -> None:
    agent = browser(make.agent(branch))

    assert agent.get(reverse("care:tasks")).status_code == 403
    assert agent.post(reverse("care:take", args=[in_distress(branch).pk])).status_code == 403


def test_another_branch_is_not_found(browser, branch) -> None:
    other = browser(make.agent(make.branch(), role="SUPERVISOR"))

    assert other.get(reverse("care:task", args=[in_distress(branch).pk])).status_code == 404


def test_a_disaster_area_is_declared_and_ended(supervisor) -> None:
    wrong = supervisor.post(reverse("care:declare"), {"region_code": "x", "name": "Banjir", "source": "BNPB"})
    supervisor.post(reverse("care:declare"), {"region_code": "Bandar Lampung", "name": "Banjir", "source": "BNPB"})
    area = DisasterArea.objects.get()
    shown = supervisor.get(reverse("care:tasks")).content.decode()
    supervisor.post(reverse("care:end_area", args=[area.pk]), {"reason": WRITTEN})

    area.refresh_from_db()
    assert wrong.status_code == 422 and "Kota Bandar Lampung" in wrong.content.decode()
    assert "Kota Bandar Lampung, Lampung (18.71)" in shown
    assert area.ended_at is not None
