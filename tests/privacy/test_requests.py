"""What people ask about their data: 3 x 24 hours, two people, grounds with law, and what is then done."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import TestCase

from tagih.cases import operations as cases
from tagih.cases.models import Case, Note
from tagih.contacts import operations as contacts
from tagih.contacts.models import ContactPoint, PersonFlag
from tagih.contacts.queries.points import HASH
from tagih.journal.models import Access, Event
from tagih.kernel import crypto
from tagih.payments.models import Payment
from tagih.portfolio.models import Customer
from tagih.privacy import operations, queries
from tagih.privacy.models import DataRequest
from tagih.privacy.queries import person_file
from tagih.privacy.queries.law import GroundUnknown
from tagih.staff.models import Person
from tests.factories import privacy as make

NOW = make.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def documents(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


def test_the_clock_runs_from_when_the_person_asked() -> None:
    asked = NOW - dt.timedelta(hours=5)

    made = make.request(make.customer(), asked_at=asked)

    assert made.due_at == asked + dt.timedelta(hours=72)
    assert make.request(make.customer(), asked_at=NOW + dt.timedelta(days=1)).asked_at == NOW


def test_nobody_unidentified_gets_data() -> None:
    with pytest.raises(operations.IdentityNotChecked):
        operations.receive(customer=make.customer(), kind="ACCESS", intake="PHONE", identified_by=" ",
                           by=make.officer(), now=NOW)  # fmt: skip


def test_who_proposed_does_not_decide_not_even_in_the_database() -> None:
    officer = make.officer()
    made = make.request(make.customer(), by=officer)
    operations.propose(request=made, proposal="GRANT", reasoning=make.REASONING, by=officer, now=NOW)

    with pytest.raises(operations.DecidedByTheSamePerson):
        operations.decide(request=made, by=officer, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=made.pk).update(decided_by=officer)


@pytest.mark.parametrize(("kind", "ground"), [("ACCESS", "CONTRACT_RUNS"), ("ERASURE", ""), ("ERASURE", "BORING")])
def test_a_refusal_names_a_ground_that_answers_the_request(kind, ground) -> None:
    made = make.request(make.customer(), kind)

    with pytest.raises(GroundUnknown):
        operations.propose(request=made, proposal="REFUSE", reasoning=make.REASONING, ground=ground,
                           by=make.officer(), now=NOW)  # fmt: skip


def test_a_refusal_is_decided_by_the_second_person_and_kept_with_its_law() -> None:
    first, second = make.officer(), make.officer("Bagus Prakoso")
    made = make.request(make.customer(live=True), "ERASURE", by=first)
    operations.propose(request=made, proposal="REFUSE", ground="CONTRACT_RUNS", reasoning=make.REASONING, by=first,
                       now=NOW)  # fmt: skip

    made = operations.decide(request=made, by=second, now=NOW)

    assert (made.status, made.ground, made.decided_by) == ("REFUSED", "CONTRACT_RUNS", second)
    assert "arts. 41, 43" in queries.ground(made.ground, kind="ERASURE").law


def test_a_proposal_that_is_sent_back_can_be_made_anew() -> None:
    first, second = make.officer(), make.officer("Bagus Prakoso")
    made = make.request(make.customer(), by=first)
    operations.propose(request=made, proposal="GRANT", reasoning=make.REASONING, by=first, now=NOW)

    made = operations.send_back(request=made, reason="Bukti identitas kurang jelas.", by=second, now=NOW)

    assert made.status == "RECEIVED"
    with pytest.raises(operations.NothingProposed):
        operations.decide(request=made, by=second, now=NOW)


def test_access_makes_a_zip_of_all_we_hold_with_a_paper_to_read() -> None:
    customer = make.customer(live=True)
    made, second = make.granted(customer, "ACCESS")

    made = operations.carry_out(request=made, by=second, now=NOW)

    with operations.open_export(request=made, by=second, now=NOW) as stored:
        archive = zipfile.ZipFile(io.BytesIO(stored.read()))
    told = {name: archive.read(name) for name in archive.namelist()}
    assert json.loads(told["data/person.json"])["identity_no"] == make.NIK
    assert json.loads(told["data/notes.json"])[0]["text"] == "Minta ditelepon sore, mengajar pagi."
    assert json.loads(told["data/payments.json"])[0]["amount"] == "1000000.00"
    assert told[f"{made.code}.pdf"].startswith(b"%PDF")


def test_the_file_has_rows_of_every_table_about_the_person() -> None:
    customer, agent = make.customer(live=True), make.officer()
    about = [relation.related_model for relation in Customer._meta.get_fields(include_hidden=True)
             if relation.one_to_many]  # fmt: skip
    contract = customer.contracts.get()
    contacts.record_wish(customer=customer, evidence="telepon", days=["mon"], by=agent, now=NOW)
    contacts.record_letter(customer=customer, contract_no=contract.contract_no, kind="SP1", source="letter:1", by=agent,
                           now=NOW)  # fmt: skip
    contacts.record_default_proof(customer=customer, contract_no=contract.contract_no, kind="OBJECTED", by=agent,
                                  proven_on=make.make.DAY, evidence="surat", now=NOW)  # fmt: skip
    contacts.assign_agent(customer=customer, agent=agent, number="ST-1", valid_from=make.make.DAY,
                          valid_until=make.make.DAY, by=agent, now=NOW)  # fmt: skip
    contacts.restrain(customer=customer, kind="CLAIM_PAID", source="hold:1", by=agent, now=NOW)
    contacts.request_update(customer=customer, kind="PHONE", value="081355556666", owner_role="CONSUMER", by=agent,
                            proof=io.BytesIO(b"%PDF-1.7"), proof_name="surat.pdf", now=NOW)  # fmt: skip

    told = person_file(customer, now=NOW)

    read = {"Contract", "Case", "ContactPoint", "Consent", "PersonFlag", "GateDecision", "Attempt", "CareTask",
            "DataRequest", "RepairItem", "Wish", "LetterRecord", "DefaultProof", "AssignmentLetter", "Restraint",
            "UpdateRequest"}  # fmt: skip
    by_channel = {"Call", "Complaint", "Entry", "Letter", "Message", "Receipt", "Visit", "WantedVisit"}
    of_many = {"SharedNumber"}  # whose a number of many people is: the decision stands on the point itself
    assert {model.__name__ for model in about} == read | by_channel | of_many
    for section in ("wishes", "letters", "default_proofs", "assignment_letters", "restraints", "asked_changes"):
        assert len(told[section]) == 1, section
    assert told["letters"][0]["kind"] == "SP1"


def test_access_hides_other_people() -> None:
    customer = make.customer()
    made, second = make.granted(customer, "ACCESS")
    made = operations.carry_out(request=made, by=second, now=NOW)

    with default_storage.open(made.stored_as) as stored, zipfile.ZipFile(stored) as content:
        text = "".join(content.read(name).decode() for name in content.namelist() if name.endswith(".json"))

    others = ContactPoint.objects.get(customer=customer, owner_role="EMERGENCY_CONTACT")
    shown = contacts.reveal_point(contact_point=others, reason="test", by=second, now=NOW)
    assert shown not in text and "Dewi Adik" not in text


def test_making_and_taking_the_file_are_both_recorded() -> None:
    made, second = make.granted(make.customer(), "ACCESS")

    made = operations.carry_out(request=made, by=second, now=NOW)
    operations.open_export(request=made, by=second, now=NOW).close()

    assert Access.objects.filter(what="person file", reason=made.code).count() == 2


def test_restriction_stops_contact_through_the_gate() -> None:
    customer = make.customer(live=True)
    made, second = make.granted(customer, "RESTRICTION")

    operations.carry_out(request=made, by=second, now=NOW)
    point = ContactPoint.objects.get(customer=customer, kind="PHONE", owner_role="CONSUMER")
    outcome = contacts.open_attempt(customer=customer, contact_point=point, channel="SMS", purpose="COLLECT",
                                    agent=None, by=second, now=NOW)  # fmt: skip

    assert PersonFlag.objects.get(customer=customer, ends_at__isnull=True).flag == "RESTRICTED"
    assert "PROCESSING_RESTRICTED" in {reason["rule"] for reason in outcome.decision.reasons}
    assert outcome.attempt is None


def test_erasure_lets_go_of_ways_and_words_and_keeps_the_ledger() -> None:
    customer = make.customer()
    before = list(Payment.objects.values_list("payment_ref", "amount"))
    made, second = make.granted(customer, "ERASURE")

    made = operations.carry_out(request=made, by=second, now=NOW)

    customer.refresh_from_db()
    assert made.outcome == {"notes": 1, "activities": 0, "documents": 0, "points": 3, "messages": 0,
                            "recordings": 0, "visits": 0, "details": 1}  # fmt: skip
    assert set(ContactPoint.objects.filter(customer=customer).values_list("masked", "owner_name")) == {("•••", "")}
    assert Note.objects.get(case__customer=customer).text == "•••"
    assert (customer.occupation, customer.birth_date, customer.full_name) == ("", None, "Siti Rahmawati")
    assert list(Payment.objects.values_list("payment_ref", "amount")) == before


def test_erasure_leaves_no_copy_of_words_or_ways_anywhere() -> None:
    customer, word, number = make.customer(), "Kenanga-77", "081355556666"
    case, agent = Case.objects.get(customer=customer), make.officer("Nina Agustina")
    hold = cases.open_hold(case=case, reason="ILLNESS", note=f"{word} dirawat", by=agent, now=NOW)
    cases.lift_hold(hold=hold, reason=f"{word} sudah sembuh dan setuju dihubungi.", by=agent, now=NOW)
    contacts.record_wish(customer=customer, evidence=word, days=["mon"], by=agent, now=NOW)
    asked = contacts.request_update(
        customer=customer, kind="PHONE", value=number, owner_role="SPOUSE", owner_name=word, note=word, by=agent,
        proof=io.BytesIO(b"%PDF-1.7 " + word.encode()), proof_name=f"{word}.pdf", now=NOW,
    )  # fmt: skip
    access, second = make.granted(customer, "ACCESS")
    access = operations.carry_out(request=access, by=second, now=NOW)
    files = [asked.proof_stored_as, access.stored_as]
    assert copies_of(word, number) and all(map(default_storage.exists, files))
    made, second = make.granted(customer, "ERASURE")

    with TestCase.captureOnCommitCallbacks(execute=True):
        operations.carry_out(request=made, by=second, now=NOW)

    assert copies_of(word, number) == []
    assert not any(map(default_storage.exists, files))
    asked.refresh_from_db()
    assert asked.state == "WITHDRAWN"


def copies_of(word: str, number: str) -> list[str]:
    """Columns of any table that hold the word, or the number in clear, as a search hash or encrypted."""
    hashed = crypto.search_hash(f"+62{number[1:]}", context=HASH)
    found = []
    for model in apps.get_models():
        for row in model.objects.values() if model._meta.managed else ():
            for column, value in row.items():
                value = bytes(value) if isinstance(value, memoryview) else value
                if column == "value_cipher":
                    value = crypto.decrypt(value, context=f"contacts.{model.__name__}.value")
                if value == hashed or word in str(value) or number[1:] in str(value):
                    found.append(f"{model.__name__}.{column}")
    return found


def test_a_long_note_on_a_pause_is_kept_once() -> None:
    customer, note = make.customer(live=True), "Sakit jantung. " * 25
    case, agent = Case.objects.get(customer=customer), make.officer()

    hold = cases.open_hold(case=case, reason="ILLNESS", note=note[:400], by=agent, now=NOW)

    assert hold.note == note[:400]
    assert "jantung" not in str(list(PersonFlag.objects.values_list("reason", flat=True)))
    assert "jantung" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_nobody_finds_an_erased_number() -> None:
    from tagih.contacts.queries import customers_with_value

    customer = make.customer()
    number = f"0812{9000_0000 + customer.pk}"
    assert customers_with_value(number) == [customer.pk]
    made, second = make.granted(customer, "ERASURE")

    operations.carry_out(request=made, by=second, now=NOW)

    assert customers_with_value(number) == []


@pytest.mark.parametrize("needed", ["contract", "dispute"])
def test_what_the_contract_or_a_dispute_needs_is_not_erased(needed) -> None:
    customer = make.customer(live=needed == "contract")
    if needed == "dispute":
        cases.open_hold(case=Case.objects.get(customer=customer), reason="DISPUTE", by=None, now=NOW)
    first = make.officer()
    made = make.request(customer, "ERASURE", by=first)
    operations.propose(request=made, proposal="GRANT", reasoning=make.REASONING, by=first, now=NOW)

    with pytest.raises(operations.StillNeeded):
        operations.decide(request=made, by=make.officer("Bagus Prakoso"), now=NOW)

    assert not ContactPoint.objects.filter(masked="•••").exists()


def test_what_is_done_is_not_done_twice() -> None:
    made, second = make.granted(make.customer(), "RESTRICTION")
    operations.carry_out(request=made, by=second, now=NOW)

    with pytest.raises(operations.CarriedOutAlready):
        operations.carry_out(request=made, by=second, now=NOW)


def test_a_day_before_its_end_a_request_is_called_once() -> None:
    make.request(make.customer())
    later = NOW + dt.timedelta(hours=49)

    assert [operations.mark_late(now=at) for at in (NOW, later, later)] == [0, 1, 0]
    assert Event.objects.filter(name="privacy.RequestLate").count() == 1


def test_the_journal_never_holds_the_wish() -> None:
    made = make.request(make.customer(), wish="Nomor ibu saya 081234567890 jangan dihubungi")

    events = Event.objects.filter(subject_kind="data_request", subject_id=made.pk)
    assert "081234567890" not in str(list(events.values_list("payload", flat=True)))


def restricted() -> tuple[DataRequest, Person]:
    made, second = make.granted(make.customer(live=True), "RESTRICTION")
    return operations.carry_out(request=made, by=second, now=NOW), second


def in_force(customer: Customer) -> bool:
    return PersonFlag.objects.filter(customer=customer, flag="RESTRICTED", ends_at__isnull=True).exists()


def test_a_restriction_ends_when_a_second_person_agrees() -> None:
    made, second = restricted()
    first = make.officer("Dewi Lestari")
    lifting = operations.propose_lifting(request=made, reason="Ditarik dengan surat.", by=first, now=NOW)

    with pytest.raises(operations.DecidedByTheSamePerson):
        operations.lift_restriction(lifting=lifting, by=first, now=NOW)
    assert in_force(made.customer)
    operations.lift_restriction(lifting=lifting, by=second, now=NOW)

    assert not in_force(made.customer)
    assert not queries.restrictions().exists()
    with pytest.raises(operations.NoRestriction):
        operations.propose_lifting(request=made, reason="Ditarik dengan surat.", by=first, now=NOW)


def test_a_restriction_stays_when_the_second_person_declines() -> None:
    made, second = restricted()
    told = {"request": made, "reason": "Ditarik dengan surat.", "by": make.officer("Dewi Lestari"), "now": NOW}
    lifting = operations.propose_lifting(**told)

    with pytest.raises(operations.LiftingWaits):
        operations.propose_lifting(**told)
    operations.keep_restriction(lifting=lifting, answer="Suratnya tidak bertanda tangan.", by=second, now=NOW)

    assert in_force(made.customer)
    assert operations.propose_lifting(**told).status == "WAITING"


def test_the_end_of_a_restriction_needs_a_sentence() -> None:
    made, _second = restricted()

    with pytest.raises(operations.ReasoningMissing):
        operations.propose_lifting(request=made, reason="minta", by=make.officer(), now=NOW)


def test_one_restriction_of_two_ends_alone() -> None:
    made, second = restricted()
    other, _second = make.granted(made.customer, "RESTRICTION")
    operations.carry_out(request=other, by=second, now=NOW)
    lifting = operations.propose_lifting(request=made, reason="Ditarik dengan surat.", by=make.officer(), now=NOW)

    operations.lift_restriction(lifting=lifting, by=second, now=NOW)

    assert in_force(made.customer)
    assert list(queries.restrictions()) == [other]
