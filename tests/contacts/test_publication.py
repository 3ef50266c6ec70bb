import datetime as dt
import random

import phonenumbers
import pytest

from tagih.contacts import operations
from tagih.contacts.models import ContactPoint, FeedRow
from tagih.contacts.rules.phones import normalise
from tagih.journal.models import Event
from tests.factories.contacts import make_debtor
from tests.factories.lake import landed

pytestmark = pytest.mark.django_db
DAY, NEXT = dt.date(2026, 11, 20), dt.date(2026, 11, 21)


def points(*rows):
    return [{"customer_no": "C-A", "is_usable": True} | row for row in rows]


def publish(day, now):
    told = operations.publish_points(business_date=day, now=now, by=None)
    return told.read, told.added, told.changed, told.unusable, told.withdrawn


def test_points_of_people_in_scope_arrive_normalised_masked_and_encrypted(lake, now):
    debtor = make_debtor(customer_no="C-A", region_code="")
    landed(
        "contact_points", DAY,
        *points(
            {"value": "0812-9000-1111", "owner_name": "Siti", "label": "MOBILE"},
            {"value": "8.12346E+11"},
            {"kind": "EMAIL", "value": " Siti@Example.co.id "},
            {"kind": "ADDRESS", "value": "Jl.  Kartini 8", "label": "BILLING", "region_code": "18.71"},
            {"customer_no": "C-NOT-HERE", "value": "081290009999"},
        ),
    )  # fmt: skip

    assert publish(DAY, now) == (4, 4, 0, 1, 0)
    held = {p.kind + p.masked: p for p in ContactPoint.objects.filter(customer=debtor)}
    assert {p.unusable_reason for p in held.values()} == {"", "DIGITS_LOST_IN_SPREADSHEET"}
    assert held["PHONE+62812•••••111"].owner_name == "Siti"
    assert held["ADDRESSJl. ••••••"].region_code == "18.71"
    assert "EMAILs•••@example.co.id" in held
    assert all(b"9000" not in bytes(p.value_cipher) for p in held.values())
    assert Event.objects.filter(name="contacts.PointsPublished").count() == 1


def test_publishing_again_changes_nothing(lake, now):
    make_debtor(customer_no="C-A", region_code="")
    landed("contact_points", DAY, *points({"value": "081290001111"}, {"value": "+6281290001111"}))
    assert publish(DAY, now) == (2, 1, 0, 0, 0)

    before = list(ContactPoint.objects.values_list())
    assert publish(DAY, now) == (0, 0, 0, 0, 0)

    assert list(ContactPoint.objects.values_list()) == before
    assert FeedRow.objects.count() == 2


def test_next_day_takes_only_the_difference_and_keeps_what_was_learned(lake, now):
    make_debtor(customer_no="C-A", region_code="")
    landed("contact_points", DAY, *points({"value": "081290001111", "label": "MOBILE"}, {"value": "081290002222"}))
    publish(DAY, now)
    ContactPoint.objects.update(state="WRONG_PERSON", failures=3)
    landed("contact_points", NEXT, *points({"value": "081290001111", "label": "HOME"}, {"value": "081290003333"}))

    assert publish(NEXT, now) == (2, 1, 1, 0, 1)
    changed = ContactPoint.objects.get(label="HOME")
    assert (changed.state, changed.failures) == ("WRONG_PERSON", 3)
    assert ContactPoint.objects.count() == 3
    assert publish(NEXT, now) == (0, 0, 0, 0, 0)


def test_person_who_comes_into_scope_later_gets_the_points(lake, now):
    landed("contact_points", DAY, *points({"value": "081290001111"}))
    assert publish(DAY, now) == (0, 0, 0, 0, 0)

    make_debtor(customer_no="C-A", region_code="")

    assert publish(DAY, now) == (1, 1, 0, 0, 0)


def test_without_a_feed_there_is_nothing_to_do(lake, now):
    assert publish(DAY, now) == (0, 0, 0, 0, 0)


def test_quick_path_for_mobiles_agrees_with_the_library():
    dice = random.Random(5)
    for _ in range(3000):
        text = dice.choice(["0", "62", "+62"]) + "8" + "".join(dice.choices("0123456789", k=dice.randrange(5, 14)))
        number = phonenumbers.parse(text if text[0] in "0+" else "+" + text, "ID")
        mobile = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
        assert (normalise(text).usable and normalise(text).is_mobile) == mobile, text
