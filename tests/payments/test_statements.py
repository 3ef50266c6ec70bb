"""Statements in three forms against the ledger: what matches, what is a task, and a balance to the rupiah."""

from decimal import Decimal

import pytest

from tagih.payments import operations, queries
from tagih.payments.models import Payment, Statement
from tagih.payments.operations import StatementKnown, StatementUnreadable
from tests.factories import cases
from tests.factories.contacts import make_agent

pytestmark = pytest.mark.django_db
NOW, DAY = cases.NOW, cases.DAY
CSV = (
    b'date,amount,reference,description\n20/11/2026,"1.250.000",%s,VA\n2026-11-20,500000,LAIN,setoran\n'
    b"20/11/2026,-15000,ADM,biaya\n"
)
MT940 = """:20:STMT1
:25:1234567890
:28C:1/1
:60F:C261119IDR1000000,00
:61:2611201120C1250000,00NTRF{ref}//B1
:86:Setoran VA
:61:2611201120D15000,00NMSCADM//B2
:86:Biaya
:62F:C261120IDR2235000,00
"""
CAMT = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><Othr><Id>1234567890</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">1000000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">2235000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
<Ntry><Amt Ccy="IDR">1250000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-20</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>{ref}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="IDR">15000.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


@pytest.fixture
def payment() -> Payment:
    contract = cases.contract(cases.branch())
    return cases.payment(contract, 1_250_000)


def read(content: bytes, name: str = "mutasi") -> Statement:
    return operations.read_statement(content=content, file_name=name, bank=None, by=None, now=NOW)


def test_csv_matches_and_leaves_a_task(payment):
    statement = read(CSV % payment.payment_ref.encode())

    assert list(statement.lines.order_by("number").values_list("amount", "state")) == [
        (Decimal(1_250_000), "MATCHED"), (Decimal(500_000), "OPEN"), (Decimal(-15_000), "OUTGOING")
    ]  # fmt: skip
    balance = queries.balance_of(statement)
    assert (balance.received, balance.posted, balance.difference) == (1_750_000, 1_250_000, 500_000)
    assert not balance.is_balanced


def test_a_task_is_settled_with_a_word_or_by_a_late_notice(payment):
    statement = read(CSV % payment.payment_ref.encode())
    late = cases.payment(payment.contract, 500_000)

    assert operations.match_again(statement=statement, now=NOW) == 1

    assert statement.lines.get(number=2).payment == late
    assert queries.balance_of(statement).is_balanced
    with pytest.raises(operations.LineSettled):
        operations.settle_line(line=statement.lines.get(number=2), note="bunga", by=make_agent(), now=NOW)


@pytest.mark.parametrize("form", [MT940, CAMT])
def test_mt940_and_camt053_read_alike_and_close(payment, form):
    statement = read(form.format(ref=payment.payment_ref).encode())

    assert (statement.opens_with, statement.closes_with, statement.account) == (1_000_000, 2_235_000, "1234567890")
    assert list(statement.lines.order_by("number").values_list("amount", "state")) == [
        (Decimal(1_250_000), "MATCHED"), (Decimal(-15_000), "OUTGOING")
    ]  # fmt: skip
    assert queries.balance_of(statement).is_balanced


def test_a_payment_that_the_bank_does_not_show_is_missing(payment):
    told = cases.payment(payment.contract, 70_000)
    statement = read(CSV % payment.payment_ref.encode())

    assert list(queries.missing_from(statement)) == [told]
    assert queries.balance_of(statement).missing == 70_000


def test_a_reversed_payment_is_expected_nowhere(payment):
    undone = cases.payment(payment.contract, 70_000)
    cases.payment(payment.contract, 70_000, reversal_of=undone.payment_ref)
    statement = read(CSV % payment.payment_ref.encode())

    assert list(queries.missing_from(statement)) == []


def test_one_payment_explains_one_booking(payment):
    line = f"20/11/2026,1250000,{payment.payment_ref},x\n"
    statement = read(f"date,amount,reference,description\n{line}{line}".encode())

    assert list(statement.lines.order_by("number").values_list("state", flat=True)) == ["MATCHED", "OPEN"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00\xff", b"a,b\n1,2\n", b"date,amount\nx,1\n", b"date,amount\n20/11/2026,abc\n", b"<x", b"<x/>",
        b":20:A\n:60F:nonsense\n",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        CAMT.format(ref="1").replace("IDR", "USD").encode(),
    ],
)  # fmt: skip
def test_other_files_are_refused(content):
    with pytest.raises(StatementUnreadable):
        read(content)
    assert Statement.objects.count() == 0


def test_the_same_file_is_read_once(payment):
    read(CSV % b"x")

    with pytest.raises(StatementKnown):
        read(CSV % b"x")
