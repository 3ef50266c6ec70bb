"""How events about money read to people."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from tagih.journal.presenters import presents
from tagih.kernel.money import rupiah
from tagih.payments import events


@presents(events.PaymentPosted)
def payment_posted(event: events.PaymentPosted) -> str:
    return _("%(amount)s received for %(contract)s, paid on %(date)s.") % {
        "amount": rupiah(Decimal(event.amount)),
        "contract": event.contract_no,
        "date": _day(event.paid_on),
    }


@presents(events.PaymentReversed)
def payment_reversed(event: events.PaymentReversed) -> str:
    return _("Payment %(ref)s of %(amount)s reversed.") % {
        "ref": event.payment_ref,
        "amount": rupiah(Decimal(event.amount)),
    }


@presents(events.PaymentHeldInSuspense)
def payment_held(event: events.PaymentHeldInSuspense) -> str:
    return _("%(amount)s waits in suspense: no contract %(contract)s is known.") % {
        "amount": rupiah(Decimal(event.amount)),
        "contract": event.contract_no,
    }


@presents(events.SuspenseAssigned)
def suspense_assigned(event: events.SuspenseAssigned) -> str:
    return _("Payment %(ref)s assigned to %(contract)s.") % {"ref": event.payment_ref, "contract": event.contract_no}


def _day(iso: str) -> str:
    return f"{dt.date.fromisoformat(iso):%d/%m/%Y}"


@presents(events.StatementRead)
def statement_read(event: events.StatementRead) -> str:
    return _("Statement with %(bookings)d bookings read; %(unmatched)d wait for an explanation.") % {
        "bookings": event.bookings,
        "unmatched": event.unmatched,
    }
