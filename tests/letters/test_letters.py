"""Letters: demanded fields, their turn, numbers without gaps, paper, and what becomes of them."""

import datetime as dt
import io
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from pypdf import PdfReader

from tagih.cases import operations as cases
from tagih.contacts.models import AssignmentLetter, LetterRecord
from tagih.journal.models import Event
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.letters import operations as letters
from tagih.letters import reactions
from tagih.letters.enums import LetterKind as Kind
from tagih.letters.models import Letter, Series
from tagih.letters.queries import verified
from tagih.letters.rules.content import BY_LAW, DEMANDED, missing
from tagih.letters.rules.sequence import WARNINGS, too_early
from tagih.staff.models import Certificate
from tests.factories import cases as make

NOW, DAY = make.NOW, make.DAY
WRITERS = 16


@pytest.fixture(autouse=True)
def _papers_of_the_test(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}},
    }


def picture() -> bytes:
    """A white PNG of eight by eight, as a signature pad would send one."""
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head, rows = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0), zlib.compress((b"\0" + b"\xff" * 8) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def refusal(call) -> str:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


def order(contract, kind="SP1", reference="") -> letters.LetterOrder:
    return letters.LetterOrder(contract.contract_no, kind, reference or f"{contract.contract_no}:{kind}")


def delivered(contract, kind, on) -> None:
    LetterRecord.objects.create(
        customer=contract.customer, contract_no=contract.contract_no, kind=kind, source=f"x:{kind}", issued_at=NOW,
        delivered_on=on,
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_a_letter_without_a_demanded_field_is_named(kind) -> None:
    whole = dict.fromkeys(DEMANDED[kind], "x")

    assert missing(kind, whole) == ()
    for name in DEMANDED[kind]:
        assert missing(kind, whole | {name: ""}) == (name,)


@pytest.mark.parametrize("kind", WARNINGS)
def test_every_warning_says_what_the_law_wants(kind) -> None:
    assert set(BY_LAW) <= set(DEMANDED[kind])


@pytest.mark.parametrize(
    ("kind", "late", "reached", "code", "not_before"),
    [
        (Kind.SP1, 6, {}, "LETTER_TOO_EARLY", dt.date(2026, 11, 21)),
        (Kind.SP1, 7, {}, None, None),
        (Kind.SP2, 20, {}, "LETTER_OUT_OF_SEQUENCE", None),
        (Kind.SP2, 13, {Kind.SP1: dt.date(2026, 11, 1)}, "LETTER_TOO_EARLY", dt.date(2026, 11, 21)),
        (Kind.SP2, 14, {Kind.SP1: dt.date(2026, 11, 14)}, "LETTER_TOO_SOON_AFTER", dt.date(2026, 11, 21)),
        (Kind.SP2, 14, {Kind.SP1: dt.date(2026, 11, 13)}, None, None),
        (Kind.SP3, 21, {Kind.SP1: dt.date(2026, 11, 1)}, "LETTER_OUT_OF_SEQUENCE", None),
        (Kind.SOMASI, 28, {Kind.SP3: dt.date(2026, 11, 13)}, None, None),
        (Kind.PAID_IN_FULL, 0, {}, None, None),
    ],
)
def test_a_warning_waits_for_its_turn(kind, late, reached, code, not_before) -> None:
    early = too_early(kind, days_late=late, delivered=reached, on=DAY)

    assert (early.code if early else None, early.not_before if early else None) == (code, not_before)


@pytest.fixture
def branch(db):
    return make.branch("LPG")


@pytest.mark.django_db
def test_many_are_ordered_at_once_and_only_once(branch, django_assert_max_num_queries) -> None:
    contracts = [make.contract(branch, days=10) for _row in range(3)]
    early = make.contract(branch, days=3)
    wanted = [order(contract) for contract in (*contracts, early)]

    with django_assert_max_num_queries(24):
        first = letters.order_letters(orders=wanted, now=NOW)
    again = letters.order_letters(orders=wanted, now=NOW)

    assert (first.written, first.refused) == (3, ((f"{early.contract_no}:SP1", "LETTER_TOO_EARLY"),))
    assert (again.written, again.known) == (0, 3)
    assert list(Letter.objects.order_by("pk").values_list("number", flat=True)) == [
        f"000{position}/SP1/LPG/XI/2026" for position in (1, 2, 3)
    ]
    assert LetterRecord.objects.filter(delivered_on__isnull=True).count() == 3


@pytest.mark.django_db
def test_the_second_letter_follows_the_first_when_it_was_delivered(branch) -> None:
    case = make.case(branch, days=15)
    contract = case.customer.contracts.get()
    person = make.agent(branch)

    def ask(kind):
        return letters.issue_warning(case=case, contract=contract, kind=kind, by=person, now=NOW)

    out_of_turn = refusal(lambda: ask("SP2"))
    delivered(contract, "SP1", dt.date(2026, 11, 12))
    second = ask("SP2")

    assert out_of_turn == "LETTER_OUT_OF_SEQUENCE"
    assert second.content["former_on"] == "2026-11-12"


@pytest.mark.django_db
def test_delivery_is_what_the_gate_counts(branch) -> None:
    case = make.case(branch, days=10)
    contract, person = case.customer.contracts.get(), make.agent(branch)
    letter = letters.issue_warning(case=case, contract=contract, kind="SP1", by=person, now=NOW)
    unset = refusal(lambda: letters.deliver(
        letter=letter, received_by="SPOUSE", delivered_on=DAY, by=person, now=NOW))  # fmt: skip
    letters.set_letters(now=NOW)
    tomorrow = refusal(lambda: letters.deliver(
        letter=letter, received_by="SPOUSE", delivered_on=DAY + dt.timedelta(days=1), by=person, now=NOW))  # fmt: skip

    letters.deliver(letter=letter, received_by="SPOUSE", receiver_name="Ani", delivered_on=DAY, by=person, now=NOW)

    record = LetterRecord.objects.get()
    assert (unset, tomorrow) == ("LETTER_STATE", "NOT_IN_THE_FUTURE")
    assert (record.source, record.delivered_on) == (f"letter:{letter.pk}", DAY)
    assert refusal(lambda: letters.void(letter=letter, reason="Salah alamat", by=person, now=NOW)) == "LETTER_STATE"


@pytest.mark.django_db
def test_a_void_letter_keeps_its_number_and_proves_nothing(branch) -> None:
    contracts = [make.contract(branch, days=10) for _row in range(2)]
    person = make.agent(branch)
    letters.order_letters(orders=[order(contracts[0])], now=NOW)
    first = Letter.objects.get()
    silent = refusal(lambda: letters.void(letter=first, reason=" ", by=person, now=NOW))

    letters.void(letter=first, reason="Alamat salah", by=person, now=NOW)
    letters.order_letters(orders=[order(contracts[1])], now=NOW)

    assert silent == "LETTER_PROOF"
    assert list(Letter.objects.order_by("pk").values_list("position", "status")) == [(1, "VOID"), (2, "NUMBERED")]
    assert LetterRecord.objects.filter(withdrawn_at__isnull=True).count() == 1
    assert verified(first.check_code).is_valid is False


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("id", "Surat Peringatan I"), ("en", "Warning letter 1")])
def test_the_paper_is_an_archive_file_with_everything_on_it(branch, language, words) -> None:
    contract = make.contract(branch, days=10)
    contract.customer.language = language
    contract.customer.save(update_fields=["language"])
    letters.order_letters(orders=[order(contract)], now=NOW)

    assert letters.set_letters(now=NOW) == 1

    letter = Letter.objects.get()
    content = letters.read(letter.stored_as)
    text = " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    assert (letter.status, letter.size) == ("READY", len(content))
    assert b"pdfaid:part" in content and b"<pdfaid:part>2" in content
    for said in (words, letter.number, contract.contract_no, "Rp1.000.000", "Rp800.000", "Rp200.000", "Budi Contoh"):
        assert said in text
    assert letters.set_letters(now=NOW) == 0


@pytest.mark.django_db
def test_print_files_are_one_for_each_carrier_and_route(branch) -> None:
    contracts = [make.contract(branch, days=10) for _row in range(3)]
    carrier = make.agent(branch, role="FIELD_COLLECTOR")
    routes = ["R1", "R1", "R2"]
    letters.order_letters(
        orders=[
            letters.LetterOrder(c.contract_no, "SP1", c.contract_no, carrier.pk, route)
            for c, route in zip(contracts, routes, strict=True)
        ],
        now=NOW,
    )
    letters.set_letters(now=NOW)

    runs = letters.print_all(branch=branch, by=carrier, now=NOW)

    pages = [len(PdfReader(io.BytesIO(letters.read(run.stored_as))).pages) for run in runs]
    assert [(run.route, run.letters_count) for run in runs] == [("R1", 2), ("R2", 1)]
    assert pages == [2, 1]
    assert letters.hand_over(letters=list(Letter.objects.all()), carrier=carrier, by=carrier, now=NOW) == 3
    assert letters.print_all(branch=branch, by=carrier, now=NOW) == []


@pytest.mark.django_db
def test_a_collector_without_certificate_gets_no_letter_of_assignment(branch) -> None:
    collector, leader = make.agent(branch, role="FIELD_COLLECTOR"), make.agent(branch, role="TEAM_LEADER")
    until = DAY + dt.timedelta(days=30)

    def ask():
        return letters.issue_assignment(
            agent=collector, branch=branch, valid_from=DAY, valid_until=until, by=leader, now=NOW
        )

    without = refusal(ask)
    Certificate.objects.create(
        person=collector, kind="FIELD", number="SPPI-9", issuer="LSP", valid_from="2024-01-01", valid_until="2027-12-31"
    )
    letter = ask()

    assert without == "LETTER_FIELD_MISSING"
    assert AssignmentLetter.objects.get().number == letter.number
    assert verified(letter.check_code).holder == collector.full_name
    assert verified("unknown") is None


@pytest.mark.django_db
def test_a_signed_agreement_becomes_a_letter_with_its_schedule(branch) -> None:
    case = make.case(branch, days=40, overdue=3_000_000, instalment_amount=Decimal(1_000_000), due_day=11)
    made = cases.propose_arrangement(
        case=case, contract=case.customer.contracts.get(), kind="INSTALMENT_PLAN", months=3, by=make.agent(branch),
        reason="Usaha sepi sejak pasar pindah.", now=NOW,
    )  # fmt: skip
    made = cases.sign_arrangement(
        arrangement=made, signed_by="DRAWN", signature=io.BytesIO(picture()), by=None, now=NOW
    )

    reactions.write_agreement(event_id=Event.objects.get(name="cases.ArrangementSigned").pk)

    letter = Letter.objects.get(reference=f"arrangement:{made.pk}")
    text = PdfReader(io.BytesIO(letters.read(letter.stored_as))).pages[0].extract_text()
    assert "Rp3.000.000" in text and "11 Desember 2026" in text
    assert letters.issue_agreement(arrangement=made, by=None, now=NOW) == letter


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_leave_no_gap(branch) -> None:
    """Half of their transactions are rolled back after the number was given."""
    contracts = [make.contract(branch, days=10) for _row in range(WRITERS)]
    def write(contract) -> None:
        try:
            for turn in range(6):
                try:
                    with database.transaction():
                        letters.order_letters(orders=[order(contract, reference=f"{contract.pk}:{turn}")], now=NOW)
                        if turn % 2:
                            raise RuntimeError
                except RuntimeError:
                    pass
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(contract,)) for contract in contracts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    positions = sorted(Letter.objects.values_list("position", flat=True))
    assert positions == list(range(1, WRITERS * 3 + 1))
    assert Series.objects.get().last == WRITERS * 3


KILLED = """
import datetime as dt, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from tagih.letters import operations as letters
now = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
turn = 0
while True:
    turn += 1
    orders = [letters.LetterOrder(no, "SP1", f"{os.getpid()}:{turn}:{no}") for no in sys.argv[2:]]
    letters.order_letters(orders=orders, now=now)
    print(turn, flush=True)
"""


@pytest.mark.slow  # starts processes
@pytest.mark.django_db(transaction=True)
def test_killed_writers_leave_no_gap(branch) -> None:
    numbers = [make.contract(branch, days=10).contract_no for _row in range(5)]
    name = connection.settings_dict["NAME"]
    children = [
        subprocess.Popen([sys.executable, "-c", KILLED, name, *numbers], stdout=subprocess.PIPE, text=True)
        for _child in range(4)
    ]
    for child in children:
        assert child.stdout.readline()  # it writes
    time.sleep(0.3)
    for child in children:
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()

    found = Counter(Letter.objects.values_list("position", flat=True))
    assert sorted(found) == list(range(1, len(found) + 1))
    assert set(found.values()) == {1}
    assert Series.objects.get().last == len(found)
