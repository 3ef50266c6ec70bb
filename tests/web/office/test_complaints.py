"""A complaint from the desk to its answer and sealed evidence; escalations from the call to the rung above."""

import io

import pytest
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from tagih.cases.models import Complaint, Escalation
from tagih.letters.models import Letter
from tests.factories import cases as make

pytestmark = pytest.mark.django_db
WORDS = "Denda bulan Oktober dihitung dua kali padahal sudah dibayar."


@pytest.fixture(autouse=True)
def _papers_of_the_test(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


@pytest.fixture
def branch():
    return make.branch()


@pytest.fixture
def case(branch):
    return make.case(branch, days=40, overdue=3_000_000)


def told(case) -> dict:
    contract = case.customer.contracts.get()
    return {"channel": "WRITTEN", "kind": "AMOUNT", "contract_no": contract.contract_no, "element": "PENALTY",
            "amount": "50000", "subject": "Denda", "text": WORDS, "received_on": "20/11/2026"}  # fmt: skip


def test_a_complaint_is_registered_answered_and_proven(browser, branch, case) -> None:
    agent, answerer = browser(make.agent(branch)), browser(make.agent(branch, role="SUPERVISOR"))
    agent.post(reverse("complaints:receive", args=[case.code]), told(case))
    made = Complaint.objects.get()
    listed = answerer.get(reverse("complaints:complaints")).content.decode()
    forbidden = agent.get(reverse("complaints:evidence", args=[made.pk])).status_code
    answerer.post(
        reverse("complaints:answer", args=[made.pk]), {"verdict": "UPHELD", "answer": WORDS, "restitution": "50000"}
    )

    pack = answerer.get(reverse("complaints:evidence", args=[made.pk])).content

    made.refresh_from_db()
    reader = PdfFileReader(io.BytesIO(pack))
    seal = reader.embedded_signatures[0]
    status = validate_pdf_signature(seal, ValidationContext(trust_roots=[seal.signer_cert]))
    letter = Letter.objects.get()
    assert made.code in listed and forbidden == 403
    assert (made.status, letter.kind) == ("ANSWERED", "ANSWER")
    assert status.intact and status.valid
    assert list(PdfReader(io.BytesIO(pack)).attachments) == [f"{letter.number.replace('/', '-')}.pdf"]


def test_another_branch_sees_no_complaint(browser, branch, case) -> None:
    browser(make.agent(branch)).post(reverse("complaints:receive", args=[case.code]), told(case))
    other = browser(make.agent(make.branch(), role="SUPERVISOR"))

    assert other.get(reverse("complaints:complaint", args=[Complaint.objects.get().pk])).status_code == 404
    assert Complaint.objects.get().code not in other.get(reverse("complaints:complaints")).content.decode()


def test_an_escalation_is_raised_taken_and_closed(browser, branch, case) -> None:
    agent, leader = browser(make.agent(branch)), browser(make.agent(branch, role="TEAM_LEADER"))
    agent.post(
        reverse("complaints:escalate", args=[case.code]), {"reason": "UNSURE", "note": "Minta bicara pimpinan."}
    )
    made = Escalation.objects.get()
    shown = leader.get(reverse("complaints:escalations")).content.decode()
    leader.post(reverse("complaints:take_escalation", args=[made.pk]))
    leader.post(reverse("complaints:close_escalation", args=[made.pk]), {"outcome": "Sudah ditelepon."})

    made.refresh_from_db()
    assert "Minta bicara pimpinan." in shown
    assert (made.status, made.outcome) == ("CLOSED", "Sudah ditelepon.")
    assert agent.get(reverse("complaints:escalations")).status_code == 403
