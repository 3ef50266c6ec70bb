"""Banks that call us by SNAP, QRIS for one amount, and what a forged or repeated call changes: nothing."""

import datetime as dt
from decimal import Decimal

import pytest

from tagih.kernel import clock
from tagih.payments import operations, queries
from tagih.payments.models import PayCode, Payment, QrisCode
from tagih.payments.operations import NoQris, NotAQris
from tagih.payments.rules import qris
from tests.factories import cases
from tests.payments.sandbox_bank import SandboxBank, number_of
from tests.payments.test_qris import DYNAMIC, STATIC

pytestmark = pytest.mark.django_db
NOW = cases.NOW


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    with clock.told_by(lambda: NOW):
        yield


@pytest.fixture(params=["HMAC", "RSA"])
def bank(request) -> SandboxBank:
    made = SandboxBank(signs_with=request.param, now=NOW)
    made.row = made.set_up()
    assert made.ask_token().status_code == 200
    return made


@pytest.fixture
def contract():
    return cases.contract(cases.branch(), overdue=1_250_000)


@pytest.fixture
def number(bank, contract) -> str:
    operations.make_pay_codes(now=NOW)
    return number_of(bank.row, contract)


def test_inquiry_tells_what_is_due_and_no_more_of_the_name_than_needed(bank, number, contract):
    answer = bank.inquire(number)

    told = answer.json()
    assert (answer.status_code, told["responseCode"]) == (200, "2002400")
    assert told["virtualAccountData"]["totalAmount"] == {"value": "1250000.00", "currency": "IDR"}
    assert told["virtualAccountData"]["virtualAccountName"] == "BUDI C*"
    assert told["virtualAccountData"]["virtualAccountNo"] == "   " + number


def test_payment_is_posted_once_however_often_it_comes(bank, number, contract):
    first = bank.pay(number, "1250000.00", external_id="77")
    again = bank.pay(number, "1250000.00", external_id="77")
    other_id = bank.pay(number, "1250000.00", external_id="78")

    assert [one.json()["responseCode"] for one in (first, again, other_id)] == ["2002500"] * 3
    payment = Payment.objects.get()
    assert (payment.amount, payment.contract, payment.channel) == (1_250_000, contract, "BCX")
    assert bank.call("status", bank.account(number) | {"paymentRequestId": "PAY1"}).json()["responseCode"] == "2002600"


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        ("0.00", "IDR", "4042513"),
        ("1250000", "IDR", "4002501"),
        ("-5.00", "IDR", "4002501"),
        ("1e3", "IDR", "4002501"),
        ("10.00", "USD", "4002501"),
    ],
)
def test_strange_money_is_refused_by_code(bank, number, amount, currency, code):
    assert bank.pay(number, amount, currency=currency).json()["responseCode"] == code
    assert Payment.objects.count() == 0


def test_more_and_less_than_due_is_taken(bank, number):
    assert bank.pay(number, "100.00", request="A").json()["responseCode"] == "2002500"
    assert bank.pay(number, "9999999.00", request="B").json()["responseCode"] == "2002500"


def test_the_same_request_with_another_amount_is_a_conflict(bank, number):
    bank.pay(number, "100.00", request="A")

    assert bank.pay(number, "200.00", request="A").json()["responseCode"] == "4092501"
    assert Payment.objects.get().amount == 100


def test_an_external_id_counts_once_a_day(bank, number):
    bank.pay(number, "100.00", external_id="9", request="A")

    assert bank.pay(number, "100.00", external_id="9", request="B").json()["responseCode"] == "4092500"


def test_an_unknown_number_and_a_closed_one_are_told_apart_by_code(bank, number, contract):
    assert bank.inquire(number[:-1] + str((int(number[-1]) + 1) % 10)).json()["responseCode"] == "4042412"
    operations.close_pay_codes(contract=contract, now=NOW)
    assert bank.inquire(number).json()["responseCode"] == "4042419"


def test_nothing_due_is_a_paid_bill(bank, number, contract):
    cases.cure(contract)

    assert bank.inquire(number).json()["responseCode"] == "4042414"


@pytest.mark.parametrize("ahead", [-301, 301])
def test_a_clock_that_is_off_by_more_than_five_minutes_is_refused(bank, number, ahead):
    assert bank.inquire(number, ahead=ahead).json()["responseCode"] == "4012400"
    assert bank.ask_token(ahead=ahead).json()["responseCode"] == "4017300"


def test_a_body_changed_after_signing_is_refused(bank, number):
    import json

    changed = json.dumps(bank.account(number) | {"paymentRequestId": "X", "paidAmount": {"value": "1.00"}}).encode()

    answer = bank.call("payment", bank.account(number), tampered=changed)

    assert (answer.status_code, answer.json()["responseCode"]) == (401, "4012500")
    assert Payment.objects.count() == 0


def test_forged_tokens_keys_and_ids_are_refused(bank, number):
    assert bank.inquire(number, **{"Authorization": "Bearer made-up"}).json()["responseCode"] == "4012401"
    assert bank.inquire(number, **{"X-SIGNATURE": "AAAA"}).json()["responseCode"] == "4012400"
    assert bank.inquire(number, **{"X-PARTNER-ID": "another"}).json()["responseCode"] == "4012400"
    assert bank.inquire(number, **{"X-EXTERNAL-ID": "abc"}).json()["responseCode"] == "4002401"
    assert bank.ask_token(text="another|text").json()["responseCode"] == "4017300"


def test_a_token_dies_after_fifteen_minutes(bank, number):
    bank.now = NOW + dt.timedelta(seconds=901)
    with clock.told_by(lambda: bank.now):
        assert bank.inquire(number).json()["responseCode"] == "4012401"


@pytest.mark.parametrize("told", [[], "x", {"partnerServiceId": 5}, {"partnerServiceId": "\x00"}, {}])
def test_strange_bodies_are_answered_and_never_break(bank, number, told):
    answer = bank.call("inquiry", told)

    assert answer.status_code == 400


def test_numbers_are_made_once_for_every_contract(bank, contract):
    other = cases.contract(cases.branch())

    assert (operations.make_pay_codes(now=NOW), operations.make_pay_codes(now=NOW)) == (2, 0)
    assert {row.contract for row in PayCode.objects.all()} == {contract, other}
    assert all(len(row.number) == 16 for row in PayCode.objects.all())


def test_a_qris_carries_its_reference_and_comes_back_with_the_money(contract):
    operations.set_qris(name="Contoh", static_text=STATIC, by=None, now=NOW)
    code = operations.make_qris(contract=contract, amount=Decimal(825_000), now=NOW)
    again = operations.make_qris(contract=contract, amount=Decimal(825_000), now=NOW + dt.timedelta(hours=1))

    assert code == again == QrisCode.objects.get()
    notice = {"payment_ref": "Q1", "qris_reference": code.reference, "paid_at": NOW.isoformat(), "amount": "825000"}
    posted = operations.post_notice(notice=notice, source="WEBHOOK", by=None, now=NOW)
    assert (posted.outcome, posted.payment.contract) == ("POSTED", contract)
    assert queries.qris_picture(code).startswith(b"<?xml")
    text = qris.dynamic(STATIC, amount=Decimal(825_000), reference=code.reference)
    assert {one.tag: one.value for one in qris.checked(text)}["54"] == "825000"


def test_only_a_static_qris_is_taken(contract):
    with pytest.raises(NotAQris):
        operations.set_qris(name="Contoh", static_text=DYNAMIC, by=None, now=NOW)
    with pytest.raises(NoQris):
        operations.make_qris(contract=contract, amount=Decimal(1), now=NOW)
