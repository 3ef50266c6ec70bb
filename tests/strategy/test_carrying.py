"""Steps become work: a letter, a visit for each person once a day; nothing where the house says points."""

import datetime as dt

import pytest

from tagih.config import setup
from tagih.field.models import WantedVisit
from tagih.journal.models import Event
from tagih.kernel import lake as store
from tagih.letters.models import Letter
from tagih.messaging.models import Message
from tagih.strategy import operations, queries
from tests.factories.days import company
from tests.strategy.test_day import DAY, NOW, play

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(lake) -> None:
    company()
    setup.load_reference_data(now=NOW)
    operations.set_work_order(order="STEPS", by=None, now=NOW)


def steps_are(*steps: tuple[str, str, str, str]) -> None:
    """The day's decisions are these: customer, step, channel, template."""
    rows = ", ".join(f"('{who}', '{step}', '{channel}', '{template}')" for who, step, channel, template in steps)
    later = NOW + dt.timedelta(minutes=1)
    with store.write("decisions", DAY, now=later, fingerprint=rows) as draft, store.engine() as engine:
        engine.con.execute(f"""
            COPY (SELECT customer_no, step, channel, template, '' AS arm, 50 AS priority, 'late' AS segment,
                         '' AS "exit", 'v' AS version
                  FROM (VALUES {rows}) t(customer_no, step, channel, template))
            TO '{draft.folder / 'decisions.parquet'}' (FORMAT parquet)""")
        draft.notes |= {"labels": {"v": "TEST"}, "texts": {"v": queries.shipped_text()}}


def carried(minutes: int = 5) -> tuple[int, int, int]:
    done = operations.carry_out(business_date=DAY, now=NOW + dt.timedelta(minutes=minutes), by=None)
    return done.letters, done.visits, done.unusable


def test_each_channel_gets_its_work_once(house):
    play()
    steps_are(("C1", "a_text", "SMS", "REMIND_EARLY"), ("C4", "a_visit", "VISIT", ""))

    first, again = carried(), carried(10)

    assert (first, again) == ((0, 1, 0), (0, 0, 0))
    assert Message.objects.count() == 0  # what is said in writing has a step of its own in the round
    visit = WantedVisit.objects.get()
    assert (visit.customer.customer_no, visit.reason, visit.prize) == ("C4", "a_visit", 1800)
    assert Event.objects.filter(name__endswith="StepsCarriedOut").count() == 1


def test_letter_is_about_the_contract_furthest_behind_and_waits_for_its_turn(house):
    play()
    steps_are(("C4", "a_letter", "LETTER", "SP1"), ("C1", "a_letter", "LETTER", "SP1"),
              ("C2", "a_letter", "LETTER", "PENYELESAIAN"))  # fmt: skip

    written, visits, unusable = carried()

    assert visits == 0
    assert written + unusable == 3  # C1 is five days late, C2 wants a letter that nobody writes
    assert [letter.contract_no for letter in Letter.objects.all()] == ["K5"] * written


def test_whoever_waits_for_a_visit_does_not_wait_twice(house):
    play()
    steps_are(("C4", "a_visit", "VISIT", ""))
    carried()
    WantedVisit.objects.update(reference="yesterday")

    assert carried(10) == (0, 0, 0)
    assert WantedVisit.objects.count() == 1


def test_points_order_nothing(lake):
    company()
    setup.load_reference_data(now=NOW)
    play()
    steps_are(("C4", "a_visit", "VISIT", ""))

    assert carried() == (0, 0, 0)
    assert WantedVisit.objects.count() == 0


def test_decisions_that_stand_order_nothing_again(house):
    play()

    done = operations.carry_out(business_date=DAY + dt.timedelta(1), now=NOW + dt.timedelta(1), by=None)

    assert done == operations.CarriedOut()
