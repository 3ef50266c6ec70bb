"""The customer's page as somebody who means harm looks at it: links tried, answers tried, acts sent again, and what a
log, a cache, a referrer or the next user of the telephone learns."""

import datetime as dt
import io
import logging
import re

import pytest
from django.core import signing
from django.test import Client

from tagih.cases.models import Arrangement, Case, Complaint, Document, Promise
from tagih.contacts.models import ContactPoint
from tagih.kernel import clock
from tagih.kernel.models import Tally
from tagih.payments import operations as payments
from tagih.web.portal import access
from tagih.web.portal.urls import urlpatterns
from tests.factories import cases, contacts
from tests.factories import messages as make
from tests.payments.test_qris import STATIC
from tests.web.portal.test_portal import BORN, NOW, browser, customer, enter, path_of  # noqa: F401

pytestmark = pytest.mark.django_db
SECRETS = ("31/12/1990", "31121990")


@pytest.fixture(autouse=True)
def _now():
    with clock.told_by(lambda: NOW):
        yield


@pytest.fixture
def stranger():
    """Somebody else with a contract, a case, a birthday and a code."""
    contract = cases.contract(cases.branch(), overdue=700_000)
    contract.customer.birth_date, contract.customer.full_name = dt.date(1985, 2, 1), "Orang Lain"
    contract.customer.save()
    Case.objects.create(
        customer=contract.customer, branch=contract.branch, stage="EARLY", bucket="C0", opened_on=make.DAY,
        overdue_amount=700_000, contract_count=1,
    )  # fmt: skip
    contacts.make_point(contract.customer)
    return contract.customer


# -- enumeration


def test_links_of_neighbouring_people_and_days_have_nothing_in_common(customer, stranger):  # noqa: F811
    tokens = [path_of(who, now=NOW + dt.timedelta(days=day)).removeprefix("/p/") for who in (customer, stranger)
              for day in range(3)]  # fmt: skip
    ends = {token[-12:] for token in tokens}

    assert len(ends) == len(tokens)


def test_a_wrong_link_tells_nothing_apart(customer):  # noqa: F811
    """A person who exists and one who does not are refused alike: same status, same page."""
    token = path_of(customer).removeprefix("/p/")
    forged = Client(REMOTE_ADDR="10.9.0.1").get(f"/p/{token[:-3]}AAA")
    nobody = Client(REMOTE_ADDR="10.9.0.2").get("/p/AAAAAAAAAAAAAAAAAAAA")

    assert (forged.status_code, nobody.status_code) == (404, 404)
    assert forged.content == nobody.content


def test_trying_links_from_one_address_is_slowed_for_every_link(customer):  # noqa: F811
    for number in range(access.LINKS_A_MINUTE):
        Client().get(f"/p/{number:020}")

    assert Client().get(path_of(customer)).status_code == 429
    assert Client(REMOTE_ADDR="10.9.0.3").get(path_of(customer)).status_code == 200


def test_codes_of_officers_are_slowed_as_well():
    answers = [Client().get(f"/p/petugas/P-{number:06}/").status_code for number in range(access.LINKS_A_MINUTE + 1)]

    assert answers[-1] == 429


@pytest.mark.parametrize("place", ["/p/saya/bayar/{contract}/", "/p/saya/qris/{qris}.svg"])
def test_numbers_of_others_answer_as_numbers_of_nobody(customer, browser, stranger, place):  # noqa: F811
    payments.set_qris(name="Contoh", static_text=STATIC, by=None, now=NOW)
    other = make.contract_of(stranger)
    code = payments.make_qris(contract=other, amount=700_000, now=NOW)

    theirs = browser.get(place.format(contract=other.pk, qris=code.reference))
    nobodys = browser.get(place.format(contract=99_999_999, qris="TQ00000000000000"))

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert "700.000" not in theirs.content.decode()


# -- brute force of the asked fact


def test_answers_from_many_addresses_count_together(customer):  # noqa: F811
    """A birthday has some 20,000 possibilities; all the world together has five an hour and ten a day."""
    tried = [
        Client(REMOTE_ADDR=f"10.8.0.{number}").post(path_of(customer), {"answer": f"{number + 1}/1/1990"}).status_code
        for number in range(8)
    ]

    assert tried == [422] * 5 + [429] * 3


def test_an_hour_later_there_are_five_more_and_then_none_for_a_day(customer):  # noqa: F811
    tried = []
    for hour in range(4):
        with clock.told_by(lambda hour=hour: NOW + dt.timedelta(hours=hour, minutes=5 * hour)):
            for number in range(6):
                answer = Client(REMOTE_ADDR=f"10.7.{hour}.{number}").post(path_of(customer), {"answer": "1/1/1990"})
                tried.append(answer.status_code)

    assert tried.count(422) == access.TRIES_A_DAY


def test_a_closed_question_says_nothing_about_the_answer(customer):  # noqa: F811
    for _turn in range(5):
        Client().post(path_of(customer), {"answer": "1/1/1990"})

    right = Client().post(path_of(customer), {"answer": "31/12/1990"})
    wrong = Client().post(path_of(customer), {"answer": "2/1/1990"})

    assert right.content == wrong.content
    assert access.COOKIE not in right.cookies


def test_wrong_answers_about_one_person_close_nobody_else(customer, stranger):  # noqa: F811
    for _turn in range(6):
        Client().post(path_of(customer), {"answer": "1/1/1990"})

    assert enter(stranger, "1/2/1985").get("/p/saya/").status_code == 200


def test_what_counts_the_tries_names_no_answer(customer):  # noqa: F811
    Client().post(path_of(customer), {"answer": "30/12/1990"})

    assert not [key for key in Tally.objects.values_list("key", flat=True) if "1990" in key]


# -- another person's link and cookie


def test_the_cookie_of_one_person_does_not_open_the_link_of_another(customer, browser, stranger):  # noqa: F811
    page = browser.get(path_of(stranger))

    assert page.status_code == 200
    assert "id_answer" in page.content.decode()
    assert customer.full_name not in page.content.decode()


def test_a_cookie_made_for_another_purpose_opens_nothing(customer):  # noqa: F811
    visitor = Client()
    visitor.cookies[access.COOKIE] = signing.dumps(customer.pk, salt="something.else")

    assert visitor.get("/p/saya/").status_code == 403


def test_the_cookie_goes_to_these_pages_only_and_no_script_reads_it(customer, settings):  # noqa: F811
    settings.HTTPS = True
    cookie = Client().post(path_of(customer), {"answer": "31/12/1990"}).cookies[access.COOKIE]

    assert (cookie["path"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == ("/p/", True, True, "Lax")
    assert cookie["max-age"] == 1_800


def test_a_customer_is_nobody_to_the_colleagues_pages(browser):  # noqa: F811
    for place in ("/meja/", "/pesan/", "/kantor/", "/lantai/", "/p/../meja/"):
        assert browser.get(place).status_code in (302, 403, 404)


# -- replay


def test_an_act_sent_twice_happens_once(customer, browser):  # noqa: F811
    told = {"due_on": "2026-11-24", "amount": "1.250.000"}
    for _turn in range(2):
        browser.post("/p/saya/janji/", told)

    assert list(Promise.objects.order_by("pk").values_list("status", flat=True)) == ["SUPERSEDED", "OPEN"]


def test_an_act_after_leaving_or_after_half_an_hour_does_nothing(customer, browser):  # noqa: F811
    stolen = browser.cookies[access.COOKIE].value
    browser.post("/p/saya/keluar/")
    assert browser.post("/p/saya/janji/", {"due_on": "2026-11-24", "amount": "1.250.000"}).status_code == 403

    old = signing.TimestampSigner(salt=access.SALT)
    assert signing.loads(stolen, salt=access.SALT, max_age=1_800) == customer.pk
    with pytest.raises(signing.SignatureExpired):
        signing.loads(stolen, salt=access.SALT, max_age=-1)
    assert old.salt == access.SALT
    assert Promise.objects.count() == 0


def test_a_form_of_another_site_does_nothing(customer):  # noqa: F811
    visitor = Client(enforce_csrf_checks=True)
    visitor.cookies[access.COOKIE] = signing.dumps(customer.pk, salt=access.SALT)
    for place, told in (
        ("janji", {"due_on": "2026-11-24", "amount": "1.250.000"}),
        ("keluhan", {"kind": "CONDUCT", "words": "Petugas membentak ibu saya kemarin"}),
        ("waktu", {"plan": "-", "words": "Mohon waktu"}),
        ("kontak", {"act": "add", "value": "0813 1111 2222"}),
    ):
        assert visitor.post(f"/p/saya/{place}/", told).status_code == 403

    assert (Promise.objects.count(), Complaint.objects.count(), Arrangement.objects.count()) == (0, 0, 0)
    assert ContactPoint.objects.filter(source="own page").count() == 0


# -- what others learn


def own_places(customer) -> list[str]:  # noqa: F811
    pk = make.contract_of(customer).pk
    return [f"/p/saya/{one}" for one in ("", f"bayar/{pk}/", "janji/", "waktu/", "bukti/", "kontak/", "sanggah/",
                                         "keluhan/", "riwayat/")]  # fmt: skip


def test_every_page_of_a_person_is_looked_at_here(customer):  # noqa: F811
    named = {str(one.pattern) for one in urlpatterns if str(one.pattern).startswith("saya/")}
    tested = {place.removeprefix("/p/") for place in own_places(customer)}

    left = named - {re.sub(r"\d+", "<int:pk>", one) for one in tested}
    assert left == {"saya/keluar/", "saya/qris/<str:reference>.svg"}


def test_no_page_is_kept_framed_indexed_or_named_in_a_referrer(customer, browser):  # noqa: F811
    for place in own_places(customer):
        page = browser.get(place)
        assert page.status_code == 200, place
        assert page["Cache-Control"] == "no-store, private"
        assert page["Referrer-Policy"] == "same-origin"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert page["X-Frame-Options"] == "DENY"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert not re.search(r'(?:href|src|action)="(?:https?:)?//', page.content.decode())


def test_refused_pages_are_kept_nowhere_either(customer, browser):  # noqa: F811
    for page in (browser.get("/p/saya/bayar/99999999/"), Client().get("/p/saya/"), Client().get("/p/nothing")):
        assert "no-store" in page.headers.get("Cache-Control", ""), page.status_code


def test_neither_numbers_names_answers_nor_links_reach_a_log(customer, browser, caplog):  # noqa: F811
    picture = io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    picture.name = "rahasia-keluarga.png"
    with caplog.at_level(logging.DEBUG):
        enter(customer, "30/12/1990")
        enter(customer)
        browser.post("/p/saya/kontak/", {"act": "add", "value": "0813 7777 8888"})
        browser.post("/p/saya/kontak/", {"act": "add", "value": "not a number"})
        browser.post("/p/saya/keluhan/", {"kind": "PRIVACY", "words": "Tetangga bernama Wagiman diberi tahu"})
        browser.post("/p/saya/bukti/", {"file": picture, "words": "Indomaret"})
        browser.get(f"/p/saya/bayar/{make.contract_of(customer).pk}/")

    told = "\n".join(
        f"{record.getMessage()} {record.args}" for record in caplog.records if not record.name.startswith("django.db")
    )
    forbidden = (customer.full_name, customer.customer_no, path_of(customer), "81377778888", "0813 7777", "Wagiman",
                 "rahasia-keluarga", make.contract_of(customer).contract_no, *SECRETS)  # fmt: skip
    assert [one for one in forbidden if one in told] == []
    assert BORN.year == 1990


def test_a_name_in_a_form_is_shown_as_text_never_as_page(customer, browser):  # noqa: F811
    words = "<script>alert(1)</script> sudah lama saya tunggu"
    browser.post("/p/saya/keluhan/", {"kind": "OTHER", "words": words})
    page = browser.post("/p/saya/kontak/", {"act": "add", "value": "<img src=x onerror=1>"})

    assert "<img src=x" not in page.content.decode()
    assert "<script" not in browser.get("/p/saya/").content.decode()


def test_a_proof_with_a_path_in_its_name_stays_where_proofs_are(customer, browser):  # noqa: F811
    picture = io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    picture.name = "../../../../etc/cron.d/x.png"

    browser.post("/p/saya/bukti/", {"file": picture})

    assert ".." not in Document.objects.get().stored_as


def test_the_officers_page_says_nothing_about_customers(customer):  # noqa: F811
    from tagih.kernel.ids import short_code

    agent = cases.agent(cases.branch(), role="FIELD_COLLECTOR")
    page = Client().get(f"/p/petugas/{short_code(agent.pk, prefix='P')}/").content.decode()

    assert customer.full_name not in page
    assert agent.username not in page
