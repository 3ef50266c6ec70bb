"""From the cause to a signed agreement, through the screens of the desk, the floor and the phone."""

import base64
import io
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from tagih.cases.models import Arrangement, ArrangementApproval
from tagih.letters.models import Letter
from tests.factories import cases as make

pytestmark = pytest.mark.django_db
WHY = "Usaha sepi sejak pasar pindah."


@pytest.fixture(autouse=True)
def _papers_of_the_test(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def case_of(desk):
    return desk.case(
        days=40, overdue=3_000_000, principal=Decimal(20_000_000), tenor=24, instalment_amount=Decimal(1_000_000),
        due_day=11,
    )  # fmt: skip


def asked(case, **more):
    contract = case.customer.contracts.get()
    return {"contract": contract.pk, "cause": "BUSINESS_SLOW", "income": "5000000", "essentials": "3000000"} | more


def drawn() -> str:
    picture = Image.new("RGB", (300, 120), "white")
    ImageDraw.Draw(picture).line([(10, 90), (80, 20), (150, 100), (280, 40)], fill="black", width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def test_the_cause_leads_to_questions_and_three_plans(desk) -> None:
    case = case_of(desk)

    page = desk.client.get(reverse("desk:offers", args=[case.code]), asked(case)).content.decode()

    assert "Usahanya apa?" in page
    assert page.count('name="kind"') == 3
    assert "Tunggakan dicicil" in page and "Penjadwalan ulang" in page


def test_without_a_cause_nothing_is_offered(desk) -> None:
    page = desk.client.get(reverse("desk:offers", args=[case_of(desk).code])).content.decode()

    assert 'name="kind"' not in page


def test_a_plan_above_the_mandate_is_approved_by_the_leader_and_signed_on_the_phone(desk, browser) -> None:
    case = case_of(desk)
    plan = asked(case, kind="RESCHEDULE", months=6, reason=WHY)
    leader = browser(make.agent(desk.branch, role="TEAM_LEADER", name="Ratna Kusuma"))
    proposed = desk.client.post(reverse("desk:propose", args=[case.code]), plan)
    made = Arrangement.objects.get()
    waiting = leader.get(reverse("floor:approvals")).content.decode()
    leader.post(reverse("floor:decide", args=[ArrangementApproval.objects.get().pk]), {"decision": "APPROVED"})
    address = reverse("desk:signing", args=[case.code, made.pk])
    shown = desk.client.post(address).content.decode()
    link = re.search(r'id="sign-address">https?://[^/]+(/tanda-tangan/[^<]+)<', shown)[1]
    phone = Client()
    unsigned = phone.post(link, {"signature": ""})
    read = phone.get(link).content.decode()

    signed = phone.post(link, {"signature": drawn()})

    made.refresh_from_db()
    assert proposed.status_code == 302 and WHY in waiting
    assert (unsigned.status_code, signed.status_code, made.status) == (422, 200, "ACTIVE")
    assert case.customer.full_name in read
    assert phone.get(link).status_code == 404


def test_the_proposer_does_not_see_the_own_plan_among_approvals(desk, browser) -> None:
    case = case_of(desk)
    leader = make.agent(desk.branch, role="TEAM_LEADER")
    browser(leader).post(
        reverse("desk:propose", args=[case.code]), asked(case, kind="RESTRUCTURE", months=6, reason=WHY)
    )

    assert ArrangementApproval.objects.get().role == "SUPERVISOR"
    assert WHY not in browser(leader).get(reverse("floor:approvals")).content.decode()


def test_an_agent_may_not_approve_and_another_branch_sees_nothing(desk, browser) -> None:
    case = case_of(desk)
    desk.client.post(reverse("desk:propose", args=[case.code]), asked(case, kind="RESCHEDULE", months=6, reason=WHY))
    other = browser(make.agent(make.branch(), role="TEAM_LEADER"))
    decide = reverse("floor:decide", args=[ArrangementApproval.objects.get().pk])

    assert desk.client.get(reverse("floor:approvals")).status_code == 403
    assert WHY not in other.get(reverse("floor:approvals")).content.decode()
    assert other.post(decide, {"decision": "APPROVED"}).status_code == 404
    assert other.get(reverse("desk:agreement", args=[case.code, Arrangement.objects.get().pk])).status_code == 404


def test_a_refusal_is_said_on_the_page(desk) -> None:
    case = case_of(desk)

    page = desk.client.post(
        reverse("desk:propose", args=[case.code]), asked(case, kind="INSTALMENT_PLAN", months=3, reason="ya")
    )

    assert page.status_code == 422
    assert "Jelaskan dalam satu kalimat" in page.content.decode()


def test_a_letter_is_written_verified_and_void(desk, browser) -> None:
    case = case_of(desk)
    leader = browser(make.agent(desk.branch, role="TEAM_LEADER"))
    contract = case.customer.contracts.get()
    address = reverse("letters:write", args=[case.code])
    leader.post(address, {"contract": contract.pk, "kind": "SP1"})
    early = leader.post(address, {"contract": contract.pk, "kind": "SP2"})
    letter = Letter.objects.get()
    stranger = Client()
    valid = stranger.get(reverse("letters:verify", args=[letter.check_code])).content.decode()
    leader.post(reverse("letters:void", args=[letter.pk]), {"reason": "Alamat salah"})
    gone = stranger.get(reverse("letters:verify", args=[letter.check_code])).content.decode()

    paper = leader.get(reverse("letters:paper", args=[letter.pk]))
    assert early.status_code == 422
    assert (paper["Content-Type"], paper.getvalue()[:5]) == ("application/pdf", b"%PDF-")
    assert letter.number in leader.get(reverse("letters:letters")).content.decode()
    assert "B*** C*****" in valid and case.customer.full_name not in valid
    assert "Surat ini batal" in gone
    assert stranger.get(reverse("letters:verify", args=["x"])).status_code == 404
    assert desk.client.post(reverse("letters:void", args=[letter.pk])).status_code == 403
    assert browser(make.agent(make.branch(), role="TEAM_LEADER")).get(
        reverse("letters:letter", args=[letter.pk])
    ).status_code == 404  # fmt: skip
