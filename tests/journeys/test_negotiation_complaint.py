"""A complaint by letter answered on the ninth day with its evidence; an illness call passed up while it runs."""

import datetime as dt
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tagih.cases.models import Case, Complaint, Escalation
from tagih.config import jobs
from tagih.contacts import operations as contacts
from tagih.contacts.models import Attempt
from tagih.letters import operations as letters
from tagih.letters.models import Letter
from tests.factories import cases as work
from tests.factories import contacts as points
from tests.factories import staff
from tests.journeys import lender
from tests.journeys.conftest import sign_in
from tests.journeys.test_negotiation import as_somebody, look

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME = "Siti Rahayu Ningsih"
NINTH = dt.datetime(2026, 12, 3, 3, 0, tzinfo=dt.UTC)  # the ninth working day after Friday 20 November


@pytest.fixture
def people(house, monkeypatch):
    """A Friday morning; a customer 26 days late with a number and an address."""
    lender.set_clock(monkeypatch)
    made = lender.house()
    customer = work.contract(made.branch, customer=work.customer(NAME), days=26, overdue=1_250_000).customer
    points.make_point(customer, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
    points.make_point(customer, value="0812 9000 0001", source="APPLICATION")
    work.round()
    return made


def test_complaint_by_letter_is_answered_on_the_ninth_day(people, context, monkeypatch, tmp_path):
    case = Case.objects.get(customer__full_name=NAME)
    outcome = contacts.open_attempt(
        customer=case.customer, contact_point=case.customer.contact_points.get(kind="PHONE"), channel="CALL",
        purpose="COLLECT", agent=people.agent, by=people.agent, now=lender.NOW - dt.timedelta(hours=1),
    )  # fmt: skip
    contacts.close_attempt(attempt=outcome.attempt, result_class="RPC", by=people.agent, now=lender.NOW)
    clerk = as_somebody(context, people.leader)
    clerk.goto(f"/meja/kasus/{case.code}/")
    clerk.click("main a:has-text('Pengaduan')")
    faults = look(clerk, "complaint-new", address=clerk.url)
    clerk.select_option("#id_channel", "WRITTEN")
    clerk.select_option("#id_kind", "AMOUNT")
    clerk.select_option("#id_contract_no", index=1)
    clerk.select_option("#id_element", "PENALTY")
    clerk.fill("#id_amount", "150.000")
    clerk.fill("#id_subject", "Denda dihitung dua kali")
    clerk.fill("#id_text", "Dalam surat tertanggal 18 November konsumen menulis bahwa denda Oktober ditagih dua kali.")
    clerk.fill("#id_received_on", "20/11/2026")
    clerk.click("form.card button.btn-primary")
    expect(clerk.locator("main")).to_contain_text("4 Desember 2026")
    complaint = Complaint.objects.get()

    lender.set_clock(monkeypatch, NINTH)
    officer = as_somebody(context, staff.person(role="COMPLIANCE", name="Bagus Prakoso"))
    officer.goto("/pengaduan/")
    faults += look(officer, "complaints", address=officer.url)
    officer.click("a.rowlink")
    officer.click("form[action$='/ambil/'] button")
    officer.click("main a.btn-primary:has-text('Jawab')")
    officer.select_option("#id_verdict", "UPHELD")
    officer.fill("#id_answer", "Denda Oktober memang tercatat dua kali. Kami menghapus Rp150.000 dari tagihan Ibu.")
    officer.fill("#id_restitution", "150.000")
    faults += look(officer, "complaint-answer")
    officer.click("form.card button.btn-primary")
    expect(officer.locator("main")).to_contain_text("Dijawab")
    faults += look(officer, "complaint", address=officer.url)
    with officer.expect_download() as got:
        officer.click("main a:has-text('Bukti')")
    got.value.save_as(tmp_path / "bukti.pdf")

    complaint.refresh_from_db()
    letter = Letter.objects.get(reference=f"complaint:{complaint.pk}")
    evidence = PdfReader(tmp_path / "bukti.pdf")
    assert (complaint.status, complaint.answered_on, complaint.due_on) == (
        "ANSWERED", dt.date(2026, 12, 3), dt.date(2026, 12, 4)
    )  # fmt: skip
    assert "Rp150.000" in PdfReader(io.BytesIO(letters.read(letter.stored_as))).pages[0].extract_text()
    assert complaint.code in evidence.pages[0].extract_text()
    assert evidence.attachments
    assert evidence.get_fields()  # the seal
    assert faults == []


def test_illness_call_is_passed_up_while_it_runs(people, context, browser, house):
    officer_of = staff.person(role="COMPLIANCE", name="Bagus Prakoso")
    waiting = browser.new_context(base_url=house.address, bypass_csp=True, viewport={"width": 1440, "height": 900})
    above = waiting.new_page()
    sign_in(above, officer_of)
    above.goto("/pengaduan/eskalasi/")
    expect(above.locator("main")).to_contain_text("Tidak ada yang menunggu")

    agent = as_somebody(context, people.agent)
    agent.keyboard.press("Enter")
    expect(agent.locator("#command")).to_be_focused()
    agent.keyboard.press("1")
    expect(agent.locator(".desk-number")).to_be_visible()
    agent.click("main a:has-text('Eskalasi')")
    expect(agent.locator("main")).to_contain_text("Panggilan Anda berlanjut")
    agent.check("input[value=ILLNESS]")
    agent.fill("#id_note", "Suaminya dirawat di rumah sakit, ia menangis di telepon")
    faults = look(agent, "escalate")
    agent.click("form.card button.btn-bad")
    expect(agent.locator("main")).to_contain_text(NAME)
    raised = Escalation.objects.get()
    assert (raised.level, raised.attempt.state) == ("COMPLIANCE", "RESERVED")

    expect(above.locator("main")).to_contain_text("sedang menelepon")  # came by itself
    faults += look(above, "escalations")
    above.goto("/pengaduan/eskalasi/")
    above.click("main button:has-text('Tangani')")
    expect(above.locator("main")).to_contain_text("Bagus Prakoso")

    jobs.drain()
    raised.refresh_from_db()
    case = raised.case
    assert (raised.status, raised.taken_by) == ("TAKEN", officer_of)
    assert case.holds.get(lifted_at__isnull=True).reason == "ILLNESS"
    assert Attempt.objects.get().state == "RESERVED"
    again = contacts.open_attempt(
        customer=case.customer, contact_point=case.customer.contact_points.get(kind="PHONE"), channel="CALL",
        purpose="COLLECT", agent=people.agent, by=people.agent, now=lender.NOW + dt.timedelta(hours=4),
    )  # fmt: skip
    assert again.attempt is None
    waiting.close()
    assert faults == []
