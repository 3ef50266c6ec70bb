import datetime as dt

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint, SharedNumber
from tests.contacts.test_attempts import call, rules
from tests.factories.contacts import make_agent, make_debtor, make_point

pytestmark = pytest.mark.django_db
VALUE = "081290001111"
ALL = {"1."}


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
    assert [row.people for row in queries.shared_in(ALL)] == [4]
    assert len(queries.holders_of(shared, paths=ALL).shown) == 4


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
    assert list(queries.shared_in(ALL, state="OPEN")) == []


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
def test_review_list_asks_as_often_for_one_as_for_three(count, django_assert_num_queries):
    for number in range(count):
        for _person in range(3 + count):
            make_point(make_debtor(), value=f"08129000{number}111")

    with django_assert_num_queries(1):
        assert len(queries.shared_in(ALL)) == count
    shared = SharedNumber.objects.first()
    with django_assert_num_queries(3):
        assert len(queries.holders_of(shared, paths=ALL).shown) == 3 + count
    with django_assert_num_queries(1):
        assert queries.is_within(shared, ALL)


def test_row_scope_hides_names_and_numbers_of_other_branches():
    points = holders(4)
    shared = SharedNumber.objects.get()
    own = {points[0].customer.contracts.get().branch.path}

    found = queries.holders_of(shared, paths=own)

    assert ([one.customer_id for one in found.shown], found.hidden) == ([points[0].customer_id], 3)
    assert not queries.is_within(shared, own)
    assert list(queries.shared_in(own)) == [shared]
    assert list(queries.shared_in({"nowhere."})) == []


def test_number_is_found_by_digits_and_by_people_in_scope_only():
    points = holders(4)
    own, other = points[0].customer, points[1].customer
    own_path = {own.contracts.get().branch.path}

    found = {text: queries.shared_in(own_path, text=text).count() for text in ("0812-9000-1111", own.customer_no)}

    assert found == {"0812-9000-1111": 1, own.customer_no: 1}
    assert queries.shared_in(own_path, text=other.customer_no).count() == 0
    assert queries.shared_in(own_path, text="0812-9000-9999").count() == 0


def test_what_happened_at_the_number_is_told_of_each_person(now):
    points = holders(4)
    for day in range(2):
        operations.add_evidence(contact_point=points[2], kind="DIAL", outcome="TPC", at=now - dt.timedelta(days=day),
                                source="test", key=f"k{day}", by=None, now=now)  # fmt: skip

    shown = queries.holders_of(SharedNumber.objects.get(), paths=ALL).shown

    told = {one.point_id: [(proof.outcome, proof.times, proof.last_at) for proof in one.proofs] for one in shown}
    assert told == {point.pk: [] for point in points} | {points[2].pk: [("TPC", 2, now)]}


def test_decision_leaves_what_is_verified(now):
    points = holders(4)
    operations.verify_point(contact_point=points[1], evidence="letter", by=None, now=now)

    changed = operations.resolve_shared_number(
        shared=SharedNumber.objects.get(), decision="WRONG", reason="toko pulsa", by=make_agent(), now=now
    )

    assert changed == 3
    assert states(points) == ["WRONG_PERSON", "VERIFIED", "WRONG_PERSON", "WRONG_PERSON"]


def test_decision_taken_back_makes_suspect_what_it_changed_and_nothing_else(now):
    points = holders(5)
    shared, agent = SharedNumber.objects.get(), make_agent()
    operations.resolve_shared_number(
        shared=shared, decision="OWNED", owner=points[0].customer, reason="dijawab sendiri", by=agent, now=now
    )
    later = now + dt.timedelta(hours=1)
    ContactPoint.objects.filter(pk=points[1].pk).update(state="DISCONNECTED", state_changed_at=later)
    ContactPoint.objects.filter(pk=points[2].pk).update(state_changed_at=later)

    changed = operations.reopen_shared_number(shared=shared, reason="salah orang", by=agent, now=later)

    shared.refresh_from_db()
    assert changed == 3
    assert states(points) == ["SUSPECT", "DISCONNECTED", "WRONG_PERSON", "SUSPECT", "SUSPECT"]
    assert (shared.state, shared.owner, shared.resolved_by) == ("OPEN", None, None)


def test_decision_that_is_none_or_final_is_not_taken_back(now):
    holders(4)
    shared, agent = SharedNumber.objects.get(), make_agent()
    told = {"shared": shared, "by": agent, "now": now}

    with pytest.raises(operations.SharedNumberFinal):
        operations.reopen_shared_number(**told, reason="x")
    operations.resolve_shared_number(**told, decision="WRONG", reason="toko pulsa")
    with pytest.raises(operations.SharedNumberFinal):
        operations.reopen_shared_number(**told, reason="x")
    with pytest.raises(operations.DecisionUnexplained):
        operations.reopen_shared_number(**told, reason=" ")
