"""Screens of messages: guarded, scoped, and the whole way of a template, a channel and a conversation."""

import datetime as dt

import pytest

from tagih.cases.models import Promise
from tagih.messaging import operations
from tagih.messaging.adapters.port import Written
from tagih.messaging.models import ChannelSetting, Message, Template, Thread
from tagih.staff.models import Membership
from tests.factories import cases, contacts
from tests.factories import messages as make
from tests.web.office.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def house(settings):
    make.ready(settings)
    return cases.branch()


def holder(role: str, unit=None):
    person = contacts.make_agent()
    Membership.objects.create(person=person, unit=unit or cases.company(), role=role, starts_on=dt.date(2025, 1, 1))
    return person


def enter(browser, person):
    """A browser signed in, with the second factor that some roles need."""
    browser(person)
    return signed_in(person)


def write(customer, text: str, ref: str = "r1") -> Thread:
    from tagih.contacts.queries.points import CIPHER
    from tagih.kernel import crypto

    number = crypto.decrypt(make.phone_of(customer).value_cipher, context=CIPHER)
    operations.receive_replies(channel="SMS", provider="sandbox", replies=[Written(ref, number, text, NOW)], now=NOW)
    return Thread.objects.get(customer=customer)


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/pesan/", "AGENT"),
        ("/pesan/percakapan/", "AGENT"),
        ("/pesan/templat/", "STRATEGIST"),
        ("/pesan/templat/REMIND_EARLY/", "STRATEGIST"),
        ("/pesan/saluran/", "ADMINISTRATOR"),
        ("/pesan/saluran/WHATSAPP/", "ADMINISTRATOR"),
        ("/pesan/ponsel/", "AGENT"),
    ],
)
def test_pages_open_for_their_role_and_no_other(browser, house, path, role):
    assert enter(browser, holder(role)).get(path).status_code == 200
    assert browser(holder("TRAINER")).get(path).status_code == 403


def test_messages_of_other_branches_are_not_shown(browser, house):
    mine, other = make.debtor(branch=house), make.debtor()
    mine.full_name, other.full_name = "Milik Cabang", "Orang Lain"
    mine.save(), other.save()
    make.ordered(mine), make.ordered(other)

    page = browser(holder("BRANCH_HEAD", house)).get("/pesan/").content.decode()

    assert "Milik Cabang" in page
    assert "Orang Lain" not in page


def test_a_template_goes_from_draft_to_use_by_two_people(browser, house):
    author, second = browser(holder("STRATEGIST")), browser(holder("COMPLIANCE"))
    words = {
        "body_id": "{lender}: Bpk/Ibu {name}, lihat {link} {stop}",
        "body_en": "{lender}: {name}, see {link} {stop}",
    }
    bad = author.post("/pesan/templat/REMIND_EARLY/", words | {"body_id": "polisi", "act": "submit"})
    assert bad.status_code == 422
    assert "ancaman" in bad.content.decode()

    author.post("/pesan/templat/REMIND_EARLY/", words | {"act": "submit"})
    assert author.post("/pesan/templat/REMIND_EARLY/", {"act": "approve"}).status_code == 403
    second.post("/pesan/templat/REMIND_EARLY/", {"act": "approve"})

    version = Template.objects.get(code="REMIND_EARLY").versions.get(state="APPROVED")
    assert (version.number, version.body_id) == (2, words["body_id"])


def test_whatsapp_opens_only_with_a_legal_basis(browser, house, settings):
    admin = enter(browser, holder("ADMINISTRATOR"))
    told = {"provider": "sandbox", "is_open": "on", "rate_per_second": "5", "cost_per_part": "400"}

    assert admin.post("/pesan/saluran/WHATSAPP/", told).status_code == 422
    assert not ChannelSetting.objects.filter(channel="WHATSAPP").exists()
    admin.post(
        "/pesan/saluran/WHATSAPP/", told | {"legal_basis": "Perjanjian 12/2026 dengan Meta, hanya pesan layanan."}
    )
    assert ChannelSetting.objects.get(channel="WHATSAPP").is_open


def test_a_promise_in_a_reply_is_recorded_when_somebody_confirms(browser, house):
    customer = make.debtor(branch=house)
    thread = write(customer, "besok saya bayar 1jt ya bu")
    agent = browser(holder("BRANCH_HEAD", house))
    page = agent.get(f"/pesan/percakapan/{thread.pk}/").content.decode()
    assert "Rp1.000.000" in page
    assert Promise.objects.count() == 0

    hint = thread.replies.get().suggestions.get()
    agent.post(
        f"/pesan/percakapan/usulan/{hint.pk}/", {"act": "confirm", "amount": "1.000.000", "due_on": "21/11/2026"}
    )

    promise = Promise.objects.get(case__customer=customer)
    assert (promise.total, promise.last_due_on) == (1_000_000, dt.date(2026, 11, 21))


def test_an_answer_leaves_through_the_gate_on_the_channel_of_the_reply(browser, house):
    customer = make.debtor(branch=house)
    thread = write(customer, "berapa tagihan saya?")
    agent = browser(holder("BRANCH_HEAD", house))

    agent.post(f"/pesan/percakapan/{thread.pk}/jawab/", {"act": "answer", "text": "Silakan buka halaman Anda."})

    message = Message.objects.get(reason="ANSWER")
    assert make.send() == {"ACCEPTED": 1}
    message.refresh_from_db()
    thread.refresh_from_db()
    assert (message.state, message.channel, thread.waits_since) == ("DELIVERED", "SMS", None)


def test_a_conversation_of_another_branch_is_not_there(browser, house):
    thread = write(make.debtor(), "halo")

    assert browser(holder("BRANCH_HEAD", house)).get(f"/pesan/percakapan/{thread.pk}/").status_code == 404
