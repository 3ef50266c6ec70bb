import datetime as dt

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint, PointNorm
from tagih.contacts.rules.choice import lawful_hours
from tagih.contacts.rules.norms import Slot, figures_of, pattern
from tests.contacts.learning.test_evidence import close, told
from tests.factories.contacts import make_debtor, make_point

pytestmark = pytest.mark.django_db


def tries(point, outcomes, start, *, hour=3):
    """Dials of a point on consecutive days in one UTC hour."""
    rows = []
    for day, outcome in enumerate(outcomes):
        at = (start - dt.timedelta(days=day + 1)).replace(hour=hour)
        rows.append(told(point, outcome, at, f"{point.pk}-{hour}-{day}"))
    operations.record_outcomes(outcomes=rows, source="bot", by=None, now=start, is_announced=False)


def learned_pattern(evening: int) -> None:
    slots = [
        Slot(day, hour, 400, evening if hour >= 17 else 100, 400) for day in range(6) for hour in range(8, 20)
    ]  # fmt: skip
    PointNorm.objects.create(
        kind="PHONE", learned_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC), figures=figures_of(pattern(slots))
    )


def test_nobody_to_call_is_none(now):
    debtor = make_debtor()
    gone = make_point(debtor)
    make_point(debtor, owner_role="SPOUSE")
    operations.retire_point(contact_point=gone, state="DISCONNECTED", reason="", by=None, now=now)

    assert queries.next_number(debtor, at=now) is None


def test_only_number_says_that_little_is_known(now):
    debtor = make_debtor()
    point = make_point(debtor)

    choice = queries.next_number(debtor, at=now)

    assert choice.point_id == point.pk
    assert choice.codes == ("ONLY_NUMBER", "LITTLE_EVIDENCE", "NO_RELIABLE_HOUR")
    assert (choice.hour_from, choice.hour_to) == (None, None)


def test_number_that_reached_the_person_comes_first_and_silence_moves_it_back(now):
    debtor = make_debtor()
    cold, warm = make_point(debtor), make_point(debtor)
    close(debtor, warm, now, "RPC")

    choice = queries.next_number(debtor, at=now)
    assert (choice.point_id, choice.codes[:2]) == (warm.pk, ("BEST_BY_RIGHT_PARTY", "RIGHT_PARTY_HERE"))
    tries(cold, ["TPC"], now)
    tries(warm, ["NC"] * 15, now)
    ContactPoint.objects.filter(pk=cold.pk).update(state="UNVERIFIED")
    assert queries.next_number(debtor, at=now).answer < choice.answer


def test_hours_of_the_population_are_named_when_they_differ_reliably(now):
    debtor = make_debtor()
    make_point(debtor)
    learned_pattern(evening=220)

    choice = queries.next_number(debtor, at=now)

    assert (choice.hour_from, choice.hour_to, choice.codes[-1]) == (17, 20, "BEST_HOUR_OF_POPULATION")
    assert choice.day == dt.date(2026, 11, 20)


def test_no_reliable_hour_is_said_when_the_population_answers_alike(now):
    debtor = make_debtor()
    make_point(debtor)
    learned_pattern(evening=104)

    assert queries.next_number(debtor, at=now).codes[-1] == "NO_RELIABLE_HOUR"


def test_own_hours_of_a_number_are_named_when_its_own_evidence_carries_them(now):
    debtor = make_debtor()
    point = make_point(debtor)
    tries(point, ["NC"] * 25, now, hour=2)
    tries(point, ["TPC"] * 18 + ["NC"] * 4, now, hour=6)

    choice = queries.next_number(debtor, at=now.replace(hour=1))

    assert choice.codes[-1] == "BEST_HOUR_OF_NUMBER"
    assert (choice.hour_from, choice.hour_to) == (12, 15)


def test_late_in_the_day_the_hours_are_those_of_the_next(now):
    debtor = make_debtor()
    make_point(debtor)
    learned_pattern(evening=220)

    choice = queries.next_number(debtor, at=dt.datetime(2026, 11, 20, 13, 30, tzinfo=dt.UTC))

    assert (choice.day, choice.hour_from) == (dt.date(2026, 11, 21), 17)


def test_hours_are_those_of_the_persons_zone(now):
    debtor = make_debtor(region_code="73.71")
    make_point(debtor)
    learned_pattern(evening=220)

    assert queries.next_number(debtor, at=dt.datetime(2026, 11, 20, 11, 30, tzinfo=dt.UTC)).codes[-1] != ""
    assert queries.next_number(debtor, at=dt.datetime(2026, 11, 20, 12, 30, tzinfo=dt.UTC)).day.day == 21


def test_hours_begin_and_end_with_the_strictest_pack():
    from tagih.contacts import packs

    asked = packs.named("ID_OJK_2023+HOUSE_DEFAULT", dt.date(2026, 11, 20))

    assert lawful_hours(asked, "CALL") == tuple(range(8, 20))
    assert lawful_hours(packs.named("US_REG_F", dt.date(2026, 11, 20)), "CALL")[-1] == 20


@pytest.mark.parametrize("people", [1, 3])
def test_choice_is_one_statement_however_many_people(people, now, django_assert_num_queries):
    debtors = [make_debtor() for _person in range(people)]
    for debtor in debtors:
        make_point(debtor)
        make_point(debtor)

    with django_assert_num_queries(1):
        chosen = queries.next_numbers([debtor.pk for debtor in debtors], at=now)

    assert set(chosen) == {debtor.pk for debtor in debtors}


def test_credit_of_sources_comes_with_its_interval(now):
    for source, outcome in (("core", "RPC"), ("core", "RPC"), ("lookup", "DEAD"), ("lookup", "NC")):
        debtor = make_debtor()
        tries(make_point(debtor, source=source), [outcome], now)
    operations.learn_norms(now=now, by=None)

    core, lookup = queries.source_credits()

    assert (core.source, core.points, core.right, core.wrong, core.share) == ("core", 2, 2, 0, 1.0)
    assert (lookup.right, lookup.wrong) == (0, 1)
    assert core.low > 0.3
    assert core.high == 1.0
