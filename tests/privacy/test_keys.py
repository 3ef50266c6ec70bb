"""Keys changed while the house works: killed, gone on with, nothing left behind."""

import base64
import datetime as dt
import io
import os
import uuid

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import BinaryField

from tagih.contacts import operations as contacts
from tagih.contacts.models import (
    Attempt,
    ContactPoint,
    Evidence,
    GateDecision,
    OneTimeCode,
    SandboxMessage,
    UpdateRequest,
)
from tagih.contacts.operations.codes import SECRET
from tagih.contacts.queries import customers_with_value
from tagih.contacts.queries.points import CIPHER
from tagih.contacts.queries.repair import INBOX_CIPHER
from tagih.dialer import operations as dialer
from tagih.dialer.models import Call, Recording, Seat
from tagih.dialer.operations import seats
from tagih.kernel import crypto
from tagih.messaging.models import Message, Reply, SandboxText, Thread
from tagih.messaging.queries import texts
from tagih.payments.models import Bank
from tagih.payments.operations import ways
from tagih.portfolio.models import Customer
from tagih.privacy import operations
from tagih.privacy.models import KeyRotation
from tests.factories import privacy as make
from tests.factories.contacts import make_debtor, make_point

NOW = make.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def papers(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture
def key_ring(monkeypatch):
    """`key_ring("b", "a")`: the data keys from now on, the current one first; `search=("new", "old")`."""
    secrets = {name: base64.b64encode(os.urandom(32)).decode() for name in "abc"}

    def use(*names: str, search: tuple[str, ...] = ("first",)) -> None:
        monkeypatch.setenv("TAGIH_DATA_KEYS", ",".join(f"{name}:{secrets[name]}" for name in names))
        monkeypatch.setenv("TAGIH_SEARCH_KEY", search[0])
        monkeypatch.setenv("TAGIH_SEARCH_KEY_OLD", search[1] if len(search) > 1 else "")
        crypto.forget_keys()

    yield use
    monkeypatch.undo()
    crypto.forget_keys()


def test_receipts_find_their_numbers_while_the_search_key_changes(key_ring) -> None:
    key_ring("a", search=("first",))
    former = make_point(make_debtor(), value="081290007777")
    key_ring("a", search=("second", "first"))
    current = make_point(make_debtor(), value="081290008888")
    told = [
        contacts.Told("081290007777", "CALL", "RPC", NOW, "one"),
        contacts.Told("081290008888", "CALL", "RPC", NOW, "two"),
    ]

    done = contacts.record_outcomes(outcomes=told, source="carrier", by=None, now=NOW)

    assert (done.rows, done.written) == (2, 2)
    assert set(Evidence.objects.values_list("contact_point_id", flat=True)) == {former.pk, current.pk}


def test_shared_number_is_believed_of_nobody_while_the_search_key_changes(key_ring) -> None:
    key_ring("a", search=("first",))
    make_point(make_debtor(), value="081290007777")
    key_ring("a", search=("second", "first"))
    make_point(make_debtor(), value="081290007777")

    told = [contacts.Told("081290007777", "CALL", "RPC", NOW, "one")]
    assert contacts.record_outcomes(outcomes=told, source="carrier", by=None, now=NOW).written == 0


def values_in_clear() -> list[str]:
    points = ContactPoint.objects.order_by("pk")
    return [crypto.decrypt(point.value_cipher, context=CIPHER) for point in points]


class Killed(RuntimeError):
    """The process dies here."""


def killing_after(batches: int):
    left = [batches]

    def told(name: str, rows: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    return told


def test_values_are_encrypted_anew_and_the_old_key_can_go(key_ring) -> None:
    key_ring("a")
    customer = make.customer()
    before = values_in_clear()

    key_ring("b", "a")
    assert values_in_clear() == before
    done = operations.rotate(by=None, now=lambda: NOW)
    key_ring("b")

    customer.refresh_from_db()
    assert {name: rows for name, rows in done.ciphers.items() if rows} == {
        "contacts.points": 3, "portfolio.identities": 1,
    }  # fmt: skip
    assert values_in_clear() == before
    assert crypto.decrypt(customer.identity_cipher, context="portfolio.customer.identity") == make.NIK


@pytest.mark.parametrize("batches", range(6))
def test_killed_anywhere_the_rotation_goes_on(key_ring, batches) -> None:
    key_ring("a")
    for _number in range(3):
        make.customer()
    before = values_in_clear()
    key_ring("b", "a", search=("second", "first"))

    with pytest.raises(Killed):
        operations.rotate(by=None, now=lambda: NOW, batch=2, on_batch=killing_after(batches))
    assert values_in_clear() == before
    operations.rotate(by=None, now=lambda: NOW, batch=2)
    key_ring("b", search=("second",))

    assert values_in_clear() == before
    assert operations.hashes_are_current()
    assert [customers_with_value(value) for value in before] == [
        [pk] for pk in ContactPoint.objects.order_by("pk").values_list("customer_id", flat=True)
    ]


def test_numbers_are_found_and_known_while_hashes_change(key_ring) -> None:
    key_ring("a")
    customer = make.customer()
    number = f"0812{9000_0000 + customer.pk}"
    points = ContactPoint.objects.count()

    key_ring("a", search=("second", "first"))
    assert not operations.hashes_are_current()
    assert customers_with_value(number) == [customer.pk]
    contacts.add_point(customer=customer, kind="PHONE", value=number, owner_role="CONSUMER", source="x", by=None,
                       now=NOW)  # fmt: skip

    assert ContactPoint.objects.count() == points


def test_equal_numbers_stay_equal_in_every_batch(key_ring) -> None:
    key_ring("a")
    first, second = make.customer(), make.customer()
    for customer in (first, second):
        contacts.add_point(customer=customer, kind="PHONE", value="081211112222", owner_role="CONSUMER", source="x",
                           by=None, now=NOW)  # fmt: skip
    key_ring("a", search=("second", "first"))

    with pytest.raises(Killed):
        operations.rotate(by=None, now=lambda: NOW, batch=4, on_batch=killing_after(0))

    assert customers_with_value("081211112222") == sorted([first.pk, second.pk])
    hashes = ContactPoint.objects.order_by("-pk").values_list("value_hash", flat=True)[:2]
    assert len({bytes(hashed) for hashed in hashes}) == 1
    assert KeyRotation.objects.filter(finished_at__isnull=True).exists()


def test_nothing_to_do_is_nothing_done(key_ring) -> None:
    key_ring("a")
    make.customer()

    assert operations.rotate(by=None, now=lambda: NOW).rows == 0


def test_every_encrypted_column_is_brought_to_the_new_key(key_ring) -> None:
    key_ring("a", search=("first",))
    customer = make.customer()
    sealed_everywhere(customer)
    columns = [
        (model, field.name) for model in apps.get_models() for field in model._meta.fields
        if isinstance(field, BinaryField) and field.name.endswith("_cipher")
    ]  # fmt: skip
    columns.append((Seat, "secret"))
    unused = [model.__name__ for model, name in columns if not model.objects.exclude(**{name: None}).exists()]
    assert unused == []

    key_ring("b", "a", search=("second", "first"))
    operations.rotate(by=None, now=lambda: NOW)

    left = [(model.__name__, name) for model, name in columns
            for token in model.objects.filter(**{f"{name}__isnull": False}).values_list(name, flat=True)
            if crypto.needs_renewal(token)]  # fmt: skip
    assert left == []


def test_the_limit_of_a_number_and_a_waiting_change_outlive_a_new_search_key(key_ring) -> None:
    key_ring("a", search=("first",))
    customer = make.customer()
    _asked, code = sealed_everywhere(customer)

    key_ring("a", search=("second", "first"))
    with pytest.raises(contacts.RequestWaits):
        ask_for(customer)
    operations.rotate(by=None, now=lambda: NOW)
    key_ring("a", search=("second",))

    with pytest.raises(contacts.RequestWaits):
        ask_for(customer)
    code.refresh_from_db()
    assert bytes(code.value_hash) == bytes(ContactPoint.objects.get(pk=code.contact_point_id).value_hash)


def ask_for(customer: Customer) -> UpdateRequest:
    return contacts.request_update(
        customer=customer, kind="PHONE", value="081355556666", owner_role="CONSUMER", proof=io.BytesIO(b"%PDF-1.7 x"),
        proof_name="surat.pdf", by=make.officer(), now=NOW,
    )  # fmt: skip


def sealed_everywhere(customer: Customer) -> tuple[UpdateRequest, OneTimeCode]:
    """A value in every encrypted column: a waiting change of contact data, a code on its way and its message."""
    asked = ask_for(customer)
    point = ContactPoint.objects.get(customer=customer, kind="PHONE", owner_role="CONSUMER")
    decision = GateDecision.objects.create(customer=customer, asked_at=NOW, packs="X", channel="CALL", asked_by="x",
                                           purpose="COLLECT", verdict="ALLOW")  # fmt: skip
    attempt = Attempt.objects.create(id=uuid.uuid4(), decision=decision, customer=customer, contact_point=point,
                                     channel="CALL", purpose="COLLECT", state="RESERVED", opened_at=NOW)  # fmt: skip
    code = OneTimeCode.objects.create(
        contact_point=point, value_hash=point.value_hash, code_hash=b"x", reference=uuid.uuid4(), issued_at=NOW,
        code_cipher=crypto.encrypt("123456", context=SECRET), issued_by=make.officer(), attempt=attempt,
        expires_at=NOW + dt.timedelta(minutes=10),
    )  # fmt: skip
    SandboxMessage.objects.create(reference=uuid.uuid4(), masked="x", taken_at=NOW,
                                  text_cipher=crypto.encrypt("123456", context=INBOX_CIPHER))  # fmt: skip
    sealed_in_channels(customer)
    return asked, code


def sealed_in_channels(customer: Customer) -> None:
    """An encrypted value in every column above the contacts: texts, telephones, banks."""
    times = {"ordered_at": NOW, "due_at": NOW, "due_on": NOW.date(), "expires_at": NOW}
    Message.objects.create(id=uuid.uuid4(), reference="m1", customer=customer, channel="SMS", purpose="COLLECT",
                           text_cipher=crypto.encrypt("Halo", context=texts.MESSAGE_TEXT), **times)  # fmt: skip
    thread = Thread.objects.create(customer=customer, last_at=NOW)
    Reply.objects.create(thread=thread, channel="SMS", provider="x", provider_ref="1", intent="OTHER", at=NOW,
                         text_cipher=crypto.encrypt("Ya", context=texts.REPLY_TEXT), received_at=NOW)  # fmt: skip
    SandboxText.objects.create(reference=uuid.uuid4(), channel="SMS", recipient_hash=b"x", recipient_masked="x",
                               text_cipher=crypto.encrypt("Halo", context=texts.SANDBOX_TEXT),
                               taken_at=NOW)  # fmt: skip
    Bank.objects.create(code="X", name="X", kind="VA", service_id="1", client_key="x",
                        secret_cipher=crypto.encrypt("rahasia", context=ways.SECRET))  # fmt: skip
    Seat.objects.create(person=make.officer("Rina Wulandari"), address="x", since=NOW,
                        secret=crypto.encrypt("rahasia", context=seats.SECRET))  # fmt: skip


def test_recordings_are_encrypted_anew_once_and_still_heard(key_ring, django_capture_on_commit_callbacks) -> None:
    key_ring("a")
    customer, second = make.customer(), make.officer()
    call = Call.objects.create(id=uuid.uuid4(), direction="OUT", customer=customer, node="x", state="ENDED",
                               dialed_at=NOW)  # fmt: skip
    dialer.begin_recording(call=call.pk, side="AGENT", name="tape-1", now=NOW)
    dialer.store_recording(name="tape-1", sound=b"suara", now=NOW)
    former = Recording.objects.get().file

    key_ring("b", "a")
    with django_capture_on_commit_callbacks(execute=True):
        done = [operations.rotate(by=None, now=lambda: NOW, batch=1).ciphers["dialer.recordings"] for _ in range(2)]
    key_ring("b")

    assert done == [1, 0]
    assert dialer.play_back(recording=Recording.objects.get(), by=second, now=NOW) == b"suara"
    assert not default_storage.exists(former)


def test_a_new_key_at_home_is_current_and_reads_what_the_old_one_wrote(another_home, monkeypatch) -> None:
    from tagih.kernel import home

    monkeypatch.delenv("TAGIH_DATA_KEYS", raising=False)
    crypto.forget_keys()
    written = crypto.encrypt("081290001111", context="x")

    assert home.next_generation("data") == 2
    crypto.forget_keys()

    assert crypto.needs_renewal(written)
    assert crypto.decrypt(written, context="x") == "081290001111"
    assert not crypto.needs_renewal(crypto.encrypt("1", context="x"))
    crypto.forget_keys()
