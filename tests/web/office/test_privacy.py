"""Screens of personal data: what they show, what they ask, whom they refuse."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from tagih.contacts.models import Consent
from tagih.journal.models import Access, Event
from tagih.privacy import operations as privacy
from tagih.privacy.models import Breach, DataRequest, Lifting, RetentionProposal, RetentionSwitch
from tests.factories import cases
from tests.factories import privacy as make

pytestmark = pytest.mark.django_db
LISTS = ("register", "retention", "restrictions", "unmaskings", "requests", "breaches")


@pytest.fixture(autouse=True)
def documents(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture
def officer():
    return make.officer()


@pytest.fixture
def page(browser: Callable, officer):
    return browser(officer)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_empty(page, name) -> None:
    assert page.get(reverse(f"privacy:{name}")).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_an_agent_sees_none_of_them(browser, name) -> None:
    agent = browser(make.officer(role="AGENT"))

    assert agent.get(reverse(f"privacy:{name}")).status_code == 403


def test_the_register_names_law_and_time(page) -> None:
    shown = page.get(reverse("privacy:register")).content.decode()

    assert "UU 27/2022 art. 20(2)(b)" in shown and "Kontak darurat" in shown and "60 bulan" in shown


@pytest.mark.parametrize("number", [1, 3])
def test_requests_ask_the_same_for_one_and_three(page, number, django_assert_max_num_queries) -> None:
    for _position in range(number):
        make.request(make.customer())
    page.get(reverse("privacy:requests"))

    with django_assert_max_num_queries(16):
        shown = page.get(reverse("privacy:requests"))

    assert shown.content.decode().count("Siti Rahmawati") == number


def test_a_request_goes_its_way_through_two_people(page, browser) -> None:
    customer = make.customer()
    page.post(reverse("privacy:receive"), {"customer_no": customer.customer_no, "kind": "ACCESS", "intake": "BRANCH",
                                           "identified_by": "KTP dilihat"})  # fmt: skip
    made = DataRequest.objects.get()
    other = browser(make.officer("Bagus Prakoso"))

    page.post(reverse("privacy:propose", args=[made.pk]), {"proposal": "GRANT", "reasoning": make.REASONING})
    own = page.post(reverse("privacy:decide", args=[made.pk]), {"yes": "1"})
    other.post(reverse("privacy:decide", args=[made.pk]), {"yes": "1"})
    other.post(reverse("privacy:carry_out", args=[made.pk]), {"yes": "1"})
    taken = other.get(reverse("privacy:file", args=[made.pk]))

    made.refresh_from_db()
    assert (own.status_code, made.status) == (422, "DONE")
    assert taken["Content-Disposition"].endswith('.zip"')
    assert b"".join(taken.streaming_content).startswith(b"PK")
    assert "Bagus Prakoso" in page.get(reverse("privacy:request", args=[made.pk])).content.decode()


def test_an_unknown_number_is_said_at_its_field(page) -> None:
    told = {"customer_no": "X", "kind": "ACCESS", "intake": "BRANCH", "identified_by": "KTP"}

    assert page.post(reverse("privacy:receive"), told).status_code == 422


def test_a_branch_cannot_see_requests_of_another(browser) -> None:
    made = make.request(make.customer())
    supervisor = browser(make.make.agent(make.make.branch(), role="SUPERVISOR"))

    assert supervisor.get(reverse("privacy:request", args=[made.pk])).status_code == 404
    assert "Siti" not in supervisor.get(reverse("privacy:requests")).content.decode()


def test_values_are_masked_until_a_reason_is_given_which_is_kept(page, officer) -> None:
    customer = make.customer()
    masked = page.get(reverse("privacy:person", args=[customer.customer_no])).content.decode()
    address = reverse("privacy:reveal_identity", args=[customer.customer_no])

    without = page.post(address, {"reason": ""})
    shown = page.post(address, {"reason": "Mencocokkan KTP"})

    assert make.NIK not in masked and make.NIK not in without.content.decode()
    assert make.NIK in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert Access.objects.get(what="identity").reason == "Mencocokkan KTP"


def test_a_number_is_shown_for_a_reason(page) -> None:
    customer = make.customer()
    point = customer.contact_points.get(kind="PHONE", owner_role="CONSUMER")

    shown = page.post(reverse("privacy:reveal_point", args=[customer.customer_no, point.pk]), {"reason": "Cek nomor"})

    assert f"+62812{9000_0000 + customer.pk}" in shown.content.decode()
    assert "Cek nomor" in page.get(reverse("privacy:unmaskings")).content.decode()


def test_a_consent_is_recorded_with_proof_and_withdrawn(page) -> None:
    customer = make.customer()
    told = {"scope": "TIME", "granted_on": "20/11/2026", "evidence": "Formulir bertanda tangan"}

    page.post(reverse("privacy:grant_consent", args=[customer.customer_no]), told)
    page.post(reverse("privacy:revoke_consent", args=[customer.customer_no, "TIME"]), {"reason": "Diminta konsumen"})

    assert Consent.objects.get(customer=customer).revoked_on is not None
    told = Event.objects.get(name="contacts.ConsentRevoked", customer_no=customer.customer_no)
    assert told.payload["reason"] == "Diminta konsumen"


def test_a_retention_rule_is_switched_on_by_two_people(page, browser) -> None:
    other = browser(make.officer("Bagus Prakoso"))
    page.post(reverse("privacy:switch", args=["notes"]), {"is_on": "on", "months": 48, "reason": "Disetujui"})
    proposal = RetentionProposal.objects.get()
    address = reverse("privacy:approve_switch", args=[proposal.pk])

    shown = [who.get(reverse("privacy:retention")).content.decode() for who in (page, other)]
    own = page.post(address, {"yes": "1"})
    waiting = RetentionSwitch.objects.count()
    other.post(address, {"yes": "1"})

    assert [address in html for html in shown] == [False, True]
    assert (own.status_code, waiting, RetentionSwitch.objects.get().months) == (422, 0, 48)
    assert "disetujui Bagus Prakoso" in page.get(reverse("privacy:retention")).content.decode()


def test_a_proposed_retention_is_declined_with_a_sentence(page, browser) -> None:
    other = browser(make.officer("Bagus Prakoso"))
    page.post(reverse("privacy:switch", args=["notes"]), {"is_on": "on", "months": 4, "reason": "Disetujui"})
    address = reverse("privacy:decline_switch", args=[RetentionProposal.objects.get().pk])

    short = other.post(address, {"answer": "tidak"})
    other.post(address, {"answer": "Terlalu cepat bagi auditor."})

    assert (short.status_code, RetentionSwitch.objects.count()) == (422, 0)
    assert RetentionProposal.objects.get().status == "DECLINED"


def restricted() -> DataRequest:
    made, second = make.granted(make.customer(), "RESTRICTION")
    return privacy.carry_out(request=made, by=second, now=make.NOW)


def test_a_restriction_is_ended_by_two_people(page, browser) -> None:
    made, other = restricted(), browser(make.officer("Dewi Lestari"))
    page.post(reverse("privacy:propose_lifting", args=[made.pk]), {"reason": "Ditarik dengan surat."})
    address = reverse("privacy:lift_restriction", args=[Lifting.objects.get().pk])

    shown = [who.get(reverse("privacy:restrictions")).content.decode() for who in (page, other)]
    own = page.post(address, {"yes": "1"})
    other.post(address, {"yes": "1"})

    assert all("Ditarik dengan surat." in html for html in shown)
    assert [address in html for html in shown] == [False, True]
    assert (own.status_code, Lifting.objects.get().status) == (422, "APPROVED")
    assert "Tidak ada data yang dibatasi" in page.get(reverse("privacy:restrictions")).content.decode()
    assert "Pembatasan berakhir" in page.get(reverse("privacy:request", args=[made.pk])).content.decode()


def test_a_supervisor_proposes_the_end_in_the_own_branch_and_does_not_decide(browser) -> None:
    made, foreign = restricted(), restricted()
    branch = made.customer.contracts.get().branch
    supervisor = browser(cases.agent(branch, role="SUPERVISOR"))

    listed = supervisor.get(reverse("privacy:restrictions")).content.decode()
    away = supervisor.post(reverse("privacy:propose_lifting", args=[foreign.pk]), {"reason": "Ditarik dengan surat."})
    supervisor.post(reverse("privacy:propose_lifting", args=[made.pk]), {"reason": "Ditarik dengan surat."})
    decided = supervisor.post(reverse("privacy:lift_restriction", args=[Lifting.objects.get().pk]), {"yes": "1"})

    assert made.customer.customer_no in listed and foreign.customer.customer_no not in listed
    assert (away.status_code, decided.status_code, Lifting.objects.get().status) == (404, 403, "WAITING")


@pytest.mark.parametrize("number", [1, 3])
def test_restrictions_ask_the_same_for_one_and_three(page, number, django_assert_max_num_queries) -> None:
    for _position in range(number):
        privacy.propose_lifting(request=restricted(), reason="Ditarik dengan surat.", by=make.officer(), now=make.NOW)
    page.get(reverse("privacy:restrictions"))

    with django_assert_max_num_queries(14):
        shown = page.get(reverse("privacy:restrictions"))

    assert shown.content.decode().count("Ditarik dengan surat.") == number


def test_a_breach_is_recorded_told_and_closed(page) -> None:
    told = {"title": "Laptop hilang", "discovered_at": "2026-11-20T08:00", "data": ["contact"], "how": "Dicuri"}
    page.post(reverse("privacy:record_breach"), told)
    made = Breach.objects.get()
    early = page.post(reverse("privacy:close_breach", args=[made.pk]), {"remedy": "Diganti"})
    for recipient in ("AUTHORITY", "SUBJECTS"):
        notice = {"recipient": recipient, "told": "surat", "sent_at": "2026-11-20T09:00", "text": "Kami beri tahu"}
        page.post(reverse("privacy:breach_notice", args=[made.pk]), notice)
    page.post(reverse("privacy:close_breach", args=[made.pk]), {"remedy": "Diganti"})

    made.refresh_from_db()
    assert (early.status_code, made.status) == (422, "CLOSED")
    assert "Kami beri tahu" in page.get(reverse("privacy:breach", args=[made.pk])).content.decode()
