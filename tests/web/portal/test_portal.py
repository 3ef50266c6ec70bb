"""The customer's page: who gets in, what leaks to nobody, and that each act reaches the case."""

import datetime as dt
import io
import logging
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client

from tagih.cases import operations as case_rules
from tagih.cases.models import Arrangement, Case, Complaint, Hold, Promise
from tagih.contacts.models import ContactPoint, Wish
from tagih.journal.models import Event
from tagih.kernel import clock
from tagih.messaging import operations as messages
from tagih.messaging.queries import link_of
from tagih.messaging.rules import links
from tagih.payments import operations as payments
from tagih.portfolio.models import Contract
from tests.factories import cases, contacts
from tests.factories import messages as make
from tests.payments.test_qris import STATIC

pytestmark = pytest.mark.django_db
NOW = make.NOW
BORN = dt.date(1990, 12, 31)


@pytest.fixture(autouse=True)
def _now():
    with clock.told_by(lambda: NOW):
        yield


@pytest.fixture
def customer():
    """A late customer with an open case, made without the round."""
    contract = cases.contract(cases.branch(), overdue=1_250_000)
    cases.open_day()
    contract.customer.birth_date = BORN
    contract.customer.save()
    Case.objects.create(
        customer=contract.customer, branch=contract.branch, stage="EARLY", bucket="C0", opened_on=make.DAY,
        overdue_amount=1_250_000, contract_count=1,
    )  # fmt: skip
    contacts.make_point(contract.customer)
    return contract.customer


def path_of(customer, *, now=NOW) -> str:
    return re.sub(r"^https?://[^/]+", "", link_of(customer.pk, now=now))


def enter(customer, answer: str = "31/12/1990") -> Client:
    browser = Client()
    browser.post(path_of(customer), {"answer": answer})
    return browser


@pytest.fixture
def browser(customer) -> Client:
    return enter(customer)


# -- getting in


def test_the_link_says_nothing_before_the_question_is_answered(customer):
    page = Client().get(path_of(customer))

    text = page.content.decode()
    assert page.status_code == 200
    for secret in (customer.full_name, customer.customer_no, "1.250.000"):
        assert secret not in text


@pytest.mark.parametrize("answer", ["31/12/1990", "31-12-1990", "31121990", " 31 12 1990 "])
def test_the_right_answer_opens_the_page(customer, answer):
    page = enter(customer, answer).get("/p/saya/")

    assert page.status_code == 200
    assert customer.full_name in page.content.decode()
    assert "Rp1.250.000" in page.content.decode()


def test_without_a_known_birth_date_the_end_of_the_contract_number_is_asked(customer):
    customer.birth_date = None
    customer.save()
    number = make.contract_of(customer).contract_no

    assert enter(customer, number[-4:]).get("/p/saya/").status_code == 200
    assert enter(customer, "").get("/p/saya/").status_code == 403


@pytest.mark.parametrize("answer", ["1/1/1990", "", "'; --", "31/12/19900", "٣١/١٢/١٩٩٠"])
def test_a_wrong_answer_opens_nothing(customer, answer):
    assert enter(customer, answer).get("/p/saya/").status_code == 403


def test_after_five_wrong_answers_the_right_one_waits_too(customer):
    browser = Client()
    for day in range(1, 6):
        assert browser.post(path_of(customer), {"answer": f"{day}/1/1990"}).status_code == 422

    assert browser.post(path_of(customer), {"answer": "31/12/1990"}).status_code == 429
    assert Client().post(path_of(customer), {"answer": "31/12/1990"}).status_code == 429


def test_a_new_link_does_not_begin_the_count_anew(customer):
    for day in range(1, 6):
        Client().post(path_of(customer), {"answer": f"{day}/1/1990"})

    other = path_of(customer, now=NOW + dt.timedelta(days=1))

    assert other != path_of(customer)
    assert Client().post(other, {"answer": "31/12/1990"}).status_code == 429


def test_no_link_can_be_made_up_from_another(customer):
    token = path_of(customer).removeprefix("/p/")
    changed = [
        token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :] for place in range(len(token))
    ]

    answers = {Client(REMOTE_ADDR=f"10.0.0.{place}").get(f"/p/{one}").status_code for place, one in enumerate(changed)}

    assert answers == {404}


def test_who_tries_links_is_slowed_down(customer):
    answers = [Client().get(f"/p/{number:020}").status_code for number in range(35)]

    assert answers[:30] == [404] * 30
    assert set(answers[30:]) == {429}


def test_a_link_ends_after_two_weeks(customer):
    path = path_of(customer, now=NOW - dt.timedelta(days=15))

    assert Client().get(path).status_code == 410


def test_a_link_is_read_back_for_its_person_only():
    key = b"k" * 32
    text = links.written(12345, dt.date(2026, 12, 4), key=key)

    assert links.read(text, key=key) == (12345, dt.date(2026, 12, 4))
    assert links.read(text, key=b"x" * 32) is None
    assert len(text) <= 20
    assert links.read(text + "=", key=key) is None
    assert links.read("é" * 20, key=key) is None


# -- nobody else's, nowhere kept


@pytest.mark.parametrize(
    "path",
    ["/p/saya/", "/p/saya/janji/", "/p/saya/waktu/", "/p/saya/bukti/", "/p/saya/kontak/", "/p/saya/sanggah/",
     "/p/saya/keluhan/", "/p/saya/riwayat/", "/p/saya/bayar/1/", "/p/saya/qris/TQX.svg"],
)  # fmt: skip
def test_without_the_answer_no_page_opens(customer, path):
    page = Client().get(path)

    assert page.status_code == 403
    assert customer.full_name not in page.content.decode()


def test_another_persons_contract_and_code_are_not_there(customer, browser):
    payments.set_qris(name="Contoh", static_text=STATIC, by=None, now=NOW)
    other = cases.contract(cases.branch())
    code = payments.make_qris(contract=other, amount=1_000_000, now=NOW)

    assert browser.get(f"/p/saya/bayar/{other.pk}/").status_code == 404
    assert browser.get(f"/p/saya/qris/{code.reference}.svg").status_code == 404


def test_another_persons_number_is_not_taken_away(customer, browser):
    stranger = contacts.make_debtor()
    point = contacts.make_point(stranger)

    browser.post("/p/saya/kontak/", {"act": "disown", "point": point.pk})

    point.refresh_from_db()
    assert point.state == "UNVERIFIED"


def test_a_forged_or_old_cookie_is_nobody(customer, browser):
    browser.cookies["tagih_portal"] = browser.cookies["tagih_portal"].value[:-2] + "xx"
    assert browser.get("/p/saya/").status_code == 403


@pytest.mark.parametrize("path", ["/p/saya/", "/p/petugas/", "LINK"])
def test_pages_are_kept_in_no_cache_and_named_to_nobody(customer, browser, path):
    page = browser.get(path_of(customer) if path == "LINK" else path)

    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_no_page_leads_elsewhere_or_runs_a_script(customer, browser):
    for path in ("/p/saya/", f"/p/saya/bayar/{make.contract_of(customer).pk}/", "/p/petugas/"):
        text = browser.get(path).content.decode()
        assert re.findall(r'(?:href|src|action)="(?:https?:)?//', text) == []
        assert "<script" not in text
        assert "style=" not in text


def test_the_link_stays_out_of_every_later_address(customer, browser):
    token = path_of(customer).removeprefix("/p/")

    assert token not in browser.get("/p/saya/").content.decode()


def test_neither_link_nor_answer_is_logged(customer, caplog):
    with caplog.at_level(logging.DEBUG):
        enter(customer, "30/12/1990")
        enter(customer)

    told = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert path_of(customer) not in told
    assert "1990" not in told


def test_the_page_is_light_and_speaks_both_languages(customer, browser):
    payments.set_qris(name="Contoh", static_text=STATIC, by=None, now=NOW)
    home, pay = browser.get("/p/saya/"), browser.get(f"/p/saya/bayar/{make.contract_of(customer).pk}/")
    sheets = [find(href) for href in re.findall(r'rel="stylesheet" href="/static/([^"]+)"', home.content.decode())]
    weight = sum(Path(sheet).stat().st_size for sheet in sheets)
    picture = browser.get(re.search(r"/p/saya/qris/\w+\.svg", pay.content.decode()).group())

    assert len(home.content) + weight < 100_000
    assert len(pay.content) + weight + len(picture.content) < 100_000
    assert "Bayar sekarang" in home.content.decode()
    assert "Pay now" in browser.get("/p/saya/?bahasa=en").content.decode()


# -- acts


def events(customer) -> list[str]:
    rows = Event.objects.filter(customer_no=customer.customer_no, name="messaging.SelfServed").order_by("pk")
    return [row.payload["act"] for row in rows]


def test_a_promise_is_on_the_case_at_once(customer, browser):
    messages.load_reference(now=NOW)
    page = browser.post("/p/saya/janji/", {"due_on": "2026-11-24", "amount": "1.250.000"}, follow=True)

    promise = Promise.objects.get(case__customer=customer)
    assert (promise.total, promise.last_due_on, promise.made_by) == (1_250_000, dt.date(2026, 11, 24), None)
    assert events(customer) == ["PROMISE"]
    assert "24 November 2026" in page.content.decode()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"due_on": "2026-12-24", "amount": "1250000"}, "27/11/2026"),
        ({"due_on": "2026-11-24", "amount": "1000"}, "Rp312.500"),
        ({"due_on": "2026-11-01", "amount": "1250000"}, "Pilih hari ini"),
        ({"due_on": "x", "amount": "y"}, "y"),
        ({"due_on": "", "amount": ""}, "kosong"),
    ],
)  # fmt: skip
def test_a_promise_beyond_the_published_limits_is_refused_in_plain_words(customer, browser, told, words):
    page = browser.post("/p/saya/janji/", told)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert Promise.objects.count() == 0


def test_a_request_for_time_gets_a_ticket_and_pauses_collection(customer, browser):
    page = browser.post("/p/saya/waktu/", {"plan": "-", "words": "Usaha sedang sepi, mohon waktu <b>"}, follow=True)

    hold = Hold.objects.get(case__customer=customer)
    assert (hold.reason, events(customer)) == ("RELIEF_REQUEST", ["RELIEF"])
    assert messages.ticket_of(hold) in page.content.decode()


def test_a_complaint_is_registered_with_its_term_and_the_page_shows_the_clock(customer, browser):
    words = "Petugas membentak ibu saya kemarin sore <b>"
    page = browser.post("/p/saya/keluhan/", {"kind": "CONDUCT", "words": words}, follow=True).content.decode()

    made = Complaint.objects.get(customer=customer)
    assert (made.channel, made.kind, made.text, made.received_on) == ("PORTAL", "CONDUCT", words, make.DAY)
    assert (made.due_on, made.hold.reason, events(customer)) == (dt.date(2026, 12, 4), "COMPLAINT", ["COMPLAINT"])
    assert made.code in page
    assert "4 Desember 2026" in page


def test_a_complaint_without_an_open_case_is_heard_too(customer, browser):
    Case.objects.update(status="CLOSED", closed_on=make.DAY)

    browser.post("/p/saya/keluhan/", {"kind": "PRIVACY", "words": "Tetangga saya diberi tahu tagihan saya"})

    assert Complaint.objects.get(customer=customer).kind == "PRIVACY"


@pytest.mark.parametrize(("kind", "words"), [("CONDUCT", "kasar"), ("X", "Petugas membentak ibu saya kemarin")])
def test_a_complaint_says_what_happened(customer, browser, kind, words):
    assert browser.post("/p/saya/keluhan/", {"kind": kind, "words": words}).status_code == 422
    assert Complaint.objects.count() == 0


def test_a_dispute_names_the_part_and_holds_only_that(customer, browser):
    contract = make.contract_of(customer)
    told = {"contract": contract.pk, "element": "PENALTY", "amount": "75.000", "words": "Saya bayar sebelum tanggalnya"}

    browser.post("/p/saya/sanggah/", told)

    made = Complaint.objects.get(customer=customer)
    assert (made.kind, made.element, made.amount) == ("AMOUNT", "PENALTY", 75_000)
    assert made.contract_no == contract.contract_no
    assert (made.hold, events(customer)) == (None, ["DISPUTE"])
    browser.post("/p/saya/sanggah/", told | {"element": "WHOLE"})
    assert Hold.objects.get(case__customer=customer).reason == "DISPUTE"


def test_another_persons_contract_is_not_disputed(customer, browser):
    other = cases.contract(cases.branch())
    told = {"contract": other.pk, "element": "WHOLE", "words": "Ini bukan kontrak saya sama sekali"}

    assert browser.post("/p/saya/sanggah/", told).status_code == 422
    assert Complaint.objects.count() == 0


def test_a_plan_within_the_limits_is_asked_for_and_waits_for_the_mandate(customer, browser):
    case_rules.load_reference(now=NOW)
    contract = make.contract_of(customer)
    Contract.objects.filter(pk=contract.pk).update(
        principal=20_000_000, tenor=24, instalment_amount=1_000_000, due_day=11, collateral_no="BE 1234 XX"
    )
    page = browser.get("/p/saya/waktu/").content.decode()
    offered = re.findall(r'value="(\d+:\w+:\d+)"', page)

    done = browser.post("/p/saya/waktu/", {"plan": offered[0], "words": "Panen mundur dua minggu"}, follow=True)

    made = Arrangement.objects.get(case__customer=customer)
    assert (made.asked_from, made.status, made.proposed_by, events(customer)) == ("PORTAL", "PROPOSED", None, ["PLAN"])
    assert f"{contract.pk}:{made.kind}:{made.months}" == offered[0]
    assert made.code in done.content.decode()
    assert Hold.objects.get(case__customer=customer).reason == "RELIEF_REQUEST"


def test_a_plan_that_is_not_on_offer_is_refused(customer, browser):
    contract = make.contract_of(customer)
    told = {"plan": f"{contract.pk}:SETTLEMENT:1", "words": "Bayar separuh saja"}

    assert browser.post("/p/saya/waktu/", told).status_code == 422
    assert Arrangement.objects.count() == 0


def test_who_is_not_late_yet_promises_too_and_no_work_comes_of_it(customer, browser):
    make.contract_of(customer).delete()
    Case.objects.all().delete()
    cases.contract(
        cases.branch(), customer=customer, days=None, is_in_scope=True, instalment_amount=900_000,
        next_due_on=dt.date(2026, 11, 22),
    )  # fmt: skip
    page = browser.get("/p/saya/janji/").content.decode()
    assert 'value="900.000"' in page

    browser.post("/p/saya/janji/", {"due_on": "2026-11-23", "amount": "900.000"})
    cases.round()

    case = Case.objects.get(customer=customer)
    assert (case.stage, case.status, case.promises.get().total) == ("PRE_DUE", "OPEN", 900_000)
    assert cases.item(case) is None


def test_words_of_distress_call_a_trained_person(customer, browser):
    browser.post("/p/saya/waktu/", {"plan": "-", "words": "saya mau bunuh diri saja"})

    assert set(Hold.objects.values_list("reason", flat=True)) == {"RELIEF_REQUEST", "DISTRESS"}


def test_a_proof_is_kept_and_believed_for_three_days(customer, browser):
    file = io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    file.name = "bukti.png"

    browser.post("/p/saya/bukti/", {"file": file, "words": "Indomaret tadi pagi"})

    hold = Hold.objects.get()
    assert (hold.reason, hold.ends_on, events(customer)) == ("CLAIM_PAID", dt.date(2026, 11, 23), ["PROOF"])
    assert hold.case.documents.get().kind == "PROOF"


def test_a_program_is_no_proof(customer, browser):
    file = io.BytesIO(b"MZ\x90")
    file.name = "bukti.png"

    assert browser.post("/p/saya/bukti/", {"file": file}).status_code == 422


def test_a_number_is_added_as_evidence_and_an_old_one_put_away(customer, browser):
    old = ContactPoint.objects.get(customer=customer, kind="PHONE")
    browser.post("/p/saya/kontak/", {"act": "add", "value": "0813 1111 2222"})
    browser.post("/p/saya/kontak/", {"act": "disown", "point": old.pk})

    old.refresh_from_db()
    assert old.state == "RETIRED"
    assert ContactPoint.objects.filter(customer=customer, source="own page", state="UNVERIFIED").count() == 1
    assert events(customer) == ["CONTACT", "CONTACT"]


def test_hours_and_refused_channels_bind_from_now_on(customer, browser):
    browser.post("/p/saya/kontak/", {"act": "hours", "not_before": "17:00", "not_after": "19:00", "refused": ["SMS"]})

    wish = Wish.objects.get(customer=customer)
    assert (wish.not_before, wish.not_after, wish.refused_channels) == (dt.time(17), dt.time(19), ["SMS"])
    assert events(customer) == ["OPT_OUT"]


def test_an_officer_is_known_by_code_with_what_holds_today(customer):
    from tagih.kernel.ids import short_code

    agent = cases.agent(cases.branch(), role="FIELD_COLLECTOR")
    code = short_code(agent.pk, prefix="P")

    page = Client().get(f"/p/petugas/{code}/").content.decode()

    assert agent.full_name in page
    assert "Tidak ada sertifikat yang berlaku" in page
    assert Client().get(f"/p/petugas/{code[:-1]}2/").status_code in (404, 200)
    assert Client().get("/p/petugas/P-XXXXXX/").status_code == 404


def test_leaving_forgets_the_browser(browser):
    browser.post("/p/saya/keluar/")

    assert browser.get("/p/saya/").status_code == 403


def test_forms_are_protected_against_other_sites(customer):
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(path_of(customer), {"answer": "31/12/1990"}).status_code == 403
