"""What the channels hold about a person: all of it is in the person's file, and words and sounds go with an erasure."""

import datetime as dt
import json
import uuid

import pytest
from django.core.files.storage import default_storage
from django.test import TestCase

from tagih.cases.models import Case, Complaint, Escalation
from tagih.contacts.models import ContactPoint, GateDecision
from tagih.dialer import operations as dialer
from tagih.dialer.models import Call, Campaign, Entry, Recording
from tagih.field.models import Device, Operation, Receipt, ReceiptBlock, Visit, WantedVisit
from tagih.kernel import crypto
from tagih.letters.models import Letter
from tagih.messaging.models import Message, Reply, Thread
from tagih.messaging.queries import texts, words_of
from tagih.portfolio.models import Customer
from tagih.privacy import operations, queries
from tagih.privacy.models import RetentionProposal
from tests.factories import privacy as make

NOW = make.NOW
LONG_AGO = NOW - dt.timedelta(days=4000)
SECTIONS = (
    "complaints", "escalations", "messages", "replies", "planned_calls", "calls", "recordings", "planned_visits",
    "visits", "receipts", "warning_letters",
)  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def papers(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


def dealt_with(customer: Customer, word: str, *, at: dt.datetime = NOW) -> Case:
    """One row of every kind that the channels hold about a person, with a word that is about nobody else."""
    case = Case.objects.get(customer=customer)
    Complaint.objects.create(
        customer=customer, case=case, branch=case.branch, channel="ORAL", kind="CONDUCT", subject=word, text=word,
        status="ANSWERED", received_on=at.date(), received_at=at, due_on=at.date(), verdict="UPHELD", answer=word,
        answered_on=at.date(), answered_at=at, answered_by=make.officer(),
    )  # fmt: skip
    Escalation.objects.create(
        case=case, reason="THREAT", level="LEADER", note=word, raised_at=at, due_at=at, outcome=word
    )
    _written(customer, word, at)
    _called(customer, word, at)
    _visited(customer, case, word, at)
    Letter.objects.create(
        branch=case.branch, kind="SP1", year=2026, position=1, number=f"SP1/{customer.pk}",
        reference=f"x:{customer.pk}", customer=customer, case=case, content={},
        check_code=str(customer.pk), issued_on=at.date(), issued_at=at,
    )  # fmt: skip
    return case


def _written(customer: Customer, word: str, at: dt.datetime) -> None:
    Message.objects.create(
        id=uuid.uuid4(), reference=f"m:{customer.pk}", customer=customer, channel="SMS", purpose="COLLECT",
        ordered_at=at, due_at=at, due_on=at.date(), expires_at=at, state="DELIVERED", extra={"x": word}, subject=word,
        text_cipher=crypto.encrypt(f"Halo {word}", context=texts.MESSAGE_TEXT),
    )  # fmt: skip
    Reply.objects.create(
        thread=Thread.objects.create(customer=customer, last_at=at), channel="SMS", provider="x", intent="OTHER",
        provider_ref=str(customer.pk), at=at, received_at=at,
        text_cipher=crypto.encrypt(f"Saya {word}", context=texts.REPLY_TEXT),
    )  # fmt: skip


def _called(customer: Customer, word: str, at: dt.datetime) -> None:
    campaign = Campaign.objects.create(code=f"C{customer.pk}", name="Pagi", mode="PROGRESSIVE", created_at=at)
    Entry.objects.create(campaign=campaign, customer=customer, reference="1", reason="C1", due_at=at, state="DONE")
    call = Call.objects.create(
        id=uuid.uuid4(), campaign=campaign, direction="OUT", customer=customer, node="x", state="ENDED", dialed_at=at
    )
    name = f"tape-{customer.pk}"
    dialer.begin_recording(call=call.pk, side="AGENT", name=name, now=at)
    dialer.store_recording(name=name, sound=word.encode(), now=at)


def _visited(customer: Customer, case: Case, word: str, at: dt.datetime) -> None:
    agent, point = make.officer(role="FIELD_COLLECTOR"), ContactPoint.objects.filter(customer=customer)[0]
    device = Device.objects.create(
        id=uuid.uuid4(), person=agent, code="A1", token_hash=b"x", registered_at=at, seen_at=at, app_version=1
    )
    sent = [
        Operation.objects.create(
            id=uuid.uuid4(), device=device, kind=kind, number=place, digest="x", app_version=1, happened_at=at,
            received_at=at, state="ACCEPTED", answer={},
        )
        for place, kind in enumerate(("VISIT", "RECEIPT"), start=1)
    ]  # fmt: skip
    wanted = WantedVisit.objects.create(
        reference=f"w:{customer.pk}", customer=customer, case=case, branch=case.branch, purpose="COLLECT", reason=word,
        due_on=at.date(), state="DONE", wanted_at=at,
    )  # fmt: skip
    asked = GateDecision.objects.create(
        customer=customer, asked_at=at, packs="X", channel="VISIT", asked_by="x", purpose="COLLECT", verdict="ALLOW"
    )
    visit = Visit.objects.create(
        id=uuid.uuid4(), operation=sent[0], device=device, collector=agent, wanted=wanted, case=case, customer=customer,
        contact_point=point, decision=asked, arrived_at=at, left_at=at, recorded_at=at, latitude="-5.4", fence="INSIDE",
        longitude="105.2", outside_reason=word, review="NONE", review_note=word,
    )  # fmt: skip
    block = ReceiptBlock.objects.create(device=device, prefix=f"R{customer.pk}", first=1, last=10, issued_at=at)
    Receipt.objects.create(
        id=uuid.uuid4(), operation=sent[1], number=f"R{customer.pk}-1", block=block, place=1, collector=agent,
        case=case, customer=customer, contract=customer.contracts.get(), visit=visit, amount=100_000,
        words="seratus ribu rupiah", issued_at=at, recorded_at=at,
    )  # fmt: skip


def test_the_file_tells_what_every_channel_holds_in_clear() -> None:
    customer = make.customer()
    dealt_with(customer, "Kenanga-77")
    dealt_with(make.customer(), "Melati-88")

    told = queries.person_file(customer, now=NOW)

    assert {section: len(told[section]) for section in SECTIONS} == dict.fromkeys(SECTIONS, 1)
    assert told["messages"][0]["text"] == "Halo Kenanga-77"
    assert told["replies"][0]["text"] == "Saya Kenanga-77"
    assert "Melati-88" not in json.dumps(told)


def test_erasure_lets_go_of_words_places_and_sounds_of_the_channels() -> None:
    customer, other = make.customer(), make.customer()
    case = dealt_with(customer, "Kenanga-77")
    dealt_with(other, "Melati-88")
    kept = Recording.objects.get(call__customer=other).file
    gone = Recording.objects.get(call__customer=customer).file
    made, second = make.granted(customer, "ERASURE")

    with TestCase.captureOnCommitCallbacks(execute=True):
        made = operations.carry_out(request=made, by=second, now=NOW)

    told = json.dumps(queries.person_file(customer, now=NOW))
    assert "Kenanga-77" not in told and "Kenanga-77" not in str(list(Visit.objects.values()))
    assert (made.outcome["messages"], made.outcome["recordings"], made.outcome["visits"]) == (2, 1, 1)
    assert not default_storage.exists(gone) and default_storage.exists(kept)
    assert Visit.objects.get(customer=customer).latitude is None
    assert Receipt.objects.get(case=case).amount == 100_000
    assert {words_of(row) for row in Message.objects.all()} == {"", "Halo Melati-88"}


def test_a_complaint_that_waits_for_its_answer_stands_against_an_erasure() -> None:
    customer = make.customer()
    dealt_with(customer, "Kenanga-77")
    Complaint.objects.update(status="OPEN")
    first = make.officer()
    made = make.request(customer, "ERASURE", by=first)
    operations.propose(request=made, proposal="GRANT", reasoning=make.REASONING, by=first, now=NOW)

    with pytest.raises(operations.StillNeeded):
        operations.decide(request=made, by=make.officer("Bagus Prakoso"), now=NOW)


def test_old_messages_and_recordings_go_and_young_ones_stay() -> None:
    old, young = make.customer(last_paid=dt.date(2014, 5, 1)), make.customer()
    dealt_with(old, "Kenanga-77", at=LONG_AGO)
    dealt_with(young, "Melati-88", at=NOW - dt.timedelta(days=10))
    officer, second = make.officer(), make.officer("Bagus Prakoso")
    for rule in ("messages", "replies", "recordings"):
        operations.switch_rule(rule=rule, is_on=True, months=24, reason="Disetujui DPO", by=officer, now=NOW)
        proposal = RetentionProposal.objects.get(rule=rule, status="WAITING")
        operations.approve_switch(proposal=proposal, by=second, now=NOW)

    done = [
        {row.rule: row.rows for row in operations.retain(now=NOW) if not row.is_dry} for _night in ("first", "second")
    ]

    assert done == [{"messages": 1, "replies": 1, "recordings": 1}, {"messages": 0, "replies": 0, "recordings": 0}]
    assert {words_of(row) for row in Reply.objects.all()} == {"", "Saya Melati-88"}
    assert Recording.objects.exclude(file="").get().call.customer == young

