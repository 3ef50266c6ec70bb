"""What a notice of payment says, read field by field."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.kernel import clock, money
from tagih.kernel.errors import Refusal
from tagih.payments.queries.ways import contract_of_qris

HOUSE_ZONE = clock.WIB
LONGEST = {"payment_ref": 80, "contract_no": 40, "channel": 40, "reversal_of": 80}
KEYS = ("payment_ref", "contract_no", "paid_at", "amount")


class NoticeIncomplete(Refusal):
    """A field is missing, or is not what it should be."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(
            "NOTICE_INCOMPLETE", _("%(field)s: %(problem)s.") % {"field": field, "problem": problem}, field=field,
            remedy=_("A notice has payment_ref, contract_no, paid_at (with offset), amount and channel."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A payment, or a reversal, as somebody tells of it."""

    payment_ref: str
    contract_no: str
    paid_on: dt.date
    amount: Decimal
    channel: str = ""
    reversal_of: str = ""
    paid_at: dt.datetime | None = None


def draft_of(notice: Any) -> Draft:
    """This will read a notice as providers send it: payment_ref, contract_no, paid_at, amount, channel, reversal_of.

    :raises NoticeIncomplete:
    """
    if not isinstance(notice, Mapping):
        raise NoticeIncomplete("notices", _("is not an object"))
    notice = _with_contract(notice)
    for key in KEYS:
        if notice.get(key) in (None, ""):
            raise NoticeIncomplete(key, _("is missing"))
    texts = {key: str(notice.get(key) or "").strip() for key in LONGEST}
    for key, longest in LONGEST.items():
        if len(texts[key]) > longest or not texts[key].isprintable():
            raise NoticeIncomplete(key, _("is too long or has unprintable signs"))
    paid_at = _instant(notice["paid_at"])
    return Draft(
        paid_at=paid_at, paid_on=clock.today_in(HOUSE_ZONE, now=paid_at), amount=_amount(notice["amount"]), **texts
    )


def _with_contract(notice: Mapping[str, Any]) -> Mapping[str, Any]:
    """A notice of QRIS money names the reference in the code instead of the contract."""
    reference = notice.get("qris_reference")
    if notice.get("contract_no") or not isinstance(reference, str) or not reference.isascii():
        return notice
    return {**notice, "contract_no": contract_of_qris(reference.strip()) or reference.strip()}


def _instant(value: Any) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat(str(value))
    except ValueError:
        raise NoticeIncomplete("paid_at", _("is not an instant such as 2026-11-21T10:15:00+07:00")) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=HOUSE_ZONE)


def _amount(value: Any) -> Decimal:
    if isinstance(value, float):  # JSON numbers arrive so; their shortest text is what was written
        value = repr(value)
    try:
        return money.amount(value)
    except money.NotMoney:
        raise NoticeIncomplete("amount", _("is not an amount such as 1250000 or 1250000.50")) from None
