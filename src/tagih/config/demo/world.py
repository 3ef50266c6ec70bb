"""The outside of the demonstration: files at dawn, money during the day."""

import datetime as dt
import shutil
from itertools import groupby
from typing import Any

import numpy as np

from tagih.cases.models import PromiseLeg
from tagih.config.demo import telephone
from tagih.config.demo.files import Files
from tagih.kernel import clock
from tagih.kernel.errors import Refusal
from tagih.payments import operations as payments
from tagih.payments.enums import Source
from tagih.portfolio import operations as portfolio
from tagih.portfolio.enums import LandingStatus
from tagih.portfolio.models import Contract
from tagih.sandbox.lender import core
from tagih.sandbox.lender.core import Lender

DAWN = dt.time(4, 30)
KEEPS = 0.6
SOONEST = dt.timedelta(minutes=10)
"""Nobody pays before they have promised."""
ORDER = ("customers", "contact_points", "contracts", "instalments", "clock_actions", "payments")


def at(date: dt.date, time: dt.time) -> dt.datetime:
    """This will return the instant of a wall-clock time in Jakarta."""
    return dt.datetime.combine(date, time, tzinfo=clock.WIB).astimezone(dt.UTC)


def land_files(lender: Lender, *, date: dt.date, since: dt.date | None, files: Files) -> dict[str, int]:
    """This will land the files of a dawn, delete them, and return the rows accepted by feed."""
    now = at(date, DAWN)
    written = files.of(lender, date=date, since=since)
    accepted = {}
    for feed in ORDER:
        if feed not in written:
            continue
        receipt = portfolio.receive_feed(feed=feed, path=written[feed], business_date=date, now=now)
        landing = receipt.landing
        if landing.status == LandingStatus.RECEIVED:
            landing = portfolio.land(landing_id=landing.pk, now=now, is_approved=True)
        accepted[feed] = landing.accepted or 0
    shutil.rmtree(files.folder / date.isoformat())
    return accepted


def tell_money(lender: Lender, *, date: dt.date, until: dt.datetime, most: int) -> int:
    """This will post what people pay on a date until an instant, as providers tell of it, and return how many.

    Only money of people who are worked, `most` of it: the rest comes with the files of the next dawn. Two notices name
    contracts that nobody knows, for the cashier.
    """
    told = core.notices(lender, day=date)
    notices = [notice for notice in told if dt.datetime.fromisoformat(notice["paid_at"]) <= until]
    numbers = [notice["contract_no"] for notice in notices]
    worked = set(
        Contract.objects.filter(contract_no__in=numbers, customer__cases__status="OPEN")
        .values_list("contract_no", flat=True)
    )  # fmt: skip
    chosen = [notice for notice in notices if notice["contract_no"] in worked][:most]
    strays = [
        notice | {"payment_ref": f"SALAH{date:%y%m%d}{place}", "contract_no": f"JKT-9{date:%d%m}{place:03d}"}
        for place, notice in enumerate(notices[:2])
    ]
    deliver([*chosen, *strays], until=until)
    return len(chosen) + len(strays)


def deliver(notices: list[dict[str, Any]], *, until: dt.datetime) -> None:
    """This will post notices as providers send them: together, each quarter of an hour."""
    ordered = sorted(notices, key=lambda notice: dt.datetime.fromisoformat(notice["paid_at"]))
    for quarter, group in groupby(ordered, key=lambda notice: _quarter(dt.datetime.fromisoformat(notice["paid_at"]))):
        posted = payments.post_notices(notices=list(group), source=Source.NOTICE, by=None, now=min(quarter, until))
        for told in posted:
            if isinstance(told, Refusal):
                raise told


def _quarter(instant: dt.datetime) -> dt.datetime:
    """The end of its quarter of an hour."""
    begun = instant.replace(minute=instant.minute // 15 * 15, second=0, microsecond=0)
    return begun + dt.timedelta(minutes=15)


def keep_promises(*, date: dt.date, until: dt.datetime, seed: int) -> int:
    """This will let people pay what they promised for a date, and return how many paid.

    Some three in five do. Whoever promised it to a visitor does what they meant on the telephone, not before the day
    they named. The core system never heard of the promise, nor of this money: providers tell of it, as of all other.
    """
    heard = telephone.meant()
    legs = PromiseLeg.objects.filter(due_on=date, status="OPEN", promise__status="OPEN").order_by("pk")
    legs = legs.select_related("promise__contract", "promise__case", "promise__activity")
    notices = []
    for leg in legs:
        chance = np.random.default_rng([seed, leg.pk, 3])
        keeps, minute = chance.random() < KEEPS, int(chance.integers(5, 320))
        call = leg.promise.activity.attempt_id if leg.promise.activity else None
        if call in heard:
            day = heard[call]
            keeps = day is not None and day <= date
        when = max(at(date, dt.time(9, 30)) + dt.timedelta(minutes=minute), leg.promise.made_at + SOONEST)
        contract = leg.promise.contract or _most_overdue(leg.promise.case.customer_id)
        if not keeps or when > until or contract is None:
            continue
        notices.append({
            "payment_ref": f"JANJI{leg.pk:08d}", "contract_no": contract.contract_no, "paid_at": when.isoformat(),
            "amount": str(leg.amount), "channel": "VA",
        })  # fmt: skip
    deliver(notices, until=until)
    return len(notices)


def _most_overdue(customer: int) -> Contract | None:
    return Contract.objects.filter(customer=customer, is_in_scope=True).order_by("oldest_unmet_due_on").first()
