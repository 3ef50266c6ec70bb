"""Changed contact data: proof judged by content, one person asks, another decides."""

import io

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from tagih.contacts import operations
from tagih.contacts.models import ContactPoint, UpdateRequest
from tagih.contacts.rules.requests import TRANSITIONS
from tagih.kernel.errors import Refusal
from tests.factories import contacts
from tests.factories.repair import NOW, broken, debtor, item

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"a photo of a signed form"


def refused(code: str):
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def ask(customer=None, *, by=None, **changes) -> UpdateRequest:
    told = {
        "kind": "PHONE", "value": "0813 7777 0001", "owner_role": "CONSUMER", "proof": io.BytesIO(PNG),
        "proof_name": "formulir.png", "note": "brought to the branch",
    }  # fmt: skip
    return operations.request_update(
        customer=customer or debtor(), by=by or contacts.make_agent(), now=NOW, **told | changes
    )


def test_nothing_changes_until_a_second_person_approves():
    request = ask()

    assert request.state == "SUBMITTED"
    assert not request.customer.contact_points.filter(kind="PHONE").exists()
    with default_storage.open(request.proof_stored_as) as proof:
        assert proof.read() == PNG


def test_approved_with_proof_the_number_is_verified_with_its_source():
    request = ask()

    done = operations.decide_update(request=request, approve=True, is_proven=True, by=contacts.make_agent(), now=NOW)

    point = done.contact_point
    assert (done.state, point.state, point.source, point.masked) == (
        "APPROVED", "VERIFIED", "DOCUMENT", request.masked
    )  # fmt: skip


def test_approved_without_proof_of_ownership_it_stays_unverified():
    done = operations.decide_update(request=ask(), approve=True, by=contacts.make_agent(), now=NOW)

    assert done.contact_point.state == "UNVERIFIED"


def test_whoever_asks_does_not_decide():
    agent = contacts.make_agent()
    request = ask(by=agent)

    with refused("SECOND_PERSON_REQUIRED"):
        operations.decide_update(request=request, approve=True, by=agent, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        UpdateRequest.objects.filter(pk=request.pk).update(decided_by=agent, state="APPROVED")
    assert ContactPoint.objects.filter(customer=request.customer, kind="PHONE").count() == 0


def test_rejection_says_why_and_is_final():
    request, other = ask(), contacts.make_agent()
    with refused("REASON_REQUIRED"):
        operations.decide_update(request=request, approve=False, by=other, now=NOW)

    operations.decide_update(request=request, approve=False, reason="the form is unsigned", by=other, now=NOW)

    with refused("REQUEST_DECIDED"):
        operations.decide_update(request=request, approve=True, by=other, now=NOW)
    assert not request.customer.contact_points.filter(kind="PHONE").exists()


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "DOCUMENT_EMPTY"), (b"MZ an executable named png", "DOCUMENT_KIND"),
                          (PNG + b"x" * 10 * 2**20, "DOCUMENT_TOO_LARGE")],
)  # fmt: skip
def test_proof_is_judged_by_its_content(content, code):
    with refused(code):
        ask(proof=io.BytesIO(content))

    assert not UpdateRequest.objects.exists()


def test_number_that_proved_wrong_cannot_be_asked_for():
    person = debtor()
    broken(person, value="081377770001")

    with refused("POINT_PROVEN_WRONG"):
        ask(person)


def test_what_is_no_number_is_refused_at_its_field():
    with refused("POINT_UNUSABLE"):
        ask(value="nomor istri")


def test_same_change_waits_once():
    person = debtor()
    ask(person)

    with refused("REQUEST_WAITS"):
        ask(person, value="+6281377770001")


def test_withdrawn_by_who_asked_alone():
    agent = contacts.make_agent()
    request = ask(by=agent)
    with refused("REQUEST_DECIDED"):
        operations.withdraw_update(request=request, by=contacts.make_agent(), now=NOW)

    operations.withdraw_update(request=request, by=agent, now=NOW)

    request.refresh_from_db()
    assert request.state == "WITHDRAWN"


def test_approved_number_ends_the_search():
    person = debtor()
    search = item(person)

    operations.decide_update(request=ask(person), approve=True, is_proven=True, by=contacts.make_agent(), now=NOW)
    operations.look_again(customer_ids=[person.pk], now=NOW)

    search.refresh_from_db()
    assert search.state == "REPAIRED"


def test_new_address_with_its_region():
    done = operations.decide_update(
        request=ask(kind="ADDRESS", value="Jl. Diponegoro 12, Metro", label="DOMICILE", region_code="18.72"),
        approve=True, is_proven=True, by=contacts.make_agent(), now=NOW,
    )  # fmt: skip

    assert (done.contact_point.kind, done.contact_point.region_code) == ("ADDRESS", "18.72")


def test_only_a_waiting_request_moves():
    assert {state for state, targets in TRANSITIONS.items() if targets} == {"SUBMITTED"}
