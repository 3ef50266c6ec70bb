import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tagih.staff.models import Membership, Person
from tests.factories import staff
from tests.web.office.conftest import signed_in

pytestmark = pytest.mark.django_db
PEOPLE = "/kantor/orang/"


def test_list_costs_the_same_for_one_and_three(office, django_assert_num_queries):
    staff.person(unit=staff.unit())
    with CaptureQueriesContext(
        connection,
    ) as one:
        office.get(PEOPLE)
    for _number in range(2):
        staff.person(unit=staff.unit())

    with django_assert_num_queries(len(one)):
        response = office.get(PEOPLE)

    assert len(response.context["lines"]) == 4


def test_list_finds_by_name_unit_and_role(office):
    team = staff.unit()
    wanted = staff.person(name="Siti Wahyuni", unit=team, role="TEAM_LEADER")
    staff.person(name="Budi Santoso", unit=team)
    staff.person(name="Siti Aminah")

    by_name = office.get(PEOPLE, {"q": "wahyuni"}).context["lines"]
    by_both = office.get(PEOPLE, {"unit": team.pk, "role": "TEAM_LEADER"}).context["lines"]

    assert [line.person for line in by_name] == [wanted]
    assert [line.person for line in by_both] == [wanted]


def test_list_that_finds_nobody_says_what_to_do(office):
    page = office.get(PEOPLE, {"q": "tidak ada"}).content.decode()

    assert 'class="empty"' in page
    assert f'href="{PEOPLE}"' in page


def test_file_never_holds_a_formula(office):
    staff.person(name="=cmd|calc", unit=staff.unit())

    book = openpyxl.load_workbook(io.BytesIO(office.get(PEOPLE, {"file": "xlsx"}).content))
    text = office.get(PEOPLE, {"file": "csv"}).content.decode("utf-8-sig")

    cells = {cell.value: cell.data_type for row in book.active for cell in row}
    assert cells["=cmd|calc"] == "s" or (cells["=cmd|calc"] == "f" and False)
    assert "'=cmd|calc" in text


def test_hire_shows_the_password_once_and_gives_the_role(office):
    team = staff.unit()

    response = office.post(
        reverse("office:hire"),
        {"full_name": "Rina Marlina", "username": "rina.marlina", "employee_no": "K77", "joined_on": "20/11/2026",
         "role": "AGENT", "unit": team.pk, "email": ""},
    )  # fmt: skip

    rina = Person.objects.get(username="rina.marlina")
    assert rina.check_password(response.context["password"])
    assert response["Cache-Control"] == "no-store"
    assert Membership.objects.get(person=rina).unit == team
    assert response.context["password"] not in office.get(f"{PEOPLE}{rina.pk}/").content.decode()


def test_hire_with_taken_name_keeps_what_was_typed(office):
    staff.person(username="rina.marlina")

    response = office.post(
        reverse("office:hire"),
        {"full_name": "Rina Marlina", "username": "rina.marlina", "employee_no": "K77", "joined_on": "20/11/2026",
         "role": "AGENT", "unit": staff.unit().pk},
    )  # fmt: skip

    assert response.status_code == 422
    assert "username" in response.context["form"].errors
    assert b'value="Rina Marlina"' in response.content
    assert not Person.objects.filter(employee_no="K77").exists()


def test_leader_sees_own_team_and_changes_nothing():
    team, other = staff.unit(), staff.unit()
    leader = staff.person(role="TEAM_LEADER", unit=team)
    mine, foreign = staff.person(unit=team), staff.person(unit=other)
    client = signed_in(leader)

    assert client.get(f"{PEOPLE}{mine.pk}/").status_code == 200
    assert client.get(f"{PEOPLE}{foreign.pk}/").status_code == 404
    assert client.get(f"{PEOPLE}{mine.pk}/sandi/").status_code == 403
    assert client.post(f"{PEOPLE}{mine.pk}/berhenti/", {"left_on": "20/11/2026"}).status_code == 403
    assert Person.objects.get(pk=mine.pk).left_on is None


def test_refused_page_names_the_roles_that_have_it():
    page = signed_in(staff.person(role="AGENT")).get(PEOPLE)

    assert page.status_code == 403
    assert "Administrator" in page.content.decode()


def test_administrator_without_second_factor_enrols_first(client, administrator):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")

    response = client.get(PEOPLE)

    assert response["Location"] == reverse("ui:second_factor")


def test_move_and_end_keep_history(office):
    person = staff.person(unit=staff.unit())
    held = Membership.objects.get(person=person)
    target = staff.unit()

    office.post(reverse("office:move", args=[person.pk, held.pk]), {"unit": target.pk, "on": "20/11/2026"})
    moved = Membership.objects.get(person=person, ends_on__isnull=True)
    refused = office.post(reverse("office:end_membership", args=[person.pk, moved.pk]), {"ends_on": "01/01/2020"})

    assert moved.unit == target
    assert refused.status_code == 422
    assert Membership.objects.filter(person=person).count() == 2


@pytest.mark.parametrize("action", ["edit_person", "grant", "certify", "reset_password", "let_go", "remove_factor"])
def test_every_action_shows_its_page(office, action):
    person = staff.person()

    response = office.get(reverse(f"office:{action}", args=[person.pk]))

    assert response.status_code == 200
    assert b'<form method="post"' in response.content
