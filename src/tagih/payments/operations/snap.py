"""SNAP as the bank calls it: a token, then inquiry, payment and status of virtual accounts."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tagih.kernel import clock, crypto, database, money
from tagih.kernel.errors import Refusal
from tagih.payments.enums import BankKind, SignsWith, Source
from tagih.payments.models import Bank, BankRequest, BankToken, PayCode, Payment
from tagih.payments.operations.intake import post
from tagih.payments.operations.ways import SECRET
from tagih.payments.queries.ways import due_on_contract
from tagih.payments.rules import snap
from tagih.payments.rules.snap import Outcome, Service

SERVICES = {"inquiry": Service.INQUIRY, "payment": Service.PAYMENT, "status": Service.STATUS}
PREFIX = "SNAP-"
NOBODYS = "nobody's"  # the same work is done for an unknown bank


@dataclass(frozen=True, slots=True)
class Call:
    """A request as it came: what is signed, and the headers of SNAP in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status and body."""

    status: int
    body: dict[str, Any]


class _Stop(Exception):
    """An outcome that ends a call."""

    def __init__(self, outcome: Outcome, words: str = "") -> None:
        self.outcome, self.words = outcome, words
        super().__init__(outcome.message)


def give_token(*, call: Call, now: dt.datetime) -> Answer:
    """This will give a bank an access token for fifteen minutes, if it signs its name and the time with its key."""
    try:
        bank = Bank.objects.filter(client_key=call.header("x-client-key"), is_active=True).first()
        timestamp = call.header("x-timestamp")
        text = f"{call.header('x-client-key')}|{timestamp}"
        holds = snap.rsa_holds(bank.public_key if bank else "", text, call.header("x-signature"))
        if snap.instant_of(timestamp) is None:
            raise _Stop(snap.BAD_FORMAT, "X-TIMESTAMP")
        if bank is None or not holds or not snap.is_fresh(timestamp, now=now):
            raise _Stop(snap.UNAUTHORISED)
        told = snap.json_object(call.body)
        if told is None or told.get("grantType") != "client_credentials":
            raise _Stop(snap.BAD_FORMAT, "grantType")
    except _Stop as stop:
        return _refused(Service.TOKEN, stop)
    token = secrets.token_urlsafe(32)
    BankToken.objects.filter(expires_at__lt=now).delete()
    BankToken.objects.create(
        digest=_digest(token), bank=bank, expires_at=now + dt.timedelta(seconds=snap.TOKEN_SECONDS)
    )
    return Answer(200, _words(snap.OK, Service.TOKEN) | {
        "accessToken": token, "tokenType": "Bearer", "expiresIn": str(snap.TOKEN_SECONDS),
    })  # fmt: skip


def answer_call(*, service: Service, call: Call, now: dt.datetime) -> Answer:
    """This will answer inquiry, payment or status of a virtual account; the same external id is answered once a day.

    An external id that comes again with the same body is answered as the first time, with another body refused.
    """
    try:
        bank, told, external_id = _authentic(call, now)
        with database.transaction():
            today = clock.today_in(clock.WIB, now=now)
            database.lock("payments.snap", bank.pk, external_id, today)
            digest = hashlib.sha256(f"{service}\x1f{snap.digest(call.body)}".encode()).hexdigest()
            known = BankRequest.objects.filter(bank=bank, external_id=external_id, on=today).first()
            if known is not None:
                if known.digest != digest:
                    raise _Stop(snap.EXTERNAL_ID_REUSED)
                return Answer(known.status, known.answer)
            answer = _served(service, bank, told, now)
            BankRequest.objects.create(
                bank=bank, external_id=external_id, on=today, service=service, digest=digest, status=answer.status,
                answer=answer.body, received_at=now,
            )  # fmt: skip
        return answer
    except _Stop as stop:
        return _refused(service, stop)


def _authentic(call: Call, now: dt.datetime) -> tuple[Bank, dict[str, Any], str]:
    """Token, freshness, signature, then the form; nothing about what is wrong with a signature is told."""
    token = call.header("authorization").removeprefix("Bearer ").strip()
    held = BankToken.objects.filter(digest=_digest(token), expires_at__gte=now).select_related("bank").first()
    if held is None or not held.bank.is_active:
        raise _Stop(snap.TOKEN_INVALID)
    bank, timestamp = held.bank, call.header("x-timestamp")
    if snap.instant_of(timestamp) is None:
        raise _Stop(snap.BAD_FORMAT, "X-TIMESTAMP")
    if not snap.is_fresh(timestamp, now=now) or not _is_signed(bank, call, token, timestamp):
        raise _Stop(snap.UNAUTHORISED)
    if call.header("x-partner-id") not in ("", bank.client_key):
        raise _Stop(snap.UNAUTHORISED)
    external_id = call.header("x-external-id")
    if not snap.is_external_id(external_id):
        raise _Stop(snap.BAD_FORMAT, "X-EXTERNAL-ID")
    told = snap.json_object(call.body)
    if told is None:
        raise _Stop(snap.BAD_FORMAT)
    return bank, told, external_id


def _is_signed(bank: Bank, call: Call, token: str, timestamp: str) -> bool:
    given = call.header("x-signature")
    if bank.signs_with == SignsWith.RSA:
        text = snap.to_sign(method=call.method, path=call.path, body=call.body, timestamp=timestamp)
        return snap.rsa_holds(bank.public_key, text, given)
    secret = crypto.decrypt(bank.secret_cipher, context=SECRET) if bank.secret_cipher else NOBODYS
    text = snap.to_sign(method=call.method, path=call.path, body=call.body, timestamp=timestamp, token=token)
    return snap.hmac_holds(secret, text, given) and bank.secret_cipher is not None


def _served(service: Service, bank: Bank, told: dict[str, Any], now: dt.datetime) -> Answer:
    try:
        code = _code(bank, told)
        if service == Service.INQUIRY:
            return _inquiry(code, told, now)
        if service == Service.PAYMENT:
            return _payment(bank, code, told, now)
        return _status(bank, code, told)
    except _Stop as stop:
        return _refused(service, stop)


def _code(bank: Bank, told: dict[str, Any]) -> PayCode:
    service_id, customer_no, number = (
        _text(told, name) for name in ("partnerServiceId", "customerNo", "virtualAccountNo")
    )
    try:
        expected = snap.va_number(service_id, customer_no)
    except ValueError:
        raise _Stop(snap.BAD_FORMAT, "virtualAccountNo") from None
    if number.strip() != expected.strip():
        raise _Stop(snap.BAD_FORMAT, "virtualAccountNo")
    rows = PayCode.objects.filter(bank=bank, number=expected.strip(), bank__kind=BankKind.VA)
    code = rows.select_related("contract__customer", "contract__product").first()
    if code is None:
        raise _Stop(snap.NOT_FOUND)
    if code.closed_at is not None:
        raise _Stop(snap.EXPIRED)
    return code


def _inquiry(code: PayCode, told: dict[str, Any], now: dt.datetime) -> Answer:
    request = _text(told, "inquiryRequestId")
    due = due_on_contract(code.contract, on=clock.today_in(clock.WIB, now=now))
    if due.total <= 0:
        raise _Stop(snap.PAID)
    account = _account(code) | {
        "inquiryRequestId": request, "totalAmount": _amount_told(due.total), "virtualAccountTrxType": "C",
        "inquiryStatus": "00", "inquiryReason": {"english": "Success", "indonesia": "Sukses"},
    }  # fmt: skip
    return Answer(200, _words(snap.OK, Service.INQUIRY) | {"virtualAccountData": account})


def _payment(bank: Bank, code: PayCode, told: dict[str, Any], now: dt.datetime) -> Answer:
    request = _text(told, "paymentRequestId")
    amount, at = _paid_amount(told), snap.instant_of(_text(told, "trxDateTime", needed=False)) or now
    reference = f"{PREFIX}{bank.code}-{request}"[:80]
    try:
        with database.transaction():
            post(
                payment_ref=reference, contract_no=code.contract.contract_no, paid_at=min(at, now), amount=amount,
                paid_on=clock.today_in(clock.WIB, now=min(at, now)), channel=bank.code, source=Source.WEBHOOK, by=None,
                now=now,
            )  # fmt: skip
    except Refusal as refusal:
        raise _Stop(snap.REQUEST_REUSED if refusal.code == "REFERENCE_REUSED" else snap.AMOUNT_WRONG) from None
    account = _account(code) | {
        "paymentRequestId": request, "paidAmount": _amount_told(amount), "paymentFlagStatus": "00",
        "paymentFlagReason": {"english": "Success", "indonesia": "Sukses"},
    }  # fmt: skip
    return Answer(200, _words(snap.OK, Service.PAYMENT) | {"virtualAccountData": account})


def _status(bank: Bank, code: PayCode, told: dict[str, Any]) -> Answer:
    request = _text(told, "paymentRequestId", needed=False) or _text(told, "inquiryRequestId")
    payment = Payment.objects.filter(payment_ref=f"{PREFIX}{bank.code}-{request}"[:80]).first()
    if payment is None:
        raise _Stop(snap.NOT_FOUND)
    account = _account(code) | {
        "paymentRequestId": request, "paidAmount": _amount_told(payment.amount), "paymentFlagStatus": "00",
    }  # fmt: skip
    return Answer(200, _words(snap.OK, Service.STATUS) | {"virtualAccountData": account})


def _paid_amount(told: dict[str, Any]) -> Decimal:
    paid = told.get("paidAmount")
    if not isinstance(paid, dict):
        raise _Stop(snap.MISSING, "paidAmount")
    value = paid.get("value")
    if not isinstance(value, str) or not snap.AMOUNT.fullmatch(value):
        raise _Stop(snap.BAD_FORMAT, "paidAmount.value")
    if paid.get("currency") != "IDR":
        raise _Stop(snap.BAD_FORMAT, "paidAmount.currency")
    amount = money.amount(value)
    if amount <= 0:
        raise _Stop(snap.AMOUNT_WRONG)
    return amount


def _account(code: PayCode) -> dict[str, Any]:
    service_id = code.bank.service_id.rjust(snap.SERVICE_ID_WIDTH)
    customer_no = code.number.removeprefix(code.bank.service_id)
    return {
        "partnerServiceId": service_id, "customerNo": customer_no, "virtualAccountNo": service_id + customer_no,
        "virtualAccountName": _initials(code.contract.customer.full_name),
    }  # fmt: skip


def _initials(name: str) -> str:
    """Enough for the payer to know the name, too little for a stranger: `SITI A* N*`."""
    first, *others = name.upper().split() or ["-"]
    return " ".join([first, *(f"{other[0]}*" for other in others)])[:40]


def _amount_told(amount: Decimal) -> dict[str, str]:
    return {"value": f"{amount:.2f}", "currency": "IDR"}


def _text(told: dict[str, Any], name: str, *, needed: bool = True) -> str:
    value = told.get(name)
    if value in (None, "") and not needed:
        return ""
    if value in (None, ""):
        raise _Stop(snap.MISSING, name)
    if not isinstance(value, str) or len(value) > 128 or not value.isprintable():
        raise _Stop(snap.BAD_FORMAT, name)
    return value


def _words(outcome: Outcome, service: Service, words: str = "") -> dict[str, str]:
    message = f"{outcome.message} {words}".strip()
    return {"responseCode": outcome.code(service), "responseMessage": message}


def _refused(service: Service, stop: _Stop) -> Answer:
    return Answer(stop.outcome.http, _words(stop.outcome, service, stop.words))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
