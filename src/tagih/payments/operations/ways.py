"""Ways to pay set up and given to contracts."""

import datetime as dt
import secrets
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tagih.kernel import crypto, database
from tagih.kernel.errors import Refusal
from tagih.kernel.ids import ALPHABET
from tagih.payments.models import Bank, PayCode, QrisCode, QrisMerchant
from tagih.payments.rules import qris
from tagih.portfolio.models import Contract
from tagih.staff.models import Person

SECRET = "payments.Bank.secret"  # noqa: S105 (the name of a column)
PACKAGE = "tagih.payments"


class NotAQris(Refusal):
    """The text is no usable static QRIS."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "NOT_A_QRIS", _("This is not a static QRIS that can be used (%(code)s).") % {"code": code},
            field="static_text", remedy=_("Copy the whole text of the lender's own QRIS, from 000201 to the checksum."),
        )  # fmt: skip


class NoQris(Refusal):
    """No QRIS of the lender is set up."""

    def __init__(self) -> None:
        super().__init__("NO_QRIS", _("Payment by QRIS is not set up."), remedy=_("Pay under a virtual account."))


class NothingToPay(Refusal):
    """A code for nothing would confuse."""

    def __init__(self) -> None:
        super().__init__("NOTHING_TO_PAY", _("Nothing is due on this contract."), field="amount")


def set_bank(
    *, code: str, name: str, kind: str, service_id: str, client_key: str, signs_with: str, by: Person | None,
    now: dt.datetime, secret: str = "", public_key: str = "", is_active: bool = True,
) -> Bank:  # fmt: skip
    """This will set up a bank or chain of shops, or change it; a blank secret keeps the one that is known."""
    known: dict[str, object] = {
        "name": name, "kind": kind, "service_id": service_id.strip(), "client_key": client_key,
        "signs_with": signs_with, "public_key": public_key, "is_active": is_active,
    }  # fmt: skip
    if secret:
        known["secret_cipher"] = crypto.encrypt(secret, context=SECRET)
    bank, _made = Bank.objects.update_or_create(code=code, defaults=known)
    return bank


def set_qris(*, name: str, static_text: str, by: Person | None, now: dt.datetime) -> QrisMerchant:
    """This will keep the lender's static QRIS, in place of the one before.

    :raises NotAQris:
    """
    text = static_text.strip()
    try:
        if not qris.is_static(text):
            raise qris.NotQris("NOT_STATIC")
    except qris.NotQris as problem:
        raise NotAQris(problem.code) from None
    with database.transaction():
        QrisMerchant.objects.filter(is_active=True).update(is_active=False)
        return QrisMerchant.objects.create(name=name.strip(), static_text=text, added_at=now)


def make_pay_codes(*, now: dt.datetime) -> int:
    """This will give every contract in scope a number at every active bank and chain, and return how many were new.

    Set-based; a number never changes and never serves another contract.
    """
    return database.execute(PACKAGE, "make_pay_codes", {"now": now, "contract": None})


def pay_codes_of(*, contract: Contract, now: dt.datetime) -> int:
    """This will give one contract its numbers."""
    return database.execute(PACKAGE, "make_pay_codes", {"now": now, "contract": contract.pk})


def make_qris(*, contract: Contract, amount: Decimal, now: dt.datetime) -> QrisCode:
    """This will make a QRIS for a contract and amount; the same amount on the same day is the same code.

    :raises NoQris:
    :raises NothingToPay:
    """
    if amount <= 0:
        raise NothingToPay
    merchant = QrisMerchant.objects.filter(is_active=True).order_by("-added_at").first()
    if merchant is None:
        raise NoQris
    since = now - dt.timedelta(hours=12)
    with database.transaction():
        database.lock("payments.qris", contract.pk)
        same = QrisCode.objects.filter(contract=contract, merchant=merchant, amount=amount, made_at__gte=since)
        known = same.select_related("merchant").order_by("-made_at").first()
        if known is not None:
            return known
        reference = "TQ" + "".join(secrets.choice(ALPHABET) for _place in range(14))
        return QrisCode.objects.create(
            reference=reference, contract=contract, merchant=merchant, amount=amount, made_at=now
        )


def close_pay_codes(*, contract: Contract, now: dt.datetime) -> int:
    """This will close the numbers of a contract that nobody may pay any more, such as one that was sold."""
    return PayCode.objects.filter(contract=contract, closed_at__isnull=True).update(closed_at=now)
