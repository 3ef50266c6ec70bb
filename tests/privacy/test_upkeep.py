"""What time lets go of, breaches and their clock, keys changed while the house works."""

import base64
import datetime as dt
import io
import os
import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import BinaryField
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tagih.cases import operations as cases
from tagih.cases.models import Case, Note
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
from tagih.journal.models import Access
from tagih.kernel import crypto
from tagih.payments.models import Payment
from tagih.portfolio.models import Customer
from tagih.privacy import operations, queries
from tagih.privacy.models import KeyRotation, RetentionProposal, RetentionRun, RetentionSwitch
from tagih.privacy.rules.retention import cutoff
from tagih.privacy.rules.unmaskings import unusual
from tagih.staff.queries import standing_of
from tests.factories import cases as cases_make
from tests.factories import privacy as make
from tests.factories import staff as staff_make
from tests.factories.contacts import make_debtor, make_point

NOW = make.NOW
TODAY = dt.date(2026, 11, 20)
LONG_AGO = dt.date(2014, 5, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def papers(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


def switch_on(*rules: str, months: int = 60) -> None:
    officer, second = make.officer(), make.officer("Bagus Prakoso")
    for rule in rules:
        operations.switch_rule(rule=rule, is_on=True, months=months, reason="Disetujui DPO", by=officer, now=NOW)
        proposal = RetentionProposal.objects.get(rule=rule, status="WAITING")
        operations.approve_switch(proposal=proposal, by=second, now=NOW)


def by_rule(done: list[operations.LetGo]) -> dict[str, tuple[bool, int]]:
    return {row.rule: (row.is_dry, row.rows) for row in done}


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (dt.date(2026, 11, 20), 60, dt.date(2021, 11, 20)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2024, 3, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2024, 2, 29), 12, dt.date(2023, 2, 28)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
        (dt.date(2026, 12, 31), 12, dt.date(2025, 12, 31)),
    ],
)
def test_the_cutoff_lies_months_back_at_the_end_of_short_months(on, months, expected) -> None:
    assert cutoff(on, months) == expected


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 600))
def test_the_cutoff_is_always_that_many_months_back(on, months) -> None:
    back = cutoff(on, months)

    assert (on.year * 12 + on.month) - (back.year * 12 + back.month) == months
    assert back.day <= on.day


def test_a_rule_that_nobody_switched_on_only_counts() -> None:
    make.customer(last_paid=LONG_AGO)

    done = by_rule(operations.retain(now=NOW))

    assert (done["contact-points"], done["notes"]) == ((True, 1), (True, 1))
    assert not ContactPoint.objects.filter(masked="•••").exists()
    assert RetentionRun.objects.filter(is_dry=True).count() == len(queries.retention_rules())


def test_what_a_rule_only_counts_never_leaves_the_database() -> None:
    make.customer(last_paid=LONG_AGO)

    with CaptureQueriesContext(connection) as asked:
        operations.retain(now=NOW)

    looked = [query["sql"] for query in asked if "n.text <> " in query["sql"]]
    assert [sql.startswith("SELECT count(*) FROM (") for sql in looked] == [True]


def test_a_rule_that_is_on_lets_go_of_the_old_only_and_keeps_the_ledger() -> None:
    old, young, live = make.customer(last_paid=LONG_AGO), make.customer(), make.customer(live=True)
    switch_on("contact-points", "notes", "customers")

    done = by_rule(operations.retain(now=NOW))
    again = by_rule(operations.retain(now=NOW))

    assert (done["contact-points"], done["notes"], done["customers"]) == ((False, 1), (False, 1), (False, 1))
    assert {again[rule][1] for rule in ("contact-points", "notes", "customers")} == {0}
    names = dict(Customer.objects.values_list("pk", "full_name"))
    assert names == {old.pk: "•••", young.pk: "Siti Rahmawati", live.pk: "Siti Rahmawati"}
    assert Note.objects.filter(text="•••").count() == 1
    assert Payment.objects.count() == 3


def test_dry_run_counts_what_is_on_and_changes_nothing() -> None:
    make.customer(last_paid=LONG_AGO)
    switch_on("notes")

    assert by_rule(operations.retain(now=NOW, dry=True))["notes"] == (True, 1)
    assert not Note.objects.filter(text="•••").exists()


@pytest.mark.parametrize("open_thing", ["hold", "case", "request"])
def test_about_whom_something_is_open_nothing_goes(open_thing) -> None:
    customer = make.customer(last_paid=LONG_AGO)
    case = Case.objects.get(customer=customer)
    if open_thing == "hold":
        cases.open_hold(case=case, reason="DISPUTE", by=None, now=NOW)
    elif open_thing == "case":
        Case.objects.filter(pk=case.pk).update(status="OPEN")
    else:
        make.request(customer)
    switch_on("contact-points", "notes", "customers")

    assert sum(rows for is_dry, rows in by_rule(operations.retain(now=NOW)).values() if not is_dry) == 0


def test_batches_smaller_than_the_work_do_all_of_it() -> None:
    customer = make.customer(last_paid=LONG_AGO)
    decided = {"channel": "CALL", "purpose": "COLLECT", "asked_by": "x", "verdict": "ALLOW", "facts": {"a": 1}}
    for days in (4000, 4001, 4002, 10):
        GateDecision.objects.create(customer=customer, asked_at=NOW - dt.timedelta(days=days), packs="X", **decided)
    switch_on("gate-facts")

    assert by_rule(operations.retain(now=NOW, batch=2))["gate-facts"] == (False, 3)
    assert GateDecision.objects.exclude(facts={}).count() == 1


def test_every_rule_of_the_file_runs_and_is_named_by_the_register() -> None:
    ids = {rule.id for rule in queries.retention_rules()}
    switch_on(*ids)

    assert set(by_rule(operations.retain(now=NOW))) == ids
    assert {row.retention for row in queries.processing()} <= ids
    assert all(rule.law for rule in queries.retention_rules())


def test_a_rule_is_switched_with_a_reason_and_possible_months() -> None:
    for reason, months in (("", 60), ("Disetujui", 0)):
        with pytest.raises(operations.RetentionReasonMissing):
            operations.switch_rule(rule="notes", is_on=True, months=months, reason=reason, by=make.officer(), now=NOW)


def test_a_rule_that_lets_more_go_waits_for_a_second_person() -> None:
    first, second = make.officer(), make.officer("Bagus Prakoso")
    told = {"rule": "notes", "reason": "Disetujui DPO", "now": NOW}

    holds = operations.switch_rule(**told, is_on=True, months=60, by=first)
    proposal = RetentionProposal.objects.get()
    with pytest.raises(operations.DecidedByTheSamePerson):
        operations.approve_switch(proposal=proposal, by=first, now=NOW)

    assert (holds, RetentionSwitch.objects.count()) == (False, 0)
    switch = operations.approve_switch(proposal=proposal, by=second, now=NOW)
    assert (switch.is_on, switch.set_by, switch.approved_by) == (True, first, second)
    with pytest.raises(operations.NothingProposed):
        operations.approve_switch(proposal=proposal, by=second, now=NOW)


@pytest.mark.parametrize(("is_on", "months", "holds"), [(False, 60, True), (True, 61, True), (True, 59, False)])
def test_only_what_lets_more_go_waits(is_on, months, holds) -> None:
    switch_on("notes")

    told = operations.switch_rule(rule="notes", is_on=is_on, months=months, reason="Ubah", by=make.officer(), now=NOW)

    kept = RetentionSwitch.objects.get()
    assert (told, (kept.is_on, kept.months) == (is_on, months)) == (holds, holds)


def test_switching_off_overtakes_what_waits() -> None:
    first = make.officer()
    told = {"rule": "notes", "reason": "Disetujui DPO", "by": first, "now": NOW}
    operations.switch_rule(**told, is_on=True, months=60)
    proposal = RetentionProposal.objects.get()

    operations.switch_rule(**told, is_on=False, months=60)

    with pytest.raises(operations.NothingProposed):
        operations.approve_switch(proposal=proposal, by=make.officer("Bagus Prakoso"), now=NOW)
    assert not RetentionSwitch.objects.get().is_on


def test_a_declined_change_leaves_the_rule_as_it_was() -> None:
    operations.switch_rule(rule="notes", is_on=True, months=6, reason="Cepat", by=make.officer(), now=NOW)
    proposal, second = RetentionProposal.objects.get(), make.officer("Bagus Prakoso")

    with pytest.raises(operations.ReasoningMissing):
        operations.decline_switch(proposal=proposal, answer="tidak", by=second, now=NOW)
    operations.decline_switch(proposal=proposal, answer="Terlalu cepat bagi auditor.", by=second, now=NOW)

    proposal.refresh_from_db()
    assert (proposal.status, RetentionSwitch.objects.count()) == ("DECLINED", 0)


def test_a_breach_runs_against_the_clock_until_authority_and_people_know() -> None:
    officer = make.officer()
    breach = operations.record_breach(title="Laptop hilang", how="Dicuri dari mobil", discovered_at=NOW, by=officer,
                                      now=NOW, data=["contact"], people=120)  # fmt: skip
    notice = {"told": "per surat", "text": "Kami memberitahukan ...", "sent_at": NOW, "by": officer, "now": NOW}

    assert breach.due_at == NOW + dt.timedelta(hours=72)
    operations.record_notice(breach=breach, recipient="AUTHORITY", **notice)
    with pytest.raises(operations.BreachNotTold):
        operations.close_breach(breach=breach, remedy="Disk dienkripsi.", by=officer, now=NOW)
    operations.record_notice(breach=breach, recipient="SUBJECTS", **notice)
    breach = operations.close_breach(breach=breach, remedy="Disk dienkripsi.", by=officer, now=NOW)

    assert breach.status == "CLOSED"
    assert operations.mark_late(now=NOW + dt.timedelta(days=9)) == 0


def test_a_breach_nobody_was_told_of_is_called_late_once() -> None:
    operations.record_breach(title="Berkas terkirim salah", how="Surel", discovered_at=NOW, by=make.officer(), now=NOW)
    late = NOW + dt.timedelta(hours=73)

    assert [operations.mark_late(now=late), operations.mark_late(now=late)] == [1, 0]


def test_who_looks_far_more_than_colleagues_is_noticed() -> None:
    assert unusual({1: 5, 2: 8, 3: 90}) == {3}
    assert unusual({1: 15, 2: 1, 3: 1}) == frozenset()
    assert unusual({}) == frozenset()


def test_lookers_are_counted_since_an_instant() -> None:
    for number in range(3):
        Access.objects.create(at=NOW, person_id=7, person_label="Sari", what="contact_point",
                              subject_kind="contact_point", subject_id=str(number), customer_no="N1")  # fmt: skip
    Access.objects.create(at=NOW - dt.timedelta(days=9), person_id=7, person_label="Sari", what="contact_point",
                          subject_kind="contact_point", subject_id="9", customer_no="N9")  # fmt: skip

    standing = standing_of(make.officer(role="AUDITOR"), on=TODAY)
    (looker,) = queries.unmaskings(standing=standing, since=NOW - dt.timedelta(days=1))

    assert (looker.name, looker.times, looker.people, looker.is_unusual) == ("Sari", 3, 1, False)


def test_an_auditor_of_a_branch_sees_the_unmaskings_of_its_people_only() -> None:
    mine, other = cases_make.case(cases_make.branch()), cases_make.case(staff_make.unit("BRANCH"))
    for case in (mine, other):
        Access.objects.create(at=NOW, person_id=7, person_label="Sari", what="identity", subject_kind="customer",
                              subject_id=str(case.customer_id), customer_no=case.customer.customer_no)  # fmt: skip
    auditor = standing_of(staff_make.person(role="AUDITOR", unit=mine.branch), on=TODAY)

    seen = queries.sights(standing=auditor, since=NOW)
    (looker,) = queries.unmaskings(standing=auditor, since=NOW)

    assert list(seen.values_list("customer_no", flat=True)) == [mine.customer.customer_no]
    assert (looker.times, looker.people) == (1, 1)


# Keys


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
    assert all(model.objects.filter(**{f"{name}__isnull": False}).exists() for model, name in columns)

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
    return asked, code


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
