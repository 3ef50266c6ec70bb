import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from tagih.journal.models import Event
from tagih.staff import operations as staff
from tagih.staff import queries
from tagih.staff.models import Membership, Person, SignIn, Unit
from tests.factories import staff as factory

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 11, 16)
FRIDAY = dt.date(2026, 11, 20)


def test_hire_gives_a_one_time_password_that_must_be_changed(now):
    person, password = staff.hire(
        username="Siti.Wahyuni", employee_no="K1", full_name=" Siti  Wahyuni ", joined_on=FRIDAY, by=None, now=now
    )

    assert person.username == "siti.wahyuni"
    assert person.full_name == "Siti Wahyuni"
    assert person.must_change_password
    assert person.check_password(password)
    assert Event.objects.get(name="staff.PersonHired").subject_id == str(person.pk)
    assert password not in str(Event.objects.values())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"username": "siti wahyuni"}, "USERNAME_MALFORMED"),
        ({"username": "ada.sudah"}, "TAKEN"),
        ({"employee_no": "ADA"}, "TAKEN"),
        ({"employee_no": " "}, "TAKEN"),
        ({"full_name": "  "}, "NAME_MISSING"),
        ({"password": "12345678"}, "WEAK_PASSWORD"),
    ],
)
def test_hire_refuses_what_cannot_be(now, change, code):
    first = factory.person(username="ada.sudah")
    Person.objects.filter(pk=first.pk).update(employee_no="ADA")
    asked = {"username": "orang.baru", "employee_no": "K9", "full_name": "Orang Baru", "joined_on": FRIDAY} | change

    with pytest.raises(staff.PersonRefused) as refused:
        staff.hire(**asked, by=None, now=now)

    assert refused.value.code == code
    assert Person.objects.count() == 1


def test_move_keeps_who_was_where_on_each_day(now):
    old, new = factory.unit(), factory.unit()
    person = factory.person(unit=old)
    held = Membership.objects.get(person=person)

    staff.move(membership=held, unit=new, on=FRIDAY, by=None, now=now)

    assert list(queries.people_in(old, on=FRIDAY - dt.timedelta(days=1))) == [person]
    assert list(queries.people_in(old, on=FRIDAY)) == []
    assert list(queries.people_in(new, on=FRIDAY)) == [person]
    assert list(queries.people_in(new, on=FRIDAY - dt.timedelta(days=1))) == []


def test_grant_role_refuses_the_same_role_twice(now):
    team = factory.unit()
    person = factory.person(unit=team, role="AGENT")

    with pytest.raises(staff.MembershipRefused) as refused:
        staff.grant_role(person=person, unit=team, role="AGENT", starts_on=FRIDAY, by=None, now=now)

    assert refused.value.code == "ALREADY_HELD"
    assert Membership.objects.filter(person=person).count() == 1


def test_grant_role_again_after_it_ended(now):
    team = factory.unit()
    person = factory.person(unit=team)
    staff.end_membership(membership=Membership.objects.get(person=person), ends_on=MONDAY, by=None, now=now)

    staff.grant_role(person=person, unit=team, role="AGENT", starts_on=MONDAY, by=None, now=now)

    assert list(queries.people_in(team, on=MONDAY)) == [person]
    assert Membership.objects.filter(person=person).count() == 2


def test_last_day_has_passed_when_it_is_over_in_jakarta(now):
    person = factory.person()

    after_midnight = dt.datetime(2026, 11, 19, 18, tzinfo=dt.UTC)
    staff.end(person=person, left_on=dt.date(2026, 11, 19), by=None, now=after_midnight)

    assert not Person.objects.get(pk=person.pk).is_active


def test_end_of_a_person_ends_roles_and_sign_ins(now):
    person = factory.person()
    Session.objects.create(session_key="s1", session_data="", expire_date=now + dt.timedelta(days=1))
    staff.open_sign_in(person=person, session_key="s1", ip_address=None, device="Chrome", now=now)

    staff.end(person=person, left_on=dt.date(2026, 11, 19), by=None, now=now)

    person.refresh_from_db()
    assert not person.is_active
    assert Membership.objects.get(person=person).ends_on == FRIDAY
    assert SignIn.objects.get(person=person).ended_at == now
    assert not Session.objects.exists()
    assert queries.permissions_of(person, on=FRIDAY) == frozenset()


def test_end_refuses_the_last_administrator_and_oneself(now):
    only = factory.person(role="ADMINISTRATOR")
    other = factory.person(role="AGENT")

    with pytest.raises(staff.PersonRefused) as last:
        staff.end(person=only, left_on=FRIDAY, by=other, now=now)
    with pytest.raises(staff.PersonRefused) as oneself:
        staff.end(person=other, left_on=FRIDAY, by=other, now=now)

    assert last.value.code == "LAST_ADMINISTRATOR"
    assert oneself.value.code == "OWN_ACCOUNT"


def test_reset_password_ends_every_sign_in(now):
    person = factory.person()
    Session.objects.create(session_key="s1", session_data="", expire_date=now + dt.timedelta(days=1))
    staff.open_sign_in(person=person, session_key="s1", ip_address=None, device="Chrome", now=now)

    password = staff.reset_password(person=person, by=None, now=now)

    person.refresh_from_db()
    assert person.check_password(password)
    assert person.must_change_password
    assert not Session.objects.exists()


def test_units_lie_only_where_they_may(now):
    team = factory.unit("TEAM")

    with pytest.raises(staff.UnitRefused) as refused:
        staff.open_unit(code="X", name="X", kind="BRANCH", parent=team, by=None, now=now)

    assert refused.value.code == "WRONG_PLACE"


def test_move_unit_takes_everything_below_along(now):
    region, other = factory.unit("REGION"), factory.unit("REGION")
    branch = factory.unit("BRANCH", parent=region)
    team = factory.unit("TEAM", parent=branch)

    staff.move_unit(unit=branch, parent=other, by=None, now=now)

    team.refresh_from_db()
    assert team.path == f"{other.path}{branch.pk}.{team.pk}."
    assert set(queries.units_under([other.path])) == {other, branch, team}


def test_close_unit_refuses_while_people_belong_to_it(now):
    team = factory.unit()
    factory.person(unit=team)

    with pytest.raises(staff.UnitRefused) as refused:
        staff.close_unit(unit=team, closed_on=FRIDAY, by=None, now=now)

    assert refused.value.code == "HAS_PEOPLE"


def test_ensure_branches_opens_unknown_ones_as_provisional_once(now):
    factory.company()

    staff.ensure_branches(codes=["br-014", "BR-015"], by=None, now=now)
    staff.ensure_branches(codes=["BR-014", "br-015 "], by=None, now=now)

    found = Unit.objects.filter(kind="BRANCH").order_by("code")
    assert [unit.code for unit in found] == ["BR-014", "BR-015"]
    assert all(unit.is_provisional for unit in found)


def test_certificate_number_of_another_person_is_refused(now):
    asked = {"kind": "DESK", "number": "S-1", "issuer": "SPPI", "valid_from": MONDAY, "valid_until": FRIDAY}
    staff.record_certificate(person=factory.person(), **asked, by=None, now=now)

    with pytest.raises(staff.CertificateTaken):
        staff.record_certificate(person=factory.person(), **asked, by=None, now=now)
