"""The number to try is the same, chosen for one person with its reasons or for everybody in one statement."""

import datetime as dt
import random

import pytest

from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint, PointBelief, PointNorm
from tagih.contacts.queries import rulebook
from tagih.contacts.queries.prescreen import marked
from tagih.contacts.rules.norms import Firsts, Slot, figures_of, pattern, shares
from tests.contacts.learning.test_evidence import told
from tests.factories.contacts import make_debtor, make_point

pytestmark = pytest.mark.django_db
REGIONS = ("18.71", "73.71", "91.71", "", "99.99")
SOURCES = ("core", "lookup", "field", "unheard of")
OUTCOMES = ("RPC", "TPC", "NC", "NC", "NC", "WRONG_PERSON", "DEAD")
MOMENTS = {  # in UTC: every window open, open in WIB alone, none open any more, a Sunday night, a leap day's eve
    "morning": dt.datetime(2026, 11, 20, 3, 10, tzinfo=dt.UTC),
    "evening": dt.datetime(2026, 11, 20, 12, 40, tzinfo=dt.UTC),
    "night": dt.datetime(2026, 11, 20, 16, 0, tzinfo=dt.UTC),
    "sunday": dt.datetime(2026, 11, 22, 22, 0, tzinfo=dt.UTC),
    "leap": dt.datetime(2028, 2, 28, 4, 0, tzinfo=dt.UTC),
}


def learn(dice: random.Random, at: dt.datetime) -> None:
    slots = [Slot(day, hour, 400, dice.randrange(40, 220), 390) for day in range(6) for hour in range(8, 20)]
    norm = pattern(slots)
    firsts = [Firsts("CONSUMER", source, age, dice.choice(["RPC", "TPC"]), None, dice.randrange(1, 60))
              for source in SOURCES[:3] for age in range(-1, 4)]  # fmt: skip
    figures = figures_of(norm) | {"shares": shares(firsts), "firmness": 1.3, "third_weight": 0.2, "steady": 0.91}
    PointNorm.objects.create(kind="PHONE", learned_at=at - dt.timedelta(days=2), figures=figures_of(norm))
    PointNorm.objects.create(kind="PHONE", learned_at=at - dt.timedelta(days=1), figures=figures)


def populate(dice: random.Random, at: dt.datetime) -> None:
    """People with several numbers of different past; what some dials told is laid down as outcomes."""
    rows = []
    for _person in range(60):
        debtor = make_debtor(region_code=dice.choice(REGIONS))
        for _number in range(dice.choice([1, 2, 2, 3])):
            kind = dice.choice(["PHONE", "PHONE", "PHONE", "WHATSAPP"])
            point = make_point(debtor, kind=kind, source=dice.choice(SOURCES))
            for number in range(dice.choice([0, 0, 1, 3, 9])):
                when = at - dt.timedelta(hours=dice.randrange(1, 24 * 300))
                rows.append(told(point, dice.choice(OUTCOMES), when, f"{point.pk}-{number}"))
    operations.record_outcomes(outcomes=rows, source="bot", by=None, now=at, is_announced=False)
    for point in ContactPoint.objects.exclude(kind="ADDRESS"):
        point.state = dice.choice(["VERIFIED", "UNVERIFIED", "UNVERIFIED", "SUSPECT", "RETIRED"])
        point.zone = dice.choice(["", "", "WITA", "WIT"])
        point.reached_at = dice.choice([None, None, at - dt.timedelta(days=3)])
        days = dice.choice([None, 3, 89, 90, 91, 364, 365, 1095, 2000])
        point.obtained_on = None if days is None else at.date() - dt.timedelta(days=days)
        point.failures = dice.choice([0, 0, 2])
        point.save()
    for belief in PointBelief.objects.all():
        belief.rival_at = dice.choice([None, None, None, at - dt.timedelta(days=40)])
        belief.save()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("is_learned", [True, False], ids=["learned", "nothing learned"])
def test_everybodys_number_is_the_one_chosen_one_by_one(moment, is_learned):
    now, dice = MOMENTS[moment], random.Random(moment)
    populate(dice, now)
    if is_learned:
        learn(dice, now)

    asked = rulebook.asked(None, now.date(), None).packs
    screened = marked("SMS", now, now.date(), asked, {"agent": None, "asks_letters": False})
    points = {person: point for person, point, _mark in screened}

    people = {*ContactPoint.objects.values_list("customer_id", flat=True)}
    choices = queries.next_numbers([*people], at=now, channel="SMS")
    assert points == {person: choice.point_id for person, choice in choices.items()}
    assert len(points) > 40
