"""Every address of a letter, a print file, a complaint, an escalation and a document: who may, and of which branch."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from tagih.cases import operations as cases
from tagih.letters import operations as letters
from tagih.letters.models import Letter, PrintRun
from tagih.web.office.complaints.urls import urlpatterns as complaint_addresses
from tagih.web.office.letters.urls import urlpatterns as letter_addresses
from tests.factories import cases as make

pytestmark = pytest.mark.django_db
LETTER = ("letter", "paper", "deliver", "take_back", "void")
COMPLAINT = ("complaint", "answer", "extend", "take", "evidence")
ESCALATION = ("take_escalation", "close_escalation")
POSTED = {"complaints:take", "complaints:take_escalation"}
OPEN_TO_ALL = {"letters:verify", "letters:sign"}
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def addresses(desk, settings, tmp_path) -> dict[str, str]:
    """Each address by name, about one case of the branch."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }
    case = desk.case(days=40, overdue=3_000_000)
    told = {"by": desk.agent, "now": make.NOW}
    order = letters.LetterOrder(case.customer.contracts.get().contract_no, "SP1", "one")
    letters.order_letters(orders=[order], now=make.NOW)
    run = PrintRun.objects.create(
        branch=desk.branch, letters_count=1, stored_as="x.pdf", size=1, made_at=make.NOW, made_by=desk.agent
    )
    complaint = cases.receive_complaint(
        customer=case.customer, channel="WRITTEN", kind="AMOUNT", subject="Denda", received_on=make.DAY,
        text="Denda Oktober ditagih dua kali.", **told,
    )  # fmt: skip
    raised = cases.raise_escalation(case=case, reason="UNSURE", note="Minta bicara pimpinan.", **told)
    paper = cases.attach_document(case=case, file=io.BytesIO(PDF), file_name="kontrak.pdf", **told)
    found = {f"letters:{name}": [Letter.objects.get().pk] for name in LETTER}
    found |= {f"complaints:{name}": [complaint.pk] for name in COMPLAINT}
    found |= {f"complaints:{name}": [raised.pk] for name in ESCALATION}
    found |= {name: [case.code] for name in ("letters:write", "complaints:receive", "complaints:escalate")}
    found |= {"letters:print_file": [run.pk], "desk:document": [case.code, paper.pk]}
    return {name: reverse(name, args=arguments) for name, arguments in found.items()}


def statuses(client: Client, addresses: dict[str, str]) -> set[int]:
    return {
        (client.post if name in POSTED else client.get)(address).status_code for name, address in addresses.items()
    }


def test_no_address_is_left_out(addresses) -> None:
    known = {f"letters:{one.name}" for one in letter_addresses if one.pattern.converters}
    known |= {f"complaints:{one.name}" for one in complaint_addresses if one.pattern.converters}

    assert known - OPEN_TO_ALL == set(addresses) - {"desk:document"}


def test_who_has_not_signed_in_sees_nothing(addresses) -> None:
    assert statuses(Client(), addresses) == {302}


def test_another_branch_finds_nothing(addresses, browser) -> None:
    assert statuses(browser(make.agent(make.branch(), role="COMPLIANCE")), addresses) == {404}


def test_a_role_without_the_right_is_refused(addresses, browser, desk) -> None:
    assert statuses(browser(make.agent(desk.branch, role="TRAINER")), addresses) == {403}
