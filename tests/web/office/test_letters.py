"""Warning letters told by a person: the gate counts them, the history shows them, they are taken back with a reason."""

import pytest
from django.test import Client

from tagih.contacts import operations as contacts
from tagih.contacts.models import LetterRecord
from tagih.journal import queries as journal
from tests.factories import cases as make
from tests.factories.contacts import make_point

pytestmark = pytest.mark.django_db
TOLD = {"kind": "SP1", "delivered_on": "18/11/2026", "evidence": "Tanda terima istri"}


@pytest.fixture
def case():
    return make.case(make.branch())


@pytest.fixture
def page(browser, case) -> Client:
    return browser(make.agent(case.branch, role="SUPERVISOR"))


def address(case) -> str:
    return f"/kepatuhan/surat/{case.customer.customer_no}/"


def told(case, **changes: str) -> dict[str, str]:
    return TOLD | {"contract_no": case.customer.contracts.get().contract_no} | changes


def out_of_sequence(case) -> bool:
    """Whether the gate refuses a letter because one before it is missing."""
    agent = make.agent(case.branch)
    point = make_point(case.customer, kind="ADDRESS", value="Jl. Kartini 8", label="DOMICILE", region_code="18.71")
    outcome = contacts.open_attempt(
        customer=case.customer, contact_point=point, channel="LETTER", purpose="DELIVER_LETTER", agent=agent, by=agent,
        now=make.NOW,
    )  # fmt: skip
    return "SP_SEQUENCE" in {reason["rule"] for reason in outcome.decision.reasons}


def test_gate_counts_what_was_recorded(page, case) -> None:
    page.post(address(case), told(case, kind="SP2"))
    without_the_first = out_of_sequence(case)
    page.post(address(case), told(case, delivered_on="10/11/2026"))

    assert (without_the_first, out_of_sequence(case)) == (True, False)


def test_delivered_letter_stands_in_the_list_and_in_the_history(page, case) -> None:
    done = page.post(address(case), told(case), follow=True)

    letter = LetterRecord.objects.get()
    assert (letter.kind, str(letter.delivered_on), letter.withdrawn_at) == ("SP1", "2026-11-18", None)
    assert "Tanda terima istri" in done.content.decode()
    (entry,) = [e for e in journal.history_of_customer(case.customer.customer_no) if "LetterDelivered" in e.name]
    assert "18/11/2026" in entry.sentence and "Tanda terima istri" in entry.sentence


@pytest.mark.parametrize(
    "wrong", [{"delivered_on": "21/11/2026"}, {"evidence": " "}, {"contract_no": "C9999999"}, {"kind": "SP9"}]
)
def test_what_cannot_be_is_refused(page, case, wrong) -> None:
    assert page.post(address(case), told(case, **wrong)).status_code == 422
    assert not LetterRecord.objects.exists()


def test_letter_is_recorded_once_and_after_it_was_taken_back_again(page, case) -> None:
    page.post(address(case), told(case))
    twice = page.post(address(case), told(case))
    letter = LetterRecord.objects.get()

    unexplained = page.post(f"{address(case)}{letter.pk}/tarik/", {"reason": ""})
    page.post(f"{address(case)}{letter.pk}/tarik/", {"reason": "Salah kontrak"})
    again = page.post(address(case), told(case))

    letter.refresh_from_db()
    assert [answer.status_code for answer in (twice, unexplained, again)] == [422, 422, 302]
    assert (letter.withdrawn_at is None, LetterRecord.objects.filter(withdrawn_at__isnull=True).count()) == (False, 1)
    assert "Salah kontrak" in journal.history_of_customer(case.customer.customer_no)[1].sentence


def test_an_agent_and_another_branch_do_not_reach_it(browser, case) -> None:
    agent, stranger = make.agent(case.branch), make.agent(make.branch(), role="SUPERVISOR")

    assert browser(agent).post(address(case), told(case)).status_code == 403
    assert browser(stranger).post(address(case), told(case)).status_code == 404
    assert browser(stranger).get(f"/kepatuhan/surat/kasus/{case.code}/").status_code == 404
    assert not LetterRecord.objects.exists()


def test_the_case_leads_to_its_letters(page, case) -> None:
    assert page.get(f"/kepatuhan/surat/kasus/{case.code}/")["Location"] == address(case)
    assert page.get("/kepatuhan/surat/kasus/K-XXXX/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_letters_ask_the_same_for_one_and_three(page, case, number, django_assert_max_num_queries) -> None:
    for kind in ("SP1", "SP2", "SP3")[:number]:
        page.post(address(case), told(case, kind=kind))
    page.get(address(case))

    with django_assert_max_num_queries(14):
        page.get(address(case))
