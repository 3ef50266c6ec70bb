"""Files that the town's core system writes at dawn, with the dirt of real ones, and the notices of its providers."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv

from tagih.sandbox.lender.places import BRANCHES
from tagih.sandbox.town import town as life
from tagih.sandbox.town.book import NEVER, date_of, day_number
from tagih.sandbox.town.ledger import Movement
from tagih.sandbox.town.state import Town

TOLD_AFTER = 21
"""Days until the office hears of a death."""


def write_files(town: Town, *, day: dt.date, since: dt.date | None, folder: Path) -> dict[str, Path]:
    """This will write the files of the dawn of `day` and return them by feed; those without rows are left out.

    Contracts are a snapshot; all other feeds hold what is new since the dawn of `since` (None: everything). Each
    payment is in one file: days are asked for in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    today, before = day_number(day), day_number(since) if since else None
    moves = town.ledger.filed(life.dawn(today))
    tables = {
        "customers": _customers(town, today, before),
        "contracts": _contracts(town, today),
        "clock_actions": _clock_actions(town, today, before),
        "payments": _payments(moves),
    }
    if since is None:
        tables |= {"contact_points": _contact_points(town), "instalments": _instalments(town)}
    written = {}
    for feed, table in tables.items():
        if table.num_rows:
            written[feed] = folder / f"{feed}-{day:%Y%m%d}.csv"
            csv.write_csv(table, written[feed], csv.WriteOptions(quoting_style="needed"))
    return written


def notices(town: Town, *, until: int) -> list[dict[str, Any]]:
    """This will return, once, what providers tell before an instant (in seconds since 1970), some of it twice."""
    return [notice(move) for move in town.ledger.spoken(until) for _time in range(2 if move.is_twice else 1)]


def notice(move: Movement) -> dict[str, Any]:
    """This will return a movement as a provider tells of it."""
    at = dt.datetime.fromtimestamp(move.at, dt.UTC)
    told = {
        "payment_ref": move.ref, "contract_no": move.number, "paid_at": at.isoformat(), "amount": f"{move.amount}.00",
        "channel": move.channel,
    }  # fmt: skip
    return told | ({"reversal_of": move.reversal_of} if move.reversal_of else {})


def _customers(town: Town, today: int, before: int | None) -> pa.Table:
    people, dead = town.folk.people, town.state.dead_on
    known = (dead < NEVER) & (dead + TOLD_AFTER < today)
    rows = np.arange(len(dead)) if before is None else np.flatnonzero(known & (dead + TOLD_AFTER >= before))
    died = np.where(known[rows], np.minimum(dead[rows], today).astype("datetime64[D]").astype(str), "")
    return pa.table(
        {
            "customer_no": people.customer_no[rows],
            "full_name": people.full_name[rows],
            "identity_type": np.full(len(rows), "NIK"),
            "identity_no": people.identity_no[rows],
            "birth_date": people.birth_date[rows].astype(str),
            "gender": people.gender[rows],
            "language": np.full(len(rows), "id"),
            "occupation": people.occupation[rows],
            "vulnerable": np.where(people.vulnerable[rows], "true", "false"),
            "deceased_on": died,
        }
    )


def _contact_points(town: Town) -> pa.Table:
    told = {name: values for name, values in town.folk.people.points.items() if name != "person"}
    told["obtained_on"] = told["obtained_on"].astype(str)
    told["source"] = np.full(len(told["kind"]), "APLIKASI")
    return pa.table({"customer_no": town.folk.people.customer_no[town.folk.points.person]} | told)


def _contracts(town: Town, today: int) -> pa.Table:
    loans, products = town.loans, town.parameters.book.products
    paid = town.ledger.told
    is_met = life.met(loans, paid)
    left = np.maximum(loans.tenor - loans.first + 1 - is_met, 0) * loans.principal_part
    late = life.days_late(town, today, paid)
    status = np.where(left == 0, "CLOSED", np.where(late > life.WRITE_OFF_DAYS, "WRITTEN_OFF", "ACTIVE"))
    fiducia_on = (loans.disbursed_on + 21).astype("datetime64[D]").astype(str)
    branch = np.array([place.code for place in BRANCHES])[town.folk.people.branch[loans.person]]
    disbursed = loans.disbursed_on.astype("datetime64[D]")
    return pa.table(
        {
            "contract_no": loans.contract_no,
            "customer_no": town.folk.people.customer_no[loans.person],
            "product": np.array([product.code for product in products])[loans.product],
            "branch": branch,
            "currency": np.full(len(paid), "IDR"),
            "disbursed_on": disbursed.astype(str),
            "principal": loans.principal,
            "tenor": loans.tenor,
            "instalment_amount": loans.instalment,
            "due_day": (disbursed - disbursed.astype("datetime64[M]")).astype(int) + 1,
            "outstanding_principal": left,
            "status": status,
            "collateral_type": np.array([product.collateral for product in products])[loans.product],
            "collateral_no": loans.collateral_no,
            "fiducia_no": loans.fiducia_no,
            "fiducia_on": np.where(loans.fiducia_no == "", "", fiducia_on),
            "score": np.char.mod("%.4f", loans.score),
        }
    )


def _instalments(town: Town) -> pa.Table:
    loans = town.loans
    loan, step = np.nonzero(loans.due < NEVER)
    part = loans.principal_part[loan]
    return pa.table(
        {
            "contract_no": loans.contract_no[loan],
            "number": loans.first[loan] + step,
            "due_date": loans.due[loan, step].astype("datetime64[D]").astype(str),
            "principal": part,
            "interest": loans.instalment[loan] - part,
        }
    )


def _payments(moves: list[Movement]) -> pa.Table:
    when = [dt.datetime.fromtimestamp(move.recorded, dt.UTC).isoformat() for move in moves]
    return pa.table(
        {
            "payment_ref": [move.ref for move in moves],
            "contract_no": [move.number for move in moves],
            "paid_on": [date_of(move.day).isoformat() for move in moves],
            "amount": [str(move.amount) for move in moves],
            "channel": [move.channel for move in moves],
            "reversal_of": [move.reversal_of for move in moves],
            "recorded_at": when,
        }
    )


def _clock_actions(town: Town, today: int, before: int | None) -> pa.Table:
    """A flood: the clock of the struck stands still, as the lender decides on the day after."""
    life_of, empty = town.parameters.life, np.array([], dtype=int)
    begins = town.first + life_of.disaster_on + 1
    is_new = life_of.disaster_on >= 0 and begins <= today and (before is None or begins > before)
    rows = np.flatnonzero(town.state.struck_until[town.loans.person] > today) if is_new else empty
    return pa.table(
        {
            "contract_no": town.loans.contract_no[rows],
            "start_date": np.full(len(rows), date_of(begins).isoformat()),
            "end_date": np.full(len(rows), date_of(begins + 14).isoformat()),
            "reason": np.full(len(rows), "BENCANA"),
        }
    )
