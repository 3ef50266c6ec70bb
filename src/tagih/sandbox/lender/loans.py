"""Loans and their schedules: motorcycles, cars, electronics, multipurpose loans, at a flat rate as dealers quote it."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tagih.sandbox.lender.people import People
from tagih.sandbox.lender.places import BRANCHES


@dataclass(frozen=True, slots=True)
class Product:
    code: str
    name: str
    weight: float
    price: tuple[int, int]  # rupiah
    tenors: tuple[int, ...]
    flat_rate: float  # a year
    penalty_daily_rate: str  # "" where lateness costs nothing
    collateral: str


PRODUCTS = (
    Product("MOTOR-BARU", "Motor baru", 0.40, (14_000_000, 32_000_000), (11, 17, 23, 29), 0.24, "", "MOTOR"),
    Product("MOTOR-BEKAS", "Motor bekas", 0.19, (6_000_000, 15_000_000), (11, 17, 23), 0.29, "0.005", "MOTOR"),
    Product("MOBIL-BEKAS", "Mobil bekas", 0.13, (70_000_000, 220_000_000), (24, 36, 48), 0.12, "", "MOBIL"),
    Product("ELEKTRONIK", "Elektronik", 0.20, (2_000_000, 9_000_000), (6, 9, 12, 15), 0.36, "", "ELEKTRONIK"),
    Product("MULTIGUNA", "Multiguna", 0.08, (5_000_000, 30_000_000), (12, 18, 24), 0.26, "0.003", "MOTOR"),
)


@dataclass(frozen=True, slots=True)
class Loans:
    """One array per column; the index is the contract. Schedules are matrices: contract by instalment."""

    contract_no: np.ndarray
    person: np.ndarray
    product: np.ndarray  # index into PRODUCTS
    disbursed_on: np.ndarray
    principal: np.ndarray
    tenor: np.ndarray
    instalment: np.ndarray
    due_day: np.ndarray
    collateral_no: np.ndarray
    fiducia_no: np.ndarray
    score: np.ndarray
    due: np.ndarray  # datetime64[D], NaT past the tenor
    due_principal: np.ndarray
    due_interest: np.ndarray


def draw(rng: np.random.Generator, people: People, anchor: dt.date, history_days: int) -> Loans:
    """This will return every loan that lives at some time of the `history_days` before `anchor`."""
    per_person = rng.choice([1, 2, 3], len(people.customer_no), p=[0.76, 0.19, 0.05])
    person = np.repeat(np.arange(len(people.customer_no)), per_person)
    count = len(person)
    product = rng.choice(len(PRODUCTS), count, p=[product.weight for product in PRODUCTS])
    tenor, price = np.zeros(count, int), np.zeros(count)
    for index, kind in enumerate(PRODUCTS):
        mine = product == index
        tenor[mine] = rng.choice(kind.tenors, mine.sum())
        price[mine] = rng.integers(kind.price[0] // 100_000, kind.price[1] // 100_000, mine.sum()) * 100_000
    oldest = tenor * 30 + history_days * 3 // 4  # some have ended during the history
    age = (rng.random(count) * oldest).astype(int) + 1
    disbursed = np.datetime64(anchor, "D") - age
    rate = np.array([kind.flat_rate for kind in PRODUCTS])[product]
    instalment = np.ceil(price * (1 + rate * tenor / 12) / tenor / 1000) * 1000
    due_day = (disbursed - disbursed.astype("datetime64[M]")).astype(int) + 1
    due, due_principal, due_interest = _schedule(disbursed, due_day, tenor, price, instalment)
    number = np.char.zfill(np.arange(1, count + 1).astype(str), 8)
    branch = people.branch[person]
    code = np.array([place.code for place in BRANCHES])[branch]
    return Loans(
        contract_no=np.char.add(np.char.add(code, "-"), number),
        person=person,
        product=product,
        disbursed_on=disbursed,
        principal=price.astype(np.int64),
        tenor=tenor,
        instalment=instalment.astype(np.int64),
        due_day=due_day,
        collateral_no=_collateral(rng, product, branch),
        fiducia_no=_fiducia(rng, product, number),
        score=np.round(rng.beta(5, 2, count), 4),
        due=due,
        due_principal=due_principal,
        due_interest=due_interest,
    )


def _schedule(
    disbursed: np.ndarray, due_day: np.ndarray, tenor: np.ndarray, price: np.ndarray, instalment: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Due on the same day of each month, on the last day of a shorter one; equal parts, the rest in the last one."""
    step = np.arange(tenor.max())
    exists = step[None, :] < tenor[:, None]
    month = disbursed.astype("datetime64[M]")[:, None] + step[None, :] + 1
    length = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int)
    due = month.astype("datetime64[D]") + np.minimum(due_day[:, None], length) - 1
    due[~exists] = np.datetime64("NaT")
    part = np.floor(price / tenor).astype(np.int64)
    principal = np.where(exists, part[:, None], 0)
    rows = np.arange(len(tenor))
    principal[rows, tenor - 1] = price.astype(np.int64) - part * (tenor - 1)
    interest = np.where(exists, instalment.astype(np.int64)[:, None] - principal, 0)
    return due, principal, np.maximum(interest, 0)


def _collateral(rng: np.random.Generator, product: np.ndarray, branch: np.ndarray) -> np.ndarray:
    """Number plates that end in ZZ and a letter, serial numbers for electronics."""
    count = len(product)
    first = np.array([place.plate for place in BRANCHES])[branch]
    letters = np.array(list("ABCDEFGHJKLMNPRSTUVWXY"))
    plate = np.char.add(np.char.add(first, " "), rng.integers(1000, 9999, count).astype(str))
    plate = np.char.add(np.char.add(plate, " ZZ"), rng.choice(letters, count))
    serial = np.char.add("SN-CONTOH-", np.char.zfill(rng.integers(0, 10**7, count).astype(str), 7))
    is_electronic = np.array([kind.collateral == "ELEKTRONIK" for kind in PRODUCTS])[product]
    return np.where(is_electronic, serial, plate)


def _fiducia(rng: np.random.Generator, product: np.ndarray, number: np.ndarray) -> np.ndarray:
    has = np.array([kind.collateral != "ELEKTRONIK" for kind in PRODUCTS])[product] & (rng.random(len(product)) < 0.93)
    return np.where(has, np.char.add("W00.CONTOH.", number), "")
