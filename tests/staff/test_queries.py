import datetime as dt

import pytest

from tagih.cases.permissions import Permission as Cases
from tagih.config import setup
from tagih.staff import operations as staff
from tagih.staff import queries
from tagih.staff.models import Membership, Person
from tagih.staff.permissions import Permission
from tests.factories import staff as factory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)


def test_standing_covers_the_unit_and_everything_below(django_assert_num_queries):
    region, elsewhere = factory.unit("REGION"), factory.unit("REGION")
    team = factory.unit("TEAM", parent=factory.unit("BRANCH", parent=region))
    leader = factory.person(role="SUPERVISOR", unit=region)

    with django_assert_num_queries(1):
        standing = queries.standing_of(leader, on=TODAY)

    assert standing.may(Cases.MOVE_WORK)
    assert not standing.may(Permission.EDIT_PEOPLE)
    assert standing.covers(team.path)
    assert not standing.covers(elsewhere.path)


def test_scope_is_per_permission(now):
    first, second = factory.unit("BRANCH"), factory.unit("BRANCH")
    person = factory.person(role="TEAM_LEADER", unit=first)
    staff.grant_role(person=person, unit=second, role="AGENT", starts_on=factory.LONG_AGO, by=None, now=now)

    standing = queries.standing_of(person, on=TODAY)

    assert standing.paths(Cases.MOVE_WORK) == (first.path,)
    assert set(standing.paths(Cases.WORK_CASES)) == {first.path, second.path}


def test_scope_of_similar_paths_does_not_mix():
    units = [factory.unit("BRANCH") for _number in range(12)]
    person = factory.person(role="TEAM_LEADER", unit=units[0])

    standing = queries.standing_of(person, on=TODAY)

    assert [unit for unit in units if standing.covers(unit.path)] == [units[0]]


def test_role_that_ended_today_counts_no_more(now):
    person = factory.person()
    staff.end_membership(membership=Membership.objects.get(person=person), ends_on=TODAY, by=None, now=now)

    assert queries.permissions_of(person, on=TODAY) == frozenset()
    assert Cases.WORK_CASES in queries.permissions_of(person, on=TODAY - dt.timedelta(days=1))


def test_people_visible_to_a_leader_are_those_of_the_own_units():
    here, there = factory.unit(), factory.unit()
    leader = factory.person(role="TEAM_LEADER", unit=here)
    mine = factory.person(unit=here)
    factory.person(unit=there)
    factory.person(role=None)

    visible = queries.people_visible_to(queries.standing_of(leader, on=TODAY), Permission.SEE_PEOPLE)

    assert set(visible) == {leader, mine}


def test_people_visible_to_the_top_include_those_without_a_role():
    top = factory.person(role="ADMINISTRATOR")
    nowhere = factory.person(role=None)

    visible = queries.people_visible_to(queries.standing_of(top, on=TODAY), Permission.SEE_PEOPLE)

    assert set(visible) == {top, nowhere}


def test_first_administrator_is_made_once(now):
    first = setup.first_administrator(username="admin", password="teh-hangat-sore-42", now=now)
    again = setup.first_administrator(username="lain", password="teh-hangat-sore-42", now=now)

    admin = Person.objects.get()
    assert (first, again) == (True, False)
    assert admin.must_change_password
    assert queries.standing_of(admin, on=TODAY).needs_second_factor
