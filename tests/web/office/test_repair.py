"""The screens of repair: the queue in scope, a search, changes decided by two, reach and what it earned."""

import io
from decimal import Decimal

import pytest
from django.test import Client

from tagih.contacts import operations, queries
from tagih.contacts.models import ContactPoint, RepairItem, UpdateRequest
from tagih.journal.models import Access
from tagih.portfolio.models import Customer
from tagih.reporting.queries import repair_earned
from tagih.staff.models import Certificate, Person
from tests.factories import cases, contacts
from tests.factories.repair import NOW, broken, later

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"a photo of a signed form"


@pytest.fixture
def branch():
    return cases.branch()


@pytest.fixture
def agent(branch) -> Person:
    person = cases.agent(branch)
    Certificate.objects.create(
        person=person, kind="DESK", number="SPPI-1", issuer="LSP", valid_from="2024-01-01", valid_until="2027-12-31"
    )
    return person


@pytest.fixture
def client(browser, agent) -> Client:
    return browser(agent)


@pytest.fixture
def leader(browser, branch) -> Client:
    return browser(cases.agent(branch, role="TEAM_LEADER", name="Hendra Saputra"))


def lost(branch, name: str = "Budi Contoh", **contract) -> RepairItem:
    """Somebody of a branch in arrears without a number."""
    person = cases.contract(branch, customer=cases.customer(name), **contract).customer
    contacts.make_point(person, kind="ADDRESS", value="Jl. Kartini 8", label="BILLING", region_code="18.71")
    operations.look_again(customer_ids=[person.pk], now=NOW)
    return RepairItem.objects.get(customer=person)


def test_queue_shows_the_own_branch_by_what_is_at_stake(client, branch):
    small, large = lost(branch, "Kecil", overdue=400_000), lost(branch, "Besar", overdue=4_000_000)
    other = lost(cases.branch(), "Orang Lain")

    page = client.get("/perbaikan/").content.decode()

    assert page.index(large.customer.full_name) < page.index(small.customer.full_name)
    assert other.customer.full_name not in page
    assert client.get(f"/perbaikan/{other.pk}/").status_code == 404


def test_queue_without_anybody_says_so(client):
    assert "Semua dapat dihubungi" in client.get("/perbaikan/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queue_asks_as_often_for_one_as_for_three(client, branch, number, django_assert_max_num_queries):
    for _ in range(number):
        lost(branch)
    client.get("/perbaikan/")

    with django_assert_max_num_queries(13):
        client.get("/perbaikan/")


@pytest.mark.parametrize("number", [1, 3])
def test_search_asks_as_often_for_one_step_as_for_three(client, branch, agent, number, django_assert_max_num_queries):
    item = lost(branch)
    for _ in range(number):
        operations.record_step(item=item, kind="OTHER_CONTRACTS", finding="KNOWS_NOTHING", by=agent, now=NOW)
    client.get(f"/perbaikan/{item.pk}/")

    with django_assert_max_num_queries(16):
        client.get(f"/perbaikan/{item.pk}/")


def test_relative_is_asked_through_the_rules_and_the_step_is_written_down(client, branch):
    item = lost(branch)
    point = contacts.make_point(item.customer, owner_role="EMERGENCY_CONTACT", owner_name="Ibu Ratna")
    address = f"/perbaikan/{item.pk}/tanya/EMERGENCY_CONTACT/{point.pk}/"
    refused = client.post(address)
    operations.grant_consent(
        customer=item.customer, scope="LOCATE", evidence="form", granted_on=NOW.date(), by=None, now=NOW
    )

    allowed = client.post(address, follow=True)
    done = client.post(
        f"/perbaikan/{item.pk}/langkah/EMERGENCY_CONTACT/",
        {"finding": "NUMBER", "value": "0813 1212 3434", "note": "the mother"},
    )

    item.refresh_from_db()
    number = operations.reveal_point(contact_point=point, reason="test", by=cases.agent(branch), now=NOW)
    assert refused.status_code == 422
    assert "Orang ini tidak boleh ditanya sekarang" in refused.content.decode()
    assert number in allowed.content.decode()
    assert "Jangan sebut utangnya" in allowed.content.decode()
    assert (done.status_code, item.state) == (302, "FOUND")


def test_an_address_that_was_found_is_where_the_person_lives(client, branch):
    item = lost(branch)

    client.post(f"/perbaikan/{item.pk}/langkah/OTHER_CONTRACTS/", {"finding": "ADDRESS", "value": "Jl. Raden Intan 12"})

    found = item.customer.contact_points.order_by("-pk").first()
    assert (found.kind, found.label) == ("ADDRESS", "DOMICILE")


def test_what_is_wrong_is_said_at_the_step(client, branch):
    item = lost(branch)

    page = client.post(f"/perbaikan/{item.pk}/langkah/OTHER_CONTRACTS/", {"finding": "NUMBER", "value": ""})

    assert page.status_code == 422
    assert "Tuliskan apa yang ditemukan." in page.content.decode()


def test_number_of_another_record_is_taken_over_and_nobody_elses(client, branch):
    item, twin, stranger = lost(branch), contacts.make_debtor(), contacts.make_debtor()
    Customer.objects.filter(pk__in=[item.customer_id, twin.pk]).update(identity_hash=b"same")
    theirs, foreign = contacts.make_point(twin), contacts.make_point(stranger)

    assert client.post(f"/perbaikan/{item.pk}/ambil/{foreign.pk}/").status_code == 404
    client.post(f"/perbaikan/{item.pk}/ambil/{theirs.pk}/")

    assert item.customer.contact_points.filter(kind="PHONE").count() == 1


def test_change_with_proof_is_decided_by_another(client, leader, branch, agent):
    item = lost(branch)
    proof = io.BytesIO(PNG)
    proof.name = "formulir.png"
    asked = client.post(
        f"/perbaikan/pengajuan/baru/{item.customer.customer_no}/",
        {"kind": "PHONE", "value": "081377778888", "owner_role": "CONSUMER", "label": "MOBILE", "proof": proof},
    )
    request = UpdateRequest.objects.get()
    own = client.post(f"/perbaikan/pengajuan/{request.pk}/", {"decision": "approve"})
    request.refresh_from_db()
    before = request.state

    page = leader.get(f"/perbaikan/pengajuan/{request.pk}/").content.decode()
    shown = leader.get(f"/perbaikan/pengajuan/{request.pk}/bukti/")
    content = b"".join(shown.streaming_content)
    leader.post(f"/perbaikan/pengajuan/{request.pk}/", {"decision": "approve", "is_proven": "on"})

    request.refresh_from_db()
    assert (asked.status_code, own.status_code, before, request.state) == (302, 200, "SUBMITTED", "APPROVED")
    assert "+6281377778888" in page
    assert "+6281377778888" not in client.get(f"/perbaikan/pengajuan/{request.pk}/").content.decode()
    assert Access.objects.filter(what="update_request").count() == 1
    assert (content, shown["Content-Type"]) == (PNG, "image/png")
    assert request.contact_point.state == "VERIFIED"


def test_proof_of_another_kind_is_said_at_its_field(client, branch):
    item = lost(branch)
    proof = io.BytesIO(b"MZ")
    proof.name = "formulir.png"

    page = client.post(
        f"/perbaikan/pengajuan/baru/{item.customer.customer_no}/",
        {"kind": "PHONE", "value": "081377778888", "owner_role": "CONSUMER", "label": "MOBILE", "proof": proof},
    )

    assert page.status_code == 422
    assert "Hanya berkas PDF, PNG, dan JPEG" in page.content.decode()


def test_request_of_another_branch_is_not_found(client, branch):
    item = lost(cases.branch())
    request = operations.request_update(
        customer=item.customer, kind="PHONE", value="081377770009", owner_role="CONSUMER", proof=io.BytesIO(PNG),
        proof_name="x.png", by=contacts.make_agent(), now=NOW,
    )  # fmt: skip

    assert client.get(f"/perbaikan/pengajuan/{request.pk}/").status_code == 404
    assert client.get(f"/perbaikan/pengajuan/{request.pk}/bukti/").status_code == 404
    assert client.get(f"/perbaikan/pengajuan/baru/{item.customer.customer_no}/").status_code == 404


def test_reach_counts_people_and_numbers(branch):
    proven, wrong, none = (cases.contract(branch).customer for _ in range(3))
    ContactPoint.objects.filter(pk=contacts.make_point(proven, source="FORM").pk).update(state="VERIFIED")
    broken(wrong, source="FORM")
    cases.contract(cases.branch())

    report = queries.reach([branch.path], now=NOW)

    line, (form,) = report.everybody, report.sources
    assert (line.of, line.verified, line.broken) == (3, 1, 2)
    assert (form.key, form.of, form.verified_share, form.broken_share) == ("FORM", 2, 0.5, 0.5)
    assert [age.key for age in report.ages] == ["UNDER_3M"]
    assert none.contact_points.count() == 0


def test_what_repair_earned_is_cost_of_all_searches_against_money_after_those_that_found(branch, agent):
    found, vain = lost(branch), lost(branch)
    contract = found.customer.contracts.get()
    cases.payment(contract, 100_000, paid_on=later(days=-3).date())
    operations.record_step(
        item=found, kind="OTHER_CONTRACTS", finding="NUMBER", by=agent, now=NOW, cost=Decimal(500),
        found=operations.Given("081312120000"),
    )  # fmt: skip
    operations.record_step(
        item=vain, kind="OTHER_CONTRACTS", finding="KNOWS_NOTHING", by=agent, now=NOW, cost=Decimal(700)
    )
    ContactPoint.objects.filter(customer=found.customer, kind="PHONE").update(state="VERIFIED")
    operations.look_again(customer_ids=[found.customer_id], now=NOW)
    cases.payment(contract, 250_000, paid_on=later(days=2).date())
    undone = cases.payment(contract, 90_000, paid_on=later(days=3).date())
    cases.payment(contract, 90_000, paid_on=later(days=3).date(), reversal_of=undone.payment_ref)
    cases.payment(contract, 70_000, paid_on=later(days=31).date())
    cases.payment(vain.customer.contracts.get(), 40_000, paid_on=later(days=5).date())

    earned = repair_earned([branch.path], now=later(days=40))

    assert (earned.steps, earned.cost, earned.repaired, earned.paid) == (2, 1_200, 1, 250_000)
    assert (earned.unreached, earned.unreached_each) == (1, 40_000)
    assert repair_earned([cases.branch().path], now=later(days=40)).cost_each is None


def test_money_after_two_searches_for_one_person_counts_once(branch):
    first = lost(branch)
    RepairItem.objects.create(customer=first.customer, branch=branch, state="REPAIRED", opened_at=later(days=3),
                                      closed_at=later(days=5), overdue_amount=first.overdue_amount)  # fmt: skip
    RepairItem.objects.filter(pk=first.pk).update(state="REPAIRED", closed_at=later(days=1))
    cases.payment(first.customer.contracts.get(), 250_000, paid_on=later(days=7).date())

    earned = repair_earned([branch.path], now=later(days=40))

    assert (earned.repaired, earned.paid) == (1, 250_000)


def test_dashboard_is_for_leaders(client, leader, branch):
    lost(branch)

    page = leader.get("/perbaikan/jangkauan/")

    assert page.status_code == 200
    assert branch.name in page.content.decode()
    assert client.get("/perbaikan/jangkauan/").status_code == 403


def test_inbox_exists_only_in_the_sandbox(client, settings):
    settings.TAGIH_CODE_SENDER = ""
    real = client.get("/perbaikan/kotak-pesan/").status_code
    settings.TAGIH_CODE_SENDER = "sandbox"

    assert (real, client.get("/perbaikan/kotak-pesan/").status_code) == (404, 200)
