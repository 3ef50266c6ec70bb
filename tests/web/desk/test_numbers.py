"""A better number while the customer is on the telephone: noted, proven by code, asked for at the right moment."""

import re

import pytest

from tagih.config import jobs
from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint, OneTimeCode
from tests.factories import cases, contacts

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(desk, settings):
    """A case in work, with a call open."""
    settings.TAGIH_CODE_SENDER = "sandbox"
    made = desk.case()
    desk.take()
    return made


def post(desk, case, path: str, **values: str):
    return desk.client.post(f"/meja/kasus/{case.code}/{path}", values, headers=HTMX)


def test_new_number_is_noted_and_offered(desk, case):
    page = post(desk, case, "nomor/", value="0813 2222 3333")

    point = ContactPoint.objects.get(source="DESK")
    assert (page.status_code, point.owner_role, point.state) == (200, "CONSUMER", "UNVERIFIED")
    assert point.masked in page.content.decode()
    assert f"/hubungi/{point.pk}/" in page.content.decode()


@pytest.mark.parametrize("value", ["", "istri", "0812"])
def test_what_is_no_number_is_said_and_kept(desk, case, value):
    page = post(desk, case, "nomor/", value=value)

    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert f'value="{value}"' in page.content.decode()


def test_number_that_proved_wrong_is_not_taken_again(desk, case):
    point = desk.point(case)
    operations.retire_point(contact_point=point, state="WRONG_PERSON", reason="a stranger", by=None, now=cases.NOW)
    known = operations.reveal_point(contact_point=point, reason="test", by=desk.agent, now=cases.NOW)

    assert post(desk, case, "nomor/", value=known).status_code == 422


def test_code_is_sent_and_entered_while_talking(desk, case):
    point = desk.point(case)
    desk.call(case)

    sent = post(desk, case, f"kode/{point.pk}/")
    jobs.drain()
    digits = re.search(r"\b\d{6}\b", queries.inbox()[0].text)[0]
    wrong = post(desk, case, f"kode/{point.pk}/cocok/", code=f"{(int(digits) + 1) % 10**6:06d}")
    right = post(desk, case, f"kode/{point.pk}/cocok/", code=digits)

    point.refresh_from_db()
    assert "data-code-entry" in sent.content.decode()
    assert (wrong.status_code, right.status_code, point.state) == (422, 200, "VERIFIED")
    assert "data-code-entry" not in right.content.decode()


def test_code_outside_the_rules_says_why(desk, case):
    point = desk.point(case)
    contacts.make_point(case.customer)
    operations.set_flag(customer=case.customer, flag="DISPUTE", reason="test", source="t", by=None, now=cases.NOW)

    page = post(desk, case, f"kode/{point.pk}/")

    assert page.status_code == 422
    assert "menyanggah" in page.content.decode()
    assert not OneTimeCode.objects.exists()


def test_point_of_another_customer_is_not_found(desk, case):
    other = contacts.make_point(contacts.make_debtor())

    assert post(desk, case, f"kode/{other.pk}/").status_code == 404


def test_without_a_provider_no_code_is_offered(desk, case, settings):
    settings.TAGIH_CODE_SENDER = ""

    page = desk.client.get("/meja/").content.decode()

    assert "/kode/" not in page
    assert "/nomor/" in page


def test_agent_is_prompted_until_a_number_is_proven(desk, case):
    before = desk.client.get("/meja/").content.decode()
    operations.verify_point(contact_point=desk.point(case), evidence="test", by=None, now=cases.NOW)
    after = desk.client.get("/meja/").content.decode()

    assert "Belum ada nomor yang terbukti" in before
    assert "desk-ask" not in after


@pytest.mark.parametrize("more", [0, 2])
def test_page_asks_as_often_for_one_number_as_for_three(desk, case, more, django_assert_max_num_queries):
    for _ in range(more):
        contacts.make_point(case.customer)
    desk.client.get("/meja/")

    with django_assert_max_num_queries(35):
        desk.client.get("/meja/")


def test_the_number_that_reached_the_customer_comes_first_and_says_why(desk, case):
    old, newer = desk.point(case), contacts.make_point(case.customer)
    piece = {"kind": "CONVERSATION", "outcome": "RPC", "source": "test", "by": None}
    operations.add_evidence(contact_point=old, at=cases.NOW, now=cases.NOW, key="1", **piece)

    page = desk.client.get("/meja/").content.decode()

    assert page.index(f"/hubungi/{old.pk}/") < page.index(f"/hubungi/{newer.pk}/")
    assert "Pertama: konsumen pernah menjawab di sini" in page
    assert "belum ada data yang membedakan" not in page


def test_numbers_that_nothing_tells_apart_say_so(desk, case):
    contacts.make_point(case.customer)

    page = desk.client.get("/meja/").content.decode()

    assert "belum ada data yang membedakan" in page
