"""What the office decides: whose a number is, what a letter proves, when a restriction ends, which data go."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tagih.cases.models import Case
from tagih.contacts import operations as contacts
from tagih.contacts.models import ContactPoint
from tagih.privacy import operations as privacy
from tests.factories import cases as work
from tests.factories import contacts as points
from tests.factories import privacy as make
from tests.factories import staff
from tests.journeys import lender
from tests.journeys.axe import faults_of
from tests.journeys.conftest import sign_in
from tests.journeys.pictures import picture

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAMES = ("Siti Rahayu Ningsih", "Dewi Lestari", "Agus Salim", "Made Wirawan", "Ratna Kusuma")


@pytest.fixture
def people(house, monkeypatch):
    """A Friday morning in a branch."""
    lender.set_clock(monkeypatch)
    return lender.house()


def _look(page, name: str, *, of: str = "") -> list:
    """A picture, and what is wrong with the page for people who cannot see or use a mouse."""
    page.emulate_media(color_scheme="light")
    picture(page, name, of=of)
    return faults_of(page, page.url.split("#")[0])


def test_leader_decides_whose_a_shared_number_is(people, page):
    made = []
    for place, name in enumerate(NAMES):
        customer = work.contract(people.branch, customer=work.customer(name)).customer
        made.append(points.make_point(customer, value="0812 9000 0001", source="APPLICATION"))
        if place < 3:
            points.make_point(customer, value="0813 7000 0002", owner_role="EMERGENCY_CONTACT", owner_name="Bu RT")
    points.make_point(made[4].customer, value="0813 7000 0002", source="APPLICATION")
    for point, outcome, day in ((made[1], "TPC", 3), (made[1], "TPC", 9), (made[2], "RPC", 2), (made[3], "NC", 5)):
        contacts.add_evidence(
            contact_point=point, kind="DIAL", outcome=outcome, at=lender.NOW - dt.timedelta(days=day), source="DESK",
            key=f"{point.pk}-{day}", by=None, now=lender.NOW,
        )  # fmt: skip
    sign_in(page, people.leader)

    page.goto("/perbaikan/nomor-bersama/")
    faults = _look(page, "shared-numbers")
    page.click("a.rowlink >> nth=0")
    faults += _look(page, "shared-number")
    page.check("input[value=OWNED]")
    page.select_option("#id_owner", label=f"{NAMES[2]} ({made[2].customer.customer_no})")
    page.fill("#id_reason", "Ditelepon, Pak Agus sendiri yang menjawab")
    page.click("form.card button.btn-primary")

    expect(page.locator("main")).to_contain_text("Milik satu orang")
    states = dict(ContactPoint.objects.filter(source="APPLICATION").values_list("customer__full_name", "state"))
    assert {states.pop(NAMES[2])} | set(states.values()) == {"VERIFIED", "WRONG_PERSON"}
    page.click("a:has-text('Batalkan keputusan')")
    page.fill("#id_reason", "Yang menjawab ternyata sepupunya")
    page.click("main form.card button.btn-bad")
    expect(page.locator("main")).to_contain_text("Perlu ditinjau")
    assert faults == []


def test_two_people_end_a_restriction_and_switch_a_rule(people, page):
    first, second = make.officer("Kartika Sari"), staff.person(role="COMPLIANCE", name="Bagus Prakoso")
    for name, reason in (("Siti Rahmawati", "Menarik pembatasan dengan surat 12 November."), ("Agus Salim", "")):
        made, by = make.granted(make.customer(name=name, live=True), "RESTRICTION")
        privacy.carry_out(request=made, by=by, now=lender.NOW)
        if reason:
            privacy.propose_lifting(request=made, reason=reason, by=first, now=lender.NOW)
    privacy.switch_rule(rule="notes", is_on=True, months=48, reason="Disetujui DPO", by=first, now=lender.NOW)
    privacy.retain(now=lender.NOW, dry=True)
    sign_in(page, second)

    page.goto("/data-pribadi/retensi/")
    faults = _look(page, "privacy-retention", of="a:has-text('Setujui')")
    page.click("a:has-text('Setujui')")
    faults += _look(page, "privacy-retention-approve")
    page.click("main form.card button")
    expect(page.locator("main")).to_contain_text("disetujui Bagus Prakoso")
    page.goto("/data-pribadi/pembatasan/")
    faults += _look(page, "privacy-restrictions")
    page.click("tr:has-text('Siti Rahmawati') a.btn-primary")
    page.click("main form.card button")

    expect(page.locator("tbody")).not_to_contain_text("Siti Rahmawati")
    assert faults == []


def test_supervisor_records_a_warning_letter_and_the_history_shows_it(people, page):
    customer = work.contract(people.branch, customer=work.customer("Siti Rahayu Ningsih"), days=26).customer
    work.round()
    case = Case.objects.get(customer=customer)
    contract_no = customer.contracts.get().contract_no
    told = {"customer": customer, "contract_no": contract_no, "by": people.leader, "now": lender.NOW}
    contacts.record_delivery(**told, kind="SP1", delivered_on=dt.date(2026, 11, 2), evidence="Resi pos RR12345")
    sign_in(page, staff.person(role="SUPERVISOR", name="Ratna Kusuma"))

    page.goto(f"/meja/kasus/{case.code}/")
    page.click("a:has-text('Surat peringatan')")
    page.select_option("#id_kind", "SP2")
    page.fill("#id_delivered_on", "18/11/2026")
    page.fill("#id_evidence", "Tanda terima istri")
    page.click("form.card button.btn-primary")
    expect(page.locator("tbody")).to_contain_text("Tanda terima istri")
    faults = _look(page, "compliance-letters")
    page.goto(f"/meja/kasus/{case.code}/")

    expect(page.locator("main")).to_contain_text("Tanda terima istri")
    assert faults == []
