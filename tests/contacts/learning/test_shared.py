import datetime as dt

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint, SharedNumber
from tests.contacts.test_attempts import call, rules
from tests.factories.contacts import make_agent, make_debtor, make_point

pytestmark = pytest.mark.django_db
VALUE = "081290001111"


def holders(count, **changes):
    return [make_point(make_debtor(), value=VALUE, **changes) for _person in range(count)]


def states(points):
    found = dict(ContactPoint.objects.values_list("id", "state"))
    return [found[point.pk] for point in points]


def test_three_people_may_share_a_number_and_a_fourth_makes_it_suspect():
    few = holders(3)
    assert not SharedNumber.objects.exists()

    many = [*few, *holders(1)]

    shared = SharedNumber.objects.get()
    assert (shared.people, shared.state) == (4, "OPEN")
    assert states(many) == ["SUSPECT"] * 4
    assert [view.people for view in queries.shared_numbers()] == [4]
    assert len(queries.holders_of(shared)) == 4


def test_office_switchboard_is_shared_by_right():
    points = holders(5, owner_role="OFFICE")

    assert not SharedNumber.objects.exists()
    assert states(points) == ["UNVERIFIED"] * 5


def test_number_that_reached_its_person_stays_verified(now):
    first = holders(1)
    ContactPoint.objects.filter(pk=first[0].pk).update(state="VERIFIED", reached_at=now)

    others = holders(3)

    assert states([*first, *others]) == ["VERIFIED", "SUSPECT", "SUSPECT", "SUSPECT"]


def test_kept_number_is_free_again_and_comes_back_when_twice_as_many_have_it(now):
    points = holders(4)
    shared = SharedNumber.objects.get()

    changed = operations.resolve_shared_number(
        shared=shared, decision="KEPT", reason="Nomor ketua kelompok", by=make_agent(), now=now
    )

    assert changed == 4
    assert states(points) == ["UNVERIFIED"] * 4
    more = holders(3)
    assert SharedNumber.objects.get().state == "KEPT"
    assert states(more) == ["UNVERIFIED"] * 3
    holders(1)
    again = SharedNumber.objects.get()
    assert (again.state, again.people, again.resolved_by) == ("OPEN", 8, None)


def test_number_of_one_person_is_wrong_for_the_others(now):
    points = holders(4)
    shared = SharedNumber.objects.get()
    told = {"shared": shared, "decision": "OWNED", "reason": "Dikonfirmasi", "by": make_agent(), "now": now}

    with pytest.raises(operations.OwnerRequired):
        operations.resolve_shared_number(**told, owner=make_debtor())
    operations.resolve_shared_number(**told, owner=points[0].customer)

    assert states(points) == ["UNVERIFIED", "WRONG_PERSON", "WRONG_PERSON", "WRONG_PERSON"]
    with pytest.raises(operations.SharedNumberSettled):
        operations.resolve_shared_number(**told, owner=points[0].customer)
    assert queries.shared_numbers() == []


def test_decision_without_reason_is_refused(now):
    holders(4)

    with pytest.raises(operations.DecisionUnexplained):
        operations.resolve_shared_number(
            shared=SharedNumber.objects.get(), decision="WRONG", reason=" ", by=make_agent(), now=now
        )


def test_number_retired_everywhere_leaves_nothing_to_review(now):
    points = holders(4)

    operations.retire_point(contact_point=points[0], state="DISCONNECTED", reason="tidak aktif", by=None, now=now)

    assert SharedNumber.objects.get().state == "WRONG"
    assert states(points) == ["DISCONNECTED"] * 4


def test_value_proven_bad_before_somebody_else_gave_it_is_never_trusted(now):
    dead, wrong = make_point(make_debtor(), value="081290003333"), make_point(make_debtor(), value="081290004444")
    operations.retire_point(contact_point=dead, state="DISCONNECTED", reason="", by=None, now=now)
    operations.retire_point(contact_point=wrong, state="WRONG_PERSON", reason="", by=None, now=now)
    newcomer = make_debtor()

    fresh = [make_point(newcomer, value=value) for value in ("081290003333", "081290004444")]

    assert states(fresh) == ["SUSPECT", "SUSPECT"]
    assert fresh[0].state == "SUSPECT"


def test_wrong_once_is_wrong_through_every_contract(now):
    points = holders(3)

    operations.retire_point(contact_point=points[1], state="WRONG_PERSON", reason="salah sambung", by=None, now=now)

    assert states(points) == ["WRONG_PERSON"] * 3
    later = now + dt.timedelta(hours=3)
    assert rules(call(points[0].customer, points[0], later)) == ["NUMBER_WRONG_PARTY"]


@pytest.mark.parametrize("count", [1, 3])
def test_review_list_takes_one_query(count, django_assert_num_queries):
    for number in range(count):
        for _person in range(4):
            make_point(make_debtor(), value=f"08129000{number}111")

    with django_assert_num_queries(1):
        assert len(queries.shared_numbers()) == count
    shared = SharedNumber.objects.first()
    with django_assert_num_queries(1):
        assert len(queries.holders_of(shared)) == 4
