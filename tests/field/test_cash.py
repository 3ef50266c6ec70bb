"""Receipts, deposits and closings to the rupiah: told twice, at once, and cut off in the middle."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tagih.field import operations, queries
from tagih.field.models import DayClosing, Deposit, Receipt
from tagih.field.rules import cash
from tagih.payments.models import Payment
from tests.factories import cases, field
from tests.factories.field import DAY, NOW

LATER = NOW + dt.timedelta(hours=2)


def house():
    branch = cases.branch()
    person = field.collector(branch)
    return branch, person, field.Phone(person), cases.agent(branch, role="CASHIER", name="Kasir Contoh")


@pytest.mark.django_db
def test_receipt_posts_its_money_once_however_often_it_is_told():
    branch, person, phone, _cashier = house()
    case = field.debtor(branch)
    told = phone.receipt(case, 250_000)

    answers = [phone.send(told)[0] for _turn in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["words"] == "dua ratus lima puluh ribu rupiah"
    payment = Payment.objects.get()
    assert (payment.payment_ref, payment.amount, payment.channel) == (answers[0]["number"], 250_000, "FIELD_CASH")
    assert queries.ledger_of(person, now=NOW).in_hand == 250_000


@pytest.mark.django_db
def test_number_of_another_phone_or_used_before_is_refused():
    branch, _person, phone, _cashier = house()
    other = field.Phone(field.collector(branch, name="Ani Jalan"))
    case = field.debtor(branch)
    phone.send(phone.receipt(case, 1000))

    again = phone.send(phone.receipt(case, 2000))[0]
    strange = phone.send(phone.receipt(case, 3000, number=other.number_of()))[0]

    assert (again["code"], strange["code"]) == ("NUMBER_USED", "NUMBER_NOT_YOURS")
    assert Payment.objects.count() == 1


@pytest.mark.django_db
def test_receipt_is_voided_not_deleted_and_its_money_undone():
    branch, person, phone, _cashier = house()
    case = field.debtor(branch)
    told = phone.receipt(case, 100_000)
    phone.send(told)

    phone.send(phone.envelope("VOID", receipt=told["id"], reason="salah jumlah", at=NOW.isoformat()))

    assert (Receipt.objects.get().state, Receipt.objects.get().void_reason) == ("VOID", "salah jumlah")
    assert sorted(Payment.objects.values_list("reversal_of", flat=True)) == ["", Receipt.objects.get().number]
    assert queries.ledger_of(person, now=NOW).in_hand == 0


@pytest.mark.django_db
def test_deposit_beyond_the_cash_in_hand_is_refused_and_names_it():
    branch, _person, phone, _cashier = house()
    phone.send(phone.receipt(field.debtor(branch), 100_000))

    answer = phone.send(phone.envelope("DEPOSIT", amount=100_001, channel="BANK", made_at=NOW.isoformat()))[0]

    assert answer["code"] == "DEPOSIT_TOO_LARGE"
    assert "Rp100.000" in answer["message"]


@pytest.mark.django_db
def test_day_closes_only_at_zero_and_by_somebody_else():
    branch, person, phone, cashier = house()
    phone.send(phone.receipt(field.debtor(branch), 100_000))

    with pytest.raises(operations.CashNotZero):
        operations.close_cash_day(collector=person, day=DAY, by=cashier, now=LATER)
    phone.send(phone.envelope("DEPOSIT", amount=100_000, channel="CASHIER", made_at=NOW.isoformat()))
    with pytest.raises(operations.CashNotZero):
        operations.close_cash_day(collector=person, day=DAY, by=cashier, now=LATER)
    with pytest.raises(operations.OwnDeposit):
        operations.check_deposit(deposit=Deposit.objects.get(), is_approved=True, by=person, now=LATER)
    operations.check_deposit(deposit=Deposit.objects.get(), is_approved=True, by=cashier, now=LATER)
    with pytest.raises(operations.OwnDeposit):
        operations.close_cash_day(collector=person, day=DAY, by=person, now=LATER)

    closing = operations.close_cash_day(collector=person, day=DAY, by=cashier, now=LATER)

    assert (closing.received, closing.deposited, closing.receipts) == (100_000, 100_000, 1)


@pytest.mark.django_db
def test_rejected_deposit_is_in_the_hand_again():
    branch, person, phone, cashier = house()
    phone.send(phone.receipt(field.debtor(branch), 100_000))
    phone.send(phone.envelope("DEPOSIT", amount=100_000, channel="BANK", made_at=NOW.isoformat()))

    with pytest.raises(operations.RejectionNeedsReason):
        operations.check_deposit(deposit=Deposit.objects.get(), is_approved=False, by=cashier, now=LATER)
    operations.check_deposit(
        deposit=Deposit.objects.get(), is_approved=False, note="tidak ada di rekening", by=cashier, now=LATER
    )

    assert queries.ledger_of(person, now=LATER).in_hand == 100_000


@pytest.mark.django_db
def test_line_of_the_bank_is_matched_by_amount_and_reference_once():
    branch, _person, phone, cashier = house()
    phone.send(phone.receipt(field.debtor(branch), 100_000))
    phone.send(phone.envelope("DEPOSIT", amount=60_000, channel="BANK", reference="ST77", made_at=NOW.isoformat()))
    lines = [operations.BankLine("TRF ST77 BUDI", Decimal(60_000)), operations.BankLine("TRF ST78", Decimal(60_000))]

    assert operations.match_bank(lines=lines, by=cashier, now=LATER) == 1
    assert operations.match_bank(lines=lines, by=cashier, now=LATER) == 0
    assert Deposit.objects.get().bank_reference == "TRF ST77 BUDI"
    assert Deposit.objects.get().state == "SUBMITTED"


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow  # eight connections race; what is measured is that they cannot
def test_receipts_deposits_and_voids_at_once_balance_to_the_rupiah():
    branch, person, phone, _cashier = house()
    case = field.debtor(branch)
    first = [phone.receipt(case, 100_000 + turn, place=turn) for turn in range(1, 7)]
    phone.send(*first[:4])
    work = [
        [first[4], first[5], first[0]],
        [first[5], first[4], first[1]],
        [phone.envelope("DEPOSIT", amount=200_000, channel="BANK", made_at=NOW.isoformat()) for _turn in range(3)],
        [phone.envelope("DEPOSIT", amount=200_000, channel="BANK", made_at=NOW.isoformat()) for _turn in range(3)],
        [phone.envelope("VOID", receipt=first[3]["id"], reason="batal", at=NOW.isoformat())],
        [phone.envelope("VOID", receipt=first[3]["id"], reason="batal", at=NOW.isoformat())],
    ]

    def run(told):
        try:
            for envelope in told:
                phone.send(envelope)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(told,)) for told in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    standing = sum(Receipt.objects.filter(state="ISSUED").values_list("amount", flat=True))
    given = sum(Deposit.objects.values_list("amount", flat=True))
    ledger = queries.ledger_of(person, now=NOW)
    assert ledger.in_hand == standing - given >= 0
    assert Receipt.objects.count() == 6
    paid = Payment.objects.filter(reversal_of="").values_list("amount", flat=True)
    undone = Payment.objects.exclude(reversal_of="").values_list("amount", flat=True)
    assert sum(paid) - sum(undone) == standing
    assert DayClosing.objects.count() == 0


amounts = st.integers(1, 5_000_000).map(Decimal)
hours = st.integers(0, 200)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # time is the machine's, not the rule's
@given(got=st.lists(st.tuples(hours, amounts), max_size=12), gave=st.lists(st.tuples(hours, amounts), max_size=8))
def test_what_waits_and_what_is_in_hand_agree(got, gave):
    received = [
        cash.Got(str(number), NOW + dt.timedelta(hours=hour), value) for number, (hour, value) in enumerate(got)
    ]
    given_ = [cash.Gave(NOW + dt.timedelta(hours=hour), value) for hour, value in gave]

    held = cash.in_hand(received, given_)

    assert (cash.oldest(received, given_) is None) == (held <= 0)
    assert {row.number for row in cash.waited(received, given_, longest=dt.timedelta(hours=24))} <= {
        row.number for row in received
    }


def test_lapping_shows_as_cash_that_waited_for_later_cash():
    hour = dt.timedelta(hours=1)
    received = [cash.Got("A", NOW, Decimal(100)), cash.Got("B", NOW + 24 * hour, Decimal(100))]
    honest = [cash.Gave(NOW + 2 * hour, Decimal(100)), cash.Gave(NOW + 26 * hour, Decimal(100))]
    late = [cash.Gave(NOW + 2 * hour, Decimal(40)), cash.Gave(NOW + 26 * hour, Decimal(100))]

    assert cash.waited(received, honest, longest=24 * hour) == []
    assert [row.number for row in cash.waited(received, late, longest=24 * hour)] == ["A"]


@pytest.mark.parametrize(
    ("since", "at", "stops"),
    [((20, 16), (20, 18), False), ((20, 16), (21, 9), False), ((20, 16), (21, 10), True), ((19, 9), (21, 8), True)],
)
def test_cash_of_yesterday_is_handed_over_by_ten(since, at, stops):
    told = [dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC) for day, hour in (at, since)]

    assert cash.must_stop(*told) is stops
