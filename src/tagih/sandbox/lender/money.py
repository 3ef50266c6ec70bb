"""How people pay: habits, channels, part payments, late charges, reversals, money that is told of late."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from tagih.sandbox.lender.loans import PRODUCTS, Loans

PUNCTUAL, FORGETFUL, PAYDAY, ROLLING, STOPPING = range(5)
HABITS = [0.605, 0.22, 0.10, 0.04, 0.035]
CHANNELS = ("VA", "RETAIL", "CASH", "EWALLET")
NEVER = np.datetime64("2999-12-31", "D")


@dataclass(frozen=True, slots=True)
class Money:
    """Payments, one array per column, in the order in which they were recorded."""

    payment_ref: np.ndarray
    loan: np.ndarray
    paid_on: np.ndarray
    recorded_at: np.ndarray  # datetime64[s], UTC
    amount: np.ndarray
    channel: np.ndarray
    reversal_of: np.ndarray
    settled: np.ndarray  # matrix contract by instalment: the day on which it was met, NEVER if it is not


def draw(rng: np.random.Generator, loans: Loans) -> Money:
    """This will return all money that ever comes, past and future; a file takes what is known by its day."""
    habit = rng.choice(len(HABITS), len(loans.tenor), p=HABITS)
    settled = _settled(rng, loans, habit)
    loan, step = np.nonzero(settled < NEVER)
    due, paid = loans.due[loan, step], settled[loan, step]
    late = np.maximum((paid - due).astype(int), 0)
    bill = loans.due_principal[loan, step] + loans.due_interest[loan, step]
    rates = [int(Decimal(kind.penalty_daily_rate or 0) * 10_000) for kind in PRODUCTS]
    asked = bill * np.array(rates)[loans.product[loan]] * late  # ten thousandths of a rupiah
    charge = -(-asked // (10_000 * 500)) * 500
    charge[(late > 0) & (rng.random(len(late)) < 0.01)] = 0
    amount = bill + charge
    columns = {"loan": loan, "paid_on": paid, "amount": amount}
    columns = _in_parts(rng, columns, late)
    return _told(rng, columns, settled)


def _settled(rng: np.random.Generator, loans: Loans, habit: np.ndarray) -> np.ndarray:
    """When each instalment is paid, by habit; nobody pays a later instalment before an earlier one."""
    shape = loans.due.shape
    noise = rng.normal(0, 1, shape)
    lag = np.select(
        [(habit == kind)[:, None] for kind in range(5)],
        [
            np.where(rng.random(shape) < 0.025, rng.integers(1, 9, shape), np.clip(-2 + 2 * noise, -12, 0)),
            np.clip(rng.exponential(4.5, shape) - 1.5, -3, 29),
            np.clip(7 + 5 * noise, 0, 28),
            np.clip(np.cumsum(2 + 12 * noise, axis=1), 0, 110),
            np.clip(-1 + 3 * noise, -6, 9),
        ],
    )
    when = loans.due + np.round(np.nan_to_num(lag)).astype(int)
    when[np.isnat(loans.due)] = NEVER
    stop = (rng.random(len(habit)) * loans.tenor * 1.3).astype(int)
    never = (habit == STOPPING)[:, None] & (np.arange(shape[1])[None, :] >= stop[:, None])
    returns = rng.random(len(habit)) < 0.18
    pause = rng.integers(45, 150, len(habit))
    back = when[np.arange(len(habit)), np.minimum(stop, loans.tenor - 1)] + pause
    when = np.where(never, np.where(returns[:, None], np.maximum(when, back[:, None]), NEVER), when)
    when = np.maximum(when, loans.disbursed_on[:, None] + 1)
    return np.where(np.isnat(loans.due), NEVER, np.maximum.accumulate(when, axis=1))


def _in_parts(rng: np.random.Generator, columns: dict[str, np.ndarray], late: np.ndarray) -> dict[str, np.ndarray]:
    """Some who are late pay a part some days before the rest."""
    parts = (late > 6) & (rng.random(len(late)) < 0.07)
    share = rng.choice([0.3, 0.4, 0.5], parts.sum())
    first = np.floor(columns["amount"][parts] * share / 10_000).astype(np.int64) * 10_000
    some = first > 0
    index = np.flatnonzero(parts)[some]
    early = {name: values[index].copy() for name, values in columns.items()}
    early["amount"] = first[some]
    early["paid_on"] = early["paid_on"] - rng.integers(2, 6, len(index))
    rest = columns["amount"].copy()
    rest[index] -= first[some]
    columns = columns | {"amount": rest}
    return {name: np.concatenate([columns[name], early[name]]) for name in columns}


def _told(rng: np.random.Generator, columns: dict[str, np.ndarray], settled: np.ndarray) -> Money:
    """Channel, the instant of recording (retail outlets are sometimes late), references, reversals."""
    count = len(columns["loan"])
    channel = rng.choice(CHANNELS, count, p=[0.55, 0.22, 0.11, 0.12])
    second = rng.integers(0, 12 * 3600, count)  # from 00:00 to 12:00 UTC is 07:00 to 19:00 in Jakarta
    delay = np.where((channel == "RETAIL") & (rng.random(count) < 0.1), rng.integers(1, 4, count), 0)
    recorded = (columns["paid_on"] + delay).astype("datetime64[s]") + second
    undone = np.flatnonzero(rng.random(count) < 0.0012)
    again = undone.copy()
    order = np.argsort(np.concatenate([recorded, recorded[undone] + 26_000, recorded[again] + 90_000]), kind="stable")
    source = np.concatenate([np.arange(count), undone, again])
    number = np.empty(len(source), dtype=np.int64)
    number[order] = np.arange(1, len(source) + 1)
    reference = np.char.add("BYR", np.char.zfill(number.astype(str), 9))
    reversal_of = np.full(len(source), "", dtype=reference.dtype)
    reversal_of[count : count + len(undone)] = reference[undone]
    when = np.concatenate([recorded, recorded[undone] + 26_000, recorded[again] + 90_000])
    paid_on = columns["paid_on"][source]
    paid_on[count:] = when[count:].astype("datetime64[D]")
    return Money(
        payment_ref=reference[order],
        loan=columns["loan"][source][order],
        paid_on=paid_on[order],
        recorded_at=when[order],
        amount=columns["amount"][source][order],
        channel=channel[source][order],
        reversal_of=reversal_of[order],
        settled=settled,
    )
