import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tagih.cases import operations
from tagih.cases.models import Document
from tagih.journal.models import Access
from tests.factories import cases
from tests.web.desk.conftest import NOW

MINUTE = dt.timedelta(minutes=1)
pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
HTMX = {"HX-Request": "true"}


def test_search_finds_by_name_contract_and_code(desk):
    case = desk.case(customer=cases.customer("Kartika Dewi"))
    contract = case.customer.contracts.get()

    for text in ("kartika", contract.contract_no, case.code):
        assert "Kartika Dewi" in desk.client.get("/meja/cari/", {"q": text}, headers=HTMX).content.decode()


def test_search_that_finds_nothing_says_what_to_try(desk):
    assert "Tidak ditemukan" in desk.client.get("/meja/cari/", {"q": "tidak ada orang ini"}).content.decode()


def test_case_of_another_branch_is_neither_found_nor_shown(desk, browser):
    other = cases.case(cases.branch(), customer=cases.customer("Orang Seberang"))

    assert "Orang Seberang" not in desk.client.get("/meja/cari/", {"q": "seberang"}).content.decode()
    assert desk.client.get(f"/meja/kasus/{other.code}/").status_code == 404
    assert desk.client.post(f"/meja/kasus/{other.code}/ambil/").status_code == 404
    assert desk.client.get(f"/meja/kasus/{other.code}/riwayat/").status_code == 404


def test_mistyped_code_is_not_found(desk):
    assert desk.client.get("/meja/kasus/K-XXXXXX/").status_code == 404


def test_case_read_only_offers_no_call_and_is_logged(desk, browser):
    case = desk.case()
    auditor = cases.agent(desk.branch, role="AUDITOR")

    text = browser(auditor).get(f"/meja/kasus/{case.code}/").content.decode()

    assert case.customer.full_name in text
    assert "/hubungi/" not in text
    assert "/ambil/" not in text
    assert Access.objects.filter(person_id=auditor.pk, customer_no=case.customer.customer_no).exists()


def test_taking_a_found_case_leads_to_the_desk(desk):
    case = desk.case()

    answer = desk.client.post(f"/meja/kasus/{case.code}/ambil/")

    assert answer["Location"] == "/meja/"
    assert desk.item(case).leased_by == desk.agent


def test_taking_a_case_that_somebody_else_works_says_who(desk, browser):
    case = desk.case()
    colleague = cases.agent(desk.branch, name="Joko Rekan")
    operations.take_case(case=case, person=colleague, now=NOW)

    answer = desk.client.post(f"/meja/kasus/{case.code}/ambil/", headers=HTMX)

    assert "Joko Rekan" in answer["HX-Trigger"]


def test_history_is_filtered_and_goes_on_where_it_stopped(desk):
    case = desk.case()
    for number in range(18):
        operations.write_note(case=case, text=f"Catatan {number}.", by=desk.agent, now=NOW - number * MINUTE)
    address = f"/meja/kasus/{case.code}/riwayat/"

    first = desk.client.get(address, {"kind": "notes"})
    rest = desk.client.get(address, {"kind": "notes", "before": first.context["older"]})
    money = desk.client.get(address, {"kind": "money"})

    assert (len(first.context["entries"]), len(rest.context["entries"])) == (15, 3)
    assert money.context["entries"] == []


def test_history_costs_the_same_for_one_and_three(desk):
    case = desk.case()
    address = f"/meja/kasus/{case.code}/riwayat/"
    operations.write_note(case=case, text="Satu", by=desk.agent, now=NOW)
    desk.client.get(address)
    with CaptureQueriesContext(connection) as one:
        desk.client.get(address)
    for _turn in range(2):
        operations.write_note(case=case, text="Lagi", by=desk.agent, now=NOW)
        operations.record_activity(case=case, action="CALL_IN", result="CUT_OFF", by=desk.agent, now=NOW)

    with CaptureQueriesContext(connection) as three:
        desk.client.get(address)

    assert len(three) == len(one)


def test_document_is_attached_listed_and_opened_with_a_trace(desk, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    case = desk.case()
    address = f"/meja/kasus/{case.code}/dokumen/"

    listed = desk.client.post(address, {"file": SimpleUploadedFile("bukti.png", PNG)}, headers=HTMX)
    document = Document.objects.get(case=case)
    opened = desk.client.get(f"{address}{document.pk}/")

    assert "bukti.png" in listed.content.decode()
    assert b"".join(opened.streaming_content) == PNG
    assert Access.objects.filter(what=f"document {document.pk}").exists()


def test_document_of_another_kind_is_refused_in_words(desk):
    case = desk.case()

    answer = desk.client.post(
        f"/meja/kasus/{case.code}/dokumen/", {"file": SimpleUploadedFile("x.exe", b"MZ....")}, headers=HTMX
    )

    assert 'role="alert"' in answer.content.decode()
    assert not Document.objects.exists()
