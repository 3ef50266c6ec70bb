"""A bank of our own that signs as SNAP wants: it asks for a token, inquires and pays."""

import base64
import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from tagih.payments import operations
from tagih.payments.models import Bank, PayCode
from tagih.payments.rules import snap

SECRET = "rahasia-bersama-bank-contoh"
_external = count(1)


@cache
def keys() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


@dataclass
class SandboxBank:
    """What the bank's side knows."""

    signs_with: str = "HMAC"
    code: str = "BCX"
    service_id: str = "88899"
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    token: str = ""

    def set_up(self) -> Bank:
        return operations.set_bank(
            code=self.code, name=f"Bank {self.code}", kind="VA", service_id=self.service_id,
            client_key=f"key-{self.code}", signs_with=self.signs_with, secret=SECRET, public_key=keys()[1], by=None,
            now=self.now,
        )  # fmt: skip

    def timestamp(self, *, ahead: int = 0) -> str:
        local = (self.now + dt.timedelta(seconds=ahead)).astimezone(dt.timezone(dt.timedelta(hours=7)))
        return local.isoformat(timespec="seconds")

    def ask_token(self, *, ahead: int = 0, text: str = "") -> Any:
        at = self.timestamp(ahead=ahead)
        signature = snap.rsa_signature(keys()[0], text or f"key-{self.code}|{at}")
        headers = {"X-CLIENT-KEY": f"key-{self.code}", "X-TIMESTAMP": at, "X-SIGNATURE": signature}
        answer = Client().post(
            "/api/v1.0/access-token/b2b", json.dumps({"grantType": "client_credentials"}), "application/json",
            headers=headers,
        )  # fmt: skip
        self.token = answer.json().get("accessToken", self.token)
        return answer

    def call(self, service: str, told: Any, *, external_id: str = "", ahead: int = 0, tampered: bytes = b"",
             **headers: str) -> Any:  # fmt: skip
        body = json.dumps(told).encode()
        path, at = f"/v1.0/transfer-va/{service}", self.timestamp(ahead=ahead)
        if self.signs_with == "RSA":
            text = snap.to_sign(method="POST", path=path, body=body, timestamp=at)
            signature = snap.rsa_signature(keys()[0], text)
        else:
            text = snap.to_sign(method="POST", path=path, body=body, timestamp=at, token=self.token)
            signature = snap.hmac_signature(SECRET, text)
        known = {
            "Authorization": f"Bearer {self.token}", "X-TIMESTAMP": at, "X-SIGNATURE": signature,
            "X-PARTNER-ID": f"key-{self.code}", "X-EXTERNAL-ID": external_id or f"{next(_external):012}",
            "CHANNEL-ID": "95231",
        } | headers  # fmt: skip
        return Client().post("/api" + path, tampered or body, "application/json", headers=known)

    def account(self, number: str) -> dict[str, str]:
        customer = number.removeprefix(self.service_id)
        padded = self.service_id.rjust(8)
        return {"partnerServiceId": padded, "customerNo": customer, "virtualAccountNo": padded + customer}

    def inquire(self, number: str, **more: Any) -> Any:
        return self.call("inquiry", self.account(number) | {"inquiryRequestId": "INQ1"}, **more)

    def pay(self, number: str, amount: str, *, request: str = "PAY1", currency: str = "IDR", **more: Any) -> Any:
        told = self.account(number) | {
            "paymentRequestId": request, "paidAmount": {"value": amount, "currency": currency},
            "trxDateTime": self.timestamp(),
        }  # fmt: skip
        return self.call("payment", told, **more)


def number_of(bank: Bank, contract: Any) -> str:
    return PayCode.objects.get(bank=bank, contract=contract).number


def broken(signature: str) -> str:
    return base64.b64encode(bytes([base64.b64decode(signature)[0] ^ 1])).decode()
