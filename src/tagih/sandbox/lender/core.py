"""The lender's core system: what it knows on a day, and the files it writes at dawn."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from tagih.sandbox.lender import loans as loan_book
from tagih.sandbox.lender import money as cash
from tagih.sandbox.lender import people as population
from tagih.sandbox.lender.loans import PRODUCTS, Loans
from tagih.sandbox.lender.money import NEVER, Money
from tagih.sandbox.lender.people import People
from tagih.sandbox.lender.places import BRANCHES

WRITE_OFF_DAYS = 210
HISTORY_DAYS = 200


@dataclass(frozen=True, slots=True)
class Lender:
    """Everybody and everything of one seed. Make it with `open_lender`."""

    people: People
    loans: Loans
    money: Money
    pauses: dict[str, np.ndarray]
    anchor: dt.date


def open_lender(*, seed: int, customers: int, anchor: dt.date) -> Lender:
    """This will return the lender of a seed: `customers` people, loans that live around `anchor`, all money."""
    crowd = population.draw(np.random.default_rng([seed, 1]), customers, anchor)
    book = loan_book.draw(np.random.default_rng([seed, 2]), crowd, anchor, HISTORY_DAYS)
    flow = cash.draw(np.random.default_rng([seed, 3]), book)
    pauses = _pauses(np.random.default_rng([seed, 4]), len(book.tenor), anchor)
    return Lender(people=crowd, loans=book, money=flow, pauses=pauses, anchor=anchor)


def write_files(lender: Lender, *, day: dt.date, since: dt.date | None, folder: Path) -> dict[str, Path]:
    """This will write the files of the dawn of `day` and return them by feed name; feeds without rows are left out.

    Contracts are a full snapshot. All other feeds hold what is new since the files of `since` (None: everything).
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "customers": _customers(lender, day, since),
        "contact_points": _contact_points(lender, day, since),
        "contracts": _contracts(lender, day),
        "instalments": _instalments(lender, day, since),
        "payments": _payments(lender, day, since),
        "clock_actions": _clock_actions(lender, day, since),
    }
    written = {}
    for feed, table in tables.items():
        if table.num_rows:
            written[feed] = folder / f"{feed}-{day:%Y%m%d}.csv"
            csv.write_csv(table, written[feed], csv.WriteOptions(quoting_style="needed"))
    return written


def notices(lender: Lender, *, day: dt.date) -> list[dict[str, str]]:
    """This will return the money paid and recorded on `day` as a provider tells of it, reversals left out."""
    money, today = lender.money, np.datetime64(day)
    mine = (money.recorded_at.astype("datetime64[D]") == today) & (money.paid_on == today) & (money.reversal_of == "")
    return [
        {
            "payment_ref": str(money.payment_ref[index]),
            "contract_no": str(lender.loans.contract_no[money.loan[index]]),
            "paid_at": f"{money.recorded_at[index]}+00:00",
            "amount": f"{money.amount[index]}.00",
            "channel": str(money.channel[index]),
        }
        for index in np.flatnonzero(mine)
    ]


def _customers(lender: Lender, day: dt.date, since: dt.date | None) -> pa.Table:
    people, new = lender.people, _new_people(lender, day, since)
    late = np.isnat(people.deceased_on[new]) | (people.deceased_on[new] >= np.datetime64(day))
    return _table(
        customer_no=people.customer_no[new],
        full_name=people.full_name[new],
        identity_type=np.full(len(new), "NIK"),
        identity_no=people.identity_no[new],
        birth_date=people.birth_date[new].astype(str),
        gender=people.gender[new],
        language=np.full(len(new), "id"),
        occupation=people.occupation[new],
        vulnerable=np.where(people.vulnerable[new], "true", "false"),
        deceased_on=np.where(late, "", people.deceased_on[new].astype(str)),
    )


def _contact_points(lender: Lender, day: dt.date, since: dt.date | None) -> pa.Table:
    points = lender.people.points
    mine = np.isin(points["person"], _new_people(lender, day, since))
    columns = {name: points[name][mine] for name in points if name != "person"}
    columns["obtained_on"] = columns["obtained_on"].astype(str)
    columns["source"] = np.full(mine.sum(), "APLIKASI")
    return _table(customer_no=lender.people.customer_no[points["person"][mine]], **columns)


def _contracts(lender: Lender, day: dt.date) -> pa.Table:
    loans, today = lender.loans, np.datetime64(day)
    status, left = _standing(lender, today)
    shown = np.flatnonzero((loans.disbursed_on < today) & _shown(lender))
    kind = loans.product[shown]
    return _table(
        contract_no=loans.contract_no[shown],
        customer_no=lender.people.customer_no[loans.person[shown]],
        product=np.array([product.code for product in PRODUCTS])[kind],
        branch=np.array([branch.code for branch in BRANCHES])[lender.people.branch[loans.person[shown]]],
        currency=np.full(len(shown), "IDR"),
        disbursed_on=loans.disbursed_on[shown].astype(str),
        principal=_rupiah(loans.principal[shown]),
        tenor=loans.tenor[shown],
        instalment_amount=_rupiah(loans.instalment[shown]),
        due_day=loans.due_day[shown],
        outstanding_principal=_rupiah(left[shown]),
        status=status[shown],
        collateral_type=np.array([product.collateral for product in PRODUCTS])[kind],
        collateral_no=loans.collateral_no[shown],
        fiducia_no=loans.fiducia_no[shown],
        fiducia_on=np.where(loans.fiducia_no[shown] == "", "", (loans.disbursed_on[shown] + 21).astype(str)),
        score=np.char.mod("%.4f", loans.score[shown]),
        penalty_daily_rate=np.array([product.penalty_daily_rate for product in PRODUCTS])[kind],
    )


def _standing(lender: Lender, today: np.datetime64) -> tuple[np.ndarray, np.ndarray]:
    """Status and principal outstanding of every loan at dawn of `today`."""
    loans, settled = lender.loans, lender.money.settled
    exists = ~np.isnat(loans.due)
    unmet = exists & (settled >= today)
    left = np.where(unmet, loans.due_principal, 0).sum(axis=1)
    oldest = np.where(unmet, loans.due, NEVER).min(axis=1)
    behind = (today - oldest).astype(int)
    status = np.where(~unmet.any(axis=1), "CLOSED", np.where(behind > WRITE_OFF_DAYS, "WRITTEN_OFF", "ACTIVE"))
    return status, left


def _instalments(lender: Lender, day: dt.date, since: dt.date | None) -> pa.Table:
    loans, new = lender.loans, _new_loans(lender, day, since)
    row, step = np.nonzero(~np.isnat(loans.due[new]))
    loan = new[row]
    return _table(
        contract_no=loans.contract_no[loan],
        number=step + 1,
        due_date=loans.due[loan, step].astype(str),
        principal=_rupiah(loans.due_principal[loan, step]),
        interest=_rupiah(loans.due_interest[loan, step]),
    )


def _payments(lender: Lender, day: dt.date, since: dt.date | None) -> pa.Table:
    money = lender.money
    known = money.recorded_at < np.datetime64(day).astype("datetime64[s]")
    if since is not None:
        known &= money.recorded_at >= np.datetime64(since).astype("datetime64[s]")
    mine = np.flatnonzero(known & _shown(lender)[money.loan])
    return _table(
        payment_ref=money.payment_ref[mine],
        contract_no=lender.loans.contract_no[money.loan[mine]],
        paid_on=money.paid_on[mine].astype(str),
        amount=_rupiah(money.amount[mine]),
        channel=money.channel[mine],
        reversal_of=money.reversal_of[mine],
        recorded_at=np.char.add(money.recorded_at[mine].astype(str), "+00:00"),
    )


def _clock_actions(lender: Lender, day: dt.date, since: dt.date | None) -> pa.Table:
    pauses = lender.pauses
    mine = pauses["start"] < np.datetime64(day)
    if since is not None:
        mine &= pauses["start"] >= np.datetime64(since)
    mine &= _shown(lender)[pauses["loan"]]
    return _table(
        contract_no=lender.loans.contract_no[pauses["loan"][mine]],
        start_date=pauses["start"][mine].astype(str),
        end_date=pauses["end"][mine].astype(str),
        reason=np.full(mine.sum(), "BENCANA"),
    )


def _pauses(rng: np.random.Generator, count: int, anchor: dt.date) -> dict[str, np.ndarray]:
    """A flood: the clock of some loans stands still for two or three weeks."""
    loan = np.flatnonzero(rng.random(count) < 0.004)
    start = np.datetime64(anchor, "D") - rng.integers(5, 120, len(loan))
    return {"loan": loan, "start": start, "end": start + rng.choice([14, 21], len(loan))}


def _shown(lender: Lender) -> np.ndarray:
    """Loans that the files show, also once they are closed: all but those that ended before the history."""
    loans = lender.loans
    ended = lender.money.settled[np.arange(len(loans.tenor)), loans.tenor - 1]
    return ended > np.datetime64(lender.anchor) - HISTORY_DAYS


def _new_loans(lender: Lender, day: dt.date, since: dt.date | None) -> np.ndarray:
    new = (lender.loans.disbursed_on < np.datetime64(day)) & _shown(lender)
    if since is not None:
        new &= lender.loans.disbursed_on >= np.datetime64(since)
    return np.flatnonzero(new)


def _new_people(lender: Lender, day: dt.date, since: dt.date | None) -> np.ndarray:
    """People whose first loan was paid out in the period."""
    shown = _shown(lender)
    first = np.full(len(lender.people.customer_no), NEVER)
    np.minimum.at(first, lender.loans.person[shown], lender.loans.disbursed_on[shown])
    new = first < np.datetime64(day)
    if since is not None:
        new &= first >= np.datetime64(since)
    return np.flatnonzero(new)


def _rupiah(amounts: np.ndarray) -> np.ndarray:
    return amounts.astype(np.int64)


def _table(**columns: np.ndarray) -> pa.Table:
    """A table in which empty text is no value at all."""
    return pa.table(
        {
            name: pa.array(values, mask=values == "" if values.dtype.kind in "UO" else None)
            for name, values in columns.items()
        }
    )
