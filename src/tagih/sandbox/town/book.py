"""The loans of a town: equal instalments on the same day of each month, one schedule window by contract."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tagih.sandbox.lender.places import BRANCHES
from tagih.sandbox.town.chance import Chance
from tagih.sandbox.town.folk import Folk
from tagih.sandbox.town.parameters import Parameters

AHEAD_DAYS = 75
"""How far beyond the run the core system writes schedules."""
NEVER = 2**30


@dataclass(frozen=True, slots=True)
class Loans:
    """One array per column; the index is the contract. Days are counted from 1970, money is whole rupiah."""

    contract_no: np.ndarray
    person: np.ndarray
    product: np.ndarray  # place in the town's products
    disbursed_on: np.ndarray
    principal: np.ndarray
    tenor: np.ndarray
    instalment: np.ndarray
    principal_part: np.ndarray
    collateral_no: np.ndarray
    fiducia_no: np.ndarray
    score: np.ndarray
    first: np.ndarray  # number of the first instalment of the window
    count: np.ndarray  # instalments in the window
    due: np.ndarray  # contract by instalment of the window; NEVER past its end
    of_person: np.ndarray  # person by rank: place of the loan, -1 for none


def draw(parameters: Parameters, chance: Chance, folk: Folk, *, first: int, last: int) -> Loans:
    """This will return the loans that live on the day `first`, with schedules from the history to after `last`."""
    book = parameters.book
    cuts = np.cumsum(book.loans_per_person)
    number = 1 + np.searchsorted(cuts / cuts[-1], chance.uniform("loans"), side="right").clip(0, len(cuts) - 1)
    ranks = [np.flatnonzero(number > rank) for rank in range(len(cuts))]
    parts = [_of_rank(parameters, chance, folk, people, rank, first) for rank, people in enumerate(ranks)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    total = len(columns["person"])
    code = np.array([place.code for place in BRANCHES])[folk.people.branch[columns["person"]]]
    serial = np.char.zfill(np.arange(1, total + 1).astype(str), 8)
    has_paper = np.array([bool(product.collateral) for product in book.products])[columns["product"]]
    due, first_number, count = _window(columns, first - book.history_days, last + AHEAD_DAYS)
    of_person = np.full((chance.count, len(cuts)), -1)
    start = 0
    for rank, people in enumerate(ranks):
        of_person[people, rank] = start + np.arange(len(people))
        start += len(people)
    return Loans(
        contract_no=np.char.add(np.char.add(code, "-"), serial), first=first_number, count=count, due=due,
        of_person=of_person, collateral_no=np.where(has_paper, np.char.add("B ZZ ", serial), ""),
        fiducia_no=np.where(has_paper, np.char.add("W00.CONTOH.", serial), ""), **columns,
    )  # fmt: skip


def _of_rank(
    parameters: Parameters, chance: Chance, folk: Folk, people: np.ndarray, rank: int, first: int
) -> dict[str, np.ndarray]:
    products = parameters.book.products

    def drawn(purpose: str) -> np.ndarray:
        return chance.uniform(purpose, turn=rank)[people]

    shares = np.cumsum([product.share for product in products])
    kind = np.searchsorted(shares / shares[-1], drawn("product"), side="right").clip(0, len(products) - 1)
    tenors = [np.array(product.tenors) for product in products]
    tenor = np.array([tenors[k][int(u * len(tenors[k]))] for k, u in zip(kind, drawn("tenor"), strict=True)], int)
    low = np.array([product.price[0] for product in products])[kind]
    high = np.array([product.price[1] for product in products])[kind]
    price = np.round((low + drawn("price") * (high - low)) / 100_000) * 100_000
    part = np.floor(np.maximum(price, 100_000) / np.maximum(tenor, 1)).astype(np.int64)
    rate = np.array([product.flat_rate for product in products])[kind]
    instalment = (np.ceil(price * (1 + rate * tenor / 12) / np.maximum(tenor, 1) / 1000) * 1000).astype(np.int64)
    age = 10 + (drawn("age") * (tenor * 30 - 15)).astype(int)
    quality = folk.traits.willing[people] * np.minimum(folk.traits.cash[people], 3) / 3
    return {
        "person": people,
        "product": kind,
        "disbursed_on": first - age,
        "principal": part * tenor,
        "tenor": tenor,
        "instalment": np.maximum(instalment, part),
        "principal_part": part,
        "score": np.round(np.clip(0.6 * quality + 0.4 * drawn("score"), 0, 1), 4),
    }


def _window(columns: dict[str, np.ndarray], begins: int, ends: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Due days between two days, on the day of disbursement or the last day of a shorter month."""
    disbursed = columns["disbursed_on"].astype("datetime64[D]")
    month = disbursed.astype("datetime64[M]")
    day = (disbursed - month.astype("datetime64[D]")).astype(int)
    step = np.arange(1, columns["tenor"].max() + 1)
    later = month[:, None] + step[None, :]
    length = ((later + 1).astype("datetime64[D]") - later.astype("datetime64[D]")).astype(int)
    due = later.astype("datetime64[D]").astype(int) + np.minimum(day[:, None], length - 1)
    inside = (due >= begins) & (due <= ends) & (step[None, :] <= columns["tenor"][:, None])
    count = inside.sum(axis=1)
    first = np.where(count > 0, inside.argmax(axis=1) + 1, columns["tenor"])
    place = (first - 1)[:, None] + np.arange(count.max() + 1)[None, :]
    window = np.take_along_axis(due, np.minimum(place, due.shape[1] - 1), axis=1)
    window[np.arange(count.max() + 1)[None, :] >= count[:, None]] = NEVER
    return window, first, count


def day_number(date: dt.date) -> int:
    """This will count the days from 1 January 1970."""
    return (date - dt.date(1970, 1, 1)).days


def date_of(number: int) -> dt.date:
    """This will be the date of a day's number."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(number))
