"""Replies: what they say by rules, what binds at once, what waits for a person."""

import datetime as dt
from decimal import Decimal

import pytest

from tagih.cases.models import CareTask, Hold
from tagih.contacts.models import Evidence, Wish
from tagih.contacts.queries.points import CIPHER
from tagih.kernel import crypto
from tagih.messaging import operations
from tagih.messaging.adapters.port import Written
from tagih.messaging.models import Message, Reply, Suggestion, Thread
from tagih.messaging.rules.replies import Understood, understood
from tests.factories import messages as make

NOW, TODAY = make.NOW, make.DAY  # Friday, 20 November 2026


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("STOP", Understood("STOP")),
        ("Stop dong bu", Understood("STOP")),
        ("berhenti", Understood("STOP")),
        ("jangan sms saya lagi", Understood("STOP")),
        ("salah nomor mas", Understood("WRONG_NUMBER")),
        ("Maaf ini bukan nomor Budi", Understood("WRONG_NUMBER")),
        ("sdh byr td pagi di indomaret", Understood("CLAIMS_PAID")),
        ("Sudah saya transfer ya", Understood("CLAIMS_PAID")),
        ("belum bisa bayar, belum gajian", Understood("RELIEF")),
        ("saya sudah tau tapi belum bayar", Understood("OTHER")),
        ("besok saya bayar", Understood("PROMISE", dt.date(2026, 11, 21))),
        ("tgl 25 saya tf 500rb", Understood("PROMISE", dt.date(2026, 11, 25), Decimal(500_000))),
        ("janji 1/12 1,25jt", Understood("PROMISE", dt.date(2026, 12, 1), Decimal(1_250_000))),
        ("saya akan bayar 3 desember Rp1.250.000", Understood("PROMISE", dt.date(2026, 12, 3), Decimal(1_250_000))),
        ("bayar hari senin", Understood("PROMISE", dt.date(2026, 11, 23))),
        ("lusa insyaallah", Understood("PROMISE", dt.date(2026, 11, 22))),
        ("tanggal 5 saya bayar 300rb sisanya 200rb", Understood("PROMISE", dt.date(2026, 12, 5))),
        ("minta keringanan pak", Understood("RELIEF")),
        ("jumlahnya tidak sesuai", Understood("DISPUTE")),
        ("31/02 saya bayar", Understood("OTHER")),
        ("25/11/2020 saya bayar", Understood("OTHER")),
        ("", Understood("OTHER")),
        ("🙏🙏", Understood("OTHER")),
        ("مرحبا", Understood("OTHER")),
        ("x" * 5_000, Understood("OTHER")),
    ],
)
def test_what_people_write_is_understood(text, told):
    assert understood(text, today=TODAY) == told


@pytest.fixture
def customer(db, settings):
    make.ready(settings)
    return make.debtor()


def number_of(customer) -> str:
    return crypto.decrypt(make.phone_of(customer).value_cipher, context=CIPHER)


def write(sender: str, text: str, *, ref: str = "1", at: dt.datetime = NOW) -> dict[str, int]:
    return operations.receive_replies(
        channel="SMS", provider="sandbox", replies=[Written(ref, sender, text, at)], now=NOW
    )


def test_a_stop_binds_at_once(customer):
    waiting = make.ordered(customer)

    write(number_of(customer), "STOP")

    waiting.refresh_from_db()
    assert (waiting.state, waiting.problem) == ("CANCELLED", "OPTED_OUT")
    assert Wish.objects.get(customer=customer).refused_channels == ["SMS"]
    assert Thread.objects.get(customer=customer).waits_since is None


def test_a_claim_of_payment_is_believed_for_three_days(customer):
    waiting = make.ordered(customer)

    write(number_of(customer), "sudah bayar bu")

    waiting.refresh_from_db()
    assert (Hold.objects.get().reason, waiting.state) == ("CLAIM_PAID", "CANCELLED")


def test_a_wrong_number_is_silent_at_once_and_put_away_by_a_person(customer):
    point, waiting = make.phone_of(customer), make.ordered(customer)

    write(number_of(customer), "salah nomor")

    waiting.refresh_from_db()
    point.refresh_from_db()
    assert (waiting.state, point.state) == ("CANCELLED", "UNVERIFIED")
    assert Evidence.objects.get(contact_point=point, kind="CONVERSATION").outcome == "WRONG_PERSON"
    assert Suggestion.objects.get().intent == "WRONG_NUMBER"


def test_words_of_distress_stop_everything_and_call_a_trained_person(customer):
    waiting = make.ordered(customer)

    write(number_of(customer), "saya mau bunuh diri")

    waiting.refresh_from_db()
    assert waiting.state == "CANCELLED"
    assert CareTask.objects.get(customer=customer).source == "MESSAGE"
    assert Reply.objects.get().intent == "DISTRESS"


def test_the_same_reply_twice_is_one(customer):
    assert write(number_of(customer), "halo") == {"OTHER": 1}
    assert write(number_of(customer), "halo") == {"KNOWN": 1}
    assert Reply.objects.count() == 1


def test_a_stranger_has_a_thread_of_his_own(customer):
    write("+6281999999999", "siapa ini?")
    write("+6281999999999", "jangan tanya saya", ref="2")

    thread = Thread.objects.get(customer=None)
    assert (thread.replies.count(), thread.sender_masked) == (2, "+6281…999")
    with pytest.raises(operations.NobodyToAnswer):
        operations.answer_thread(thread=thread, text="Maaf", by=None, now=NOW)


def test_receipts_come_in_any_order_late_and_twice(customer):
    from tagih.messaging.adapters.port import Told, WhatHappened

    message = make.ordered(customer)
    make.send()
    Message.objects.filter(pk=message.pk).update(state="ACCEPTED", delivered_at=None, provider_ref="X1")
    late = NOW + dt.timedelta(days=7)
    told = [
        Told(WhatHappened.READ, NOW, "X1"),
        Told(WhatHappened.DELIVERED, NOW, "X1"),
        Told(WhatHappened.FAILED, NOW, "X1"),
        Told(WhatHappened.DELIVERED, NOW, "never sent"),
    ]  # fmt: skip

    assert operations.record_receipts(provider="sandbox", receipts=told, now=late) == {
        "DELIVERED": 1, "KNOWN": 2, "UNKNOWN": 1
    }  # fmt: skip
    message.refresh_from_db()
    assert (message.state, message.read_at) == ("DELIVERED", NOW)
