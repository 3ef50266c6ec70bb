"""Somebody with one role here and another there: each permission holds only where its own role does."""

import io

import pytest
from django.urls import reverse

from tagih.cases import operations as cases
from tagih.cases.models import DisasterArea, Hold
from tagih.contacts import operations as contacts
from tagih.contacts.models import UpdateRequest
from tagih.journal.models import Access
from tagih.kernel import papers
from tagih.privacy import operations as privacy
from tagih.staff.models import Membership, Person, Unit
from tests.factories import cases as make
from tests.factories import privacy as people
from tests.factories.contacts import make_agent, make_debtor, make_point

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a signed form"


@pytest.fixture(autouse=True)
def documents(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


def with_roles(here: Unit, role: str, there: Unit, other_role: str) -> Person:
    person = make.agent(here, role=role, name="Ratna Kusuma")
    Membership.objects.create(person=person, unit=there, role=other_role, starts_on="2025-01-01")
    return person


def branch_of(customer) -> Unit:
    return customer.contracts.get().branch


@pytest.mark.parametrize("act", ["decide", "send_back", "carry_out", "file"])
def test_requests_are_decided_where_one_may_decide(browser, act) -> None:
    made = people.request(people.customer(), by=people.officer())
    privacy.propose(request=made, proposal="GRANT", reasoning=people.REASONING, by=people.officer(), now=people.NOW)
    home = branch_of(made.customer)
    person = with_roles(home, "SUPERVISOR", make.branch(), "COMPLIANCE")
    Membership.objects.filter(person=person, role="SUPERVISOR").update(unit=home)  # the team sees no privacy lists
    page = browser(person)

    seen = page.get(reverse("privacy:request", args=[made.pk]))
    answer = page.post(reverse(f"privacy:{act}", args=[made.pk]), {"yes": "1", "reason": people.REASONING})

    made.refresh_from_db()
    assert (seen.status_code, answer.status_code, made.status) == (200, 405 if act == "file" else 404, "PROPOSED")
    assert not seen.context["may_decide"]


@pytest.mark.parametrize("act", ["lift_restriction", "keep_restriction"])
def test_a_restriction_ends_where_one_may_decide(browser, act) -> None:
    made, second = people.granted(people.customer(), "RESTRICTION")
    made = privacy.carry_out(request=made, by=second, now=people.NOW)
    lifting = privacy.propose_lifting(request=made, reason=people.REASONING, by=second, now=people.NOW)
    home = branch_of(made.customer)
    person = with_roles(home, "SUPERVISOR", make.branch(), "COMPLIANCE")
    Membership.objects.filter(person=person, role="SUPERVISOR").update(unit=home)
    page = browser(person)

    seen = page.get(reverse("privacy:restrictions"))
    answer = page.post(reverse(f"privacy:{act}", args=[lifting.pk]), {"yes": "1", "answer": people.REASONING})

    lifting.refresh_from_db()
    assert made.code in seen.content.decode()
    assert (answer.status_code, lifting.status) == (404, "WAITING")


def test_an_identity_is_shown_where_one_may_see_identities(browser) -> None:
    customer = people.customer()
    home, other = branch_of(customer), make.branch()
    person = with_roles(home, "SUPERVISOR", other, "COMPLIANCE")
    Membership.objects.filter(person=person, role="SUPERVISOR").update(unit=home)
    page, address = browser(person), reverse("privacy:reveal_identity", args=[customer.customer_no])

    assert page.get(reverse("privacy:person", args=[customer.customer_no])).status_code == 200
    assert page.post(address, {"reason": "Diminta nasabah"}).status_code == 404
    assert not Access.objects.filter(what="identity").exists()
    Membership.objects.filter(person=person, role="COMPLIANCE").update(unit=home)
    assert people.NIK in page.post(address, {"reason": "Diminta nasabah"}).content.decode()


def test_a_change_with_proof_is_decided_where_one_may_approve(browser) -> None:
    customer = people.customer()
    asked = contacts.request_update(
        customer=customer, kind="PHONE", value="081355556666", owner_role="CONSUMER", proof=io.BytesIO(PDF),
        proof_name="surat.pdf", by=people.officer(), now=people.NOW,
    )  # fmt: skip
    page = browser(with_roles(branch_of(customer), "AGENT", make.branch(), "TEAM_LEADER"))

    seen = page.get(reverse("repair:request", args=[asked.pk]))
    page.post(reverse("repair:request", args=[asked.pk]), {"decision": "approve", "is_proven": "on"})

    asked.refresh_from_db()
    assert (seen.status_code, asked.state) == (200, "SUBMITTED")
    assert not seen.context["may_decide"]


def test_a_proof_that_is_gone_is_not_found(browser) -> None:
    customer = people.customer()
    paper = papers.keep(io.BytesIO(PDF), folder="contacts")
    asked = UpdateRequest.objects.create(
        customer=customer, branch=branch_of(customer), kind="PHONE", value_cipher=b"", value_hash=b"x", masked="•••",
        owner_role="CONSUMER", proof_name="•••", proof_type="application/pdf", proof_sha256="",
        proof_stored_as=paper.stored_as, requested_at=people.NOW, requested_by=people.officer(),
    )  # fmt: skip
    page = browser(make.agent(branch_of(customer)))
    address = reverse("repair:proof", args=[asked.pk])

    kept = page.get(address)
    assert b"".join(kept.streaming_content) == PDF
    UpdateRequest.objects.update(proof_stored_as="")
    assert page.get(address).status_code == 404


@pytest.mark.parametrize("act", ["wish", "proof", "assignment"])
def test_the_gate_is_told_where_one_may_tell_it(browser, now, act) -> None:
    debtor, agent = make_debtor(), make_agent()
    decision = contacts.open_attempt(customer=debtor, contact_point=make_point(debtor), channel="CALL", by=None,
                                     purpose="COLLECT", agent=agent, now=now).decision  # fmt: skip
    unit = decision.unit
    person = with_roles(unit, "AUDITOR", make.branch(), "SUPERVISOR")
    Membership.objects.filter(person=person, role="AUDITOR").update(unit=unit)
    page = browser(person)

    assert page.get(reverse("compliance:decision", args=[decision.pk])).status_code == 200
    assert page.get(reverse(f"compliance:{act}", args=[decision.pk])).status_code == 404


def test_a_disaster_that_struck_other_branches_is_ended_by_who_answers_for_all(browser, now) -> None:
    mine, theirs = make.branch(), make.branch()
    for branch in (mine, theirs):
        who = make.case(branch).customer
        contacts.add_point(customer=who, kind="ADDRESS", value=f"Jl. Kartini {who.pk}", owner_role="CONSUMER",
                           label="DOMICILE", region_code="18.71", source="test", by=None, now=now)  # fmt: skip
    head = make.agent(mine.parent, role="HEAD")
    cases.declare_disaster(region_code="18", name="Banjir", source="BNPB", by=head, now=now)
    area, written = DisasterArea.objects.get(), {"reason": "Air sudah surut, jalan dibuka kembali."}

    browser(make.agent(mine, role="SUPERVISOR")).post(reverse("care:end_area", args=[area.pk]), written)
    assert Hold.objects.filter(area=area, lifted_at__isnull=True).count() == 2
    browser(head).post(reverse("care:end_area", args=[area.pk]), written)

    assert not Hold.objects.filter(area=area, lifted_at__isnull=True).exists()
