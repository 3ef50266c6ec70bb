"""Who pays today, how much, by which way, and when the lender hears of it."""

from dataclasses import replace

import numpy as np

from tagih.sandbox.town.ledger import Movement
from tagih.sandbox.town.state import Town

OPENS, CLOSES = 6 * 3600, 22 * 3600
WIB_SECONDS = 7 * 3600
CORRECTED_AFTER = 2 * 86_400


def pay(town: Town, day: int) -> None:
    """This will let everybody decide about each of their loans, the latest first in line by rank."""
    for rank in range(town.loans.of_person.shape[1]):
        people = np.flatnonzero(town.loans.of_person[:, rank] >= 0)
        loans = town.loans.of_person[people, rank]
        _pay_rank(town, day, people, loans, rank)


def pay_now(town: Town, person: int, at: int) -> bool:
    """This will let a person pay what is due soon after a call, if the purse allows; tell whether money moved."""
    loans = town.loans.of_person[person]
    loans = loans[loans >= 0]
    people = np.full(len(loans), person)
    want, _late = _wanted(town, town.day, loans)
    can = np.minimum(want, (town.state.purse[person] // town.loans.instalment[loans]).astype(int))
    chosen = np.flatnonzero(can > 0)[:1]
    if not len(chosen):
        return False
    amount = (can * town.loans.instalment[loans])[chosen]
    _book(town, town.day, people[chosen], loans[chosen], amount, turn=7, at=np.array([at]))
    return True


def _pay_rank(town: Town, day: int, people: np.ndarray, loans: np.ndarray, rank: int) -> None:
    state, traits, habit, chance = town.state, town.folk.traits, town.parameters.habit, town.chance
    want, late = _wanted(town, day, loans)
    own = habit.thinks_daily * (1 - traits.forgetful[people])
    attention = 1 - (1 - own) * (1 - state.memory[people])
    will = traits.willing[people] * np.exp(-town.parameters.talk.annoyance_weight * state.annoyance[people])
    will = will * np.exp(-np.maximum(late, 0) / habit.fades_days)
    keeps = (state.promised_on[people] > 0) & (state.promised_on[people] <= day) & state.means_it[people]
    chosen = chance.uniform("pays", day, rank)[people] < np.where(keeps, 0.95, attention * will)
    chosen &= (want > 0) & (state.dead_on[people] > day)
    instalment = town.loans.instalment[loans]
    purse = state.purse[people]
    whole = np.minimum(want, (purse // instalment).astype(int)) * instalment
    part = np.floor(purse / 10_000) * 10_000
    is_part = (whole == 0) & (part >= 0.3 * instalment) & (part < instalment)
    is_part &= keeps | (chance.uniform("part", day, rank)[people] < habit.part_share)
    rounded = np.ceil(whole / 50_000) * 50_000
    rounds = (chance.uniform("rounds", day, rank)[people] < habit.rounds_up) & (rounded <= purse)
    amount = np.where(rounds, rounded, whole)
    owed = want * instalment - town.state.paid[loans] % instalment
    amount = np.where((amount > owed) & ~rounds, np.maximum(owed, 0), amount)
    amount = np.where(is_part, part, amount).astype(np.int64)
    mine = np.flatnonzero(chosen & (amount > 0))
    _book(town, day, people[mine], loans[mine], amount[mine], turn=rank)


def _wanted(town: Town, day: int, loans: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many instalments ask for money today (due within some days, or late), and how late the oldest is."""
    book = town.loans
    is_met = np.minimum(town.state.paid[loans] // book.instalment[loans], book.count[loans])
    soon = (book.due[loans] <= day + town.parameters.habit.days_before).sum(axis=1)
    return np.maximum(soon - is_met, 0), day - book.due[loans, is_met]


def _book(
    town: Town, day: int, people: np.ndarray, loans: np.ndarray, amount: np.ndarray, *, turn: int,
    at: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Takes the money from the purse and writes what the core and the providers will say of it."""
    state, chance, money = town.state, town.chance, town.parameters.money
    state.purse[people] -= amount
    state.paid[loans] += amount
    state.last_paid[people] = day
    state.promised_on[people] = 0
    draws = {name: chance.uniform(name, day, turn)[people] for name in
             ("channel", "second", "told", "late", "delay", "twice", "reversed", "wrong")}  # fmt: skip
    cuts = np.cumsum([channel.share for channel in money.channels])
    way = np.searchsorted(cuts / cuts[-1], draws["channel"], side="right").clip(0, len(cuts) - 1)
    seconds = day * 86_400 + OPENS - WIB_SECONDS + (draws["second"] * (CLOSES - OPENS)).astype(int)
    seconds = seconds if at is None else at
    delay = np.array([channel.delay_s for channel in money.channels])[way] * -np.log1p(-0.98 * draws["delay"])
    is_late = draws["late"] < np.array([channel.day_late for channel in money.channels])[way]
    recorded = seconds + 1 + delay.astype(int) + np.where(is_late, 86_400, 0)
    is_told = draws["told"] < np.array([channel.told_at_once for channel in money.channels])[way]
    for index, loan in enumerate(loans):
        _write(
            town, Movement(
                ref=f"B{day:05d}{loan + 1:07d}{turn}", loan=int(loan), number=str(town.loans.contract_no[loan]),
                day=day, at=int(seconds[index]), recorded=int(recorded[index]), amount=int(amount[index]),
                channel=money.channels[way[index]].code, is_told=bool(is_told[index] and not is_late[index]),
                is_twice=bool(draws["twice"][index] < money.told_twice), reversal_of="",
            ),
            is_reversed=bool(draws["reversed"][index] < money.reversed),
            is_wrong=bool(draws["wrong"][index] < money.wrong_reference),
        )  # fmt: skip


def _write(town: Town, move: Movement, *, is_reversed: bool, is_wrong: bool) -> None:
    """A wrong reference lies in suspense until the core corrects it; a reversal gives the money back."""
    if is_wrong:
        wrong = replace(move, number=f"{move.number[:4]}9{move.number[5:]}")
        again = move.recorded + CORRECTED_AFTER
        day = (again + WIB_SECONDS) // 86_400
        back = replace(wrong, ref=wrong.ref + "K", reversal_of=wrong.ref, recorded=again, at=again, day=day,
                       is_told=False)  # fmt: skip
        right = replace(move, ref=move.ref + "U", recorded=again, is_told=False)
        town.ledger.move(wrong, back, right)
        return
    town.ledger.move(move)
    if is_reversed:
        again = move.recorded + 26_000
        day = (again + WIB_SECONDS) // 86_400
        town.ledger.move(replace(move, ref=move.ref + "R", reversal_of=move.ref, recorded=again, at=again, day=day))
        town.state.paid[move.loan] -= move.amount
