"""The policy `optimiser` of a town by list: Tagih's value of a talk, fed with what a lender has written down.

Known are the files (contracts, schedules, the lender's score), the money that the core recorded, and what came of each
call. Never asked are the traits of people, their purse, memory or annoyance, nor the truth about numbers.
"""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from tagih.sandbox.town import alone
from tagih.sandbox.town import town as life
from tagih.sandbox.town.agents import LOOKS_S
from tagih.sandbox.town.book import date_of
from tagih.sandbox.town.exchange import Call
from tagih.sandbox.town.ledger import Movement
from tagih.sandbox.town.parameters import Parameters
from tagih.sandbox.town.state import Town
from tagih.strategy.value.acting import LONG, SOON, Acting, Conditions, Mornings, learn, order

EXPLORED = 0.05
"""Share of the day's calls that go to people by chance, so that it keeps learning."""
RESTS = 5
"""Days of peace after a talk."""
DOUBT = 3.0
"""Calls that the average of all weighs in a person's own chance to be reached."""
TRIED_S, TALKED_S = LOOKS_S + 32.0, 150.0
A_CALL_S = 90.0
"""What a call takes on average, to know how many make a day."""
REFUSED = {"REFUSES": 1.0, "DISPUTES": 2.0}
POOR = {"ASKS_RELIEF", "SICK", "DISASTER"}


class Notebook:
    """What a lender knows of everybody, morning by morning."""

    def __init__(self, town: Town) -> None:
        count = town.chance.count
        self.calls, self.talks, self.promises = (np.zeros(count) for _ in range(3))
        self.refused, self.poor, self.load, self.answered = (np.zeros(count) for _ in range(4))
        self.last_talk, self.last_paid = np.full(count, -10_000), np.full(count, -10_000)
        self.paid, self.payments, self.lateness = np.zeros(count), np.zeros(count), np.zeros(count)
        self.by_monthday, self.named = np.zeros((count, 31)), np.zeros((count, 31))
        self.monthly = life.monthly_of(town.loans, count)
        self._score = np.zeros(count)
        np.maximum.at(self._score, town.loans.person, 1 - town.loans.score)
        self._read = 0
        self._pending: list[Movement] = []
        self._loan_paid = np.zeros(len(town.loans.tenor), np.int64)

    def turn(self, town: Town, day: int) -> np.ndarray:
        """This will turn to the page of a morning: what was known of everybody on it comes back."""
        self._hear_of_money(town, day)
        self.load *= 0.5 ** (1 / 7)
        self.poor *= 0.5 ** (1 / 40)
        return self._known(town, day)

    def heard(self, person: int, day: int, call: Call) -> None:
        """This will remember what came of a call."""
        self.calls[person] += 1
        said = call.speech
        if call.outcome != "CONSUMER" or said is None:
            self.load[person] += 0.25 if call.outcome == "NO_ANSWER" else 0.0
            return
        self.talks[person] += 1
        self.load[person] += 1
        self.last_talk[person] = day
        self.refused[person] += REFUSED.get(said.result, 0.0)
        self.poor[person] += said.result in POOR
        if said.pays_on is not None:
            self.promises[person] += 1
            if said.cause == "PAYDAY_GAP":
                self.named[person, said.pays_on.day - 1] += 1

    def _known(self, town: Town, day: int) -> np.ndarray:
        late = np.zeros(town.chance.count)
        np.maximum.at(late, town.loans.person, life.days_late(town, day))
        owed = np.bincount(town.loans.person, weights=life.overdue(town, day), minlength=town.chance.count)
        dom = date_of(day).day - 1
        near = [(dom + step) % 31 for step in (-1, 0, 1, 2)]
        since = np.minimum(day - self.last_talk, 60)
        columns = [
            late, owed / self.monthly, self._score, np.minimum(day - self.last_paid, 400),
            self.lateness / (self.payments + 1), self.payments, self.load, since, self.reach(),
            (self.answered + 0.5) / (self.talks + 1.5), self.refused / (self.talks + 1), self.poor,
            self.promises / (self.talks + 1), (self.by_monthday[:, near].sum(axis=1) + 0.5) / (self.payments + 4),
            self.named[:, near].sum(axis=1) / (self.named.sum(axis=1) + 0.5), self.talks, np.log(self.monthly),
            np.full(len(late), dom),
        ]  # fmt: skip
        return np.column_stack(columns).astype(np.float32)

    def reach_of_all(self) -> float:
        """This will return how many calls become talks."""
        return float((self.talks.sum() + 6) / (self.calls.sum() + 20))

    def reach(self) -> np.ndarray:
        """This will return for each person how likely a call becomes a talk."""
        return (self.talks + DOUBT * self.reach_of_all()) / (self.calls + DOUBT)

    def _hear_of_money(self, town: Town, day: int) -> None:
        moves = town.ledger.movements
        dawn = life.dawn(day)
        fresh = [*self._pending, *moves[self._read :]]
        self._read = len(moves)
        self._pending = [move for move in fresh if move.recorded >= dawn]
        self._book(town, [move for move in fresh if move.recorded < dawn and move.number in town.ledger.contracts])

    def _book(self, town: Town, moves: Iterable[Movement]) -> None:
        loans = town.loans
        for move in moves:
            person = int(loans.person[move.loan])
            if move.reversal_of:
                self.paid[person] -= move.amount
                self._loan_paid[move.loan] -= move.amount
                continue
            met = min(int(self._loan_paid[move.loan] // loans.instalment[move.loan]), int(loans.count[move.loan]))
            due = int(loans.due[move.loan, met])
            self._loan_paid[move.loan] += move.amount
            self.paid[person] += move.amount
            self.payments[person] += 1
            self.lateness[person] += min(max(move.day - due, -5), 90)
            self.by_monthday[person, date_of(move.day).day - 1] += 1
            self.last_paid[person] = max(self.last_paid[person], move.day)
            if 0 <= move.day - self.last_talk[person] <= 4:
                self.answered[person] += 1

class Past:
    """A lender's past: six months of another book of the town, called in an order that nothing decides."""

    def __init__(self, town: Town) -> None:
        self.book = Notebook(town)
        self.known: dict[int, np.ndarray] = {}
        self.paid: dict[int, np.ndarray] = {}
        self.late: dict[int, np.ndarray] = {}
        self.talked: dict[int, set[int]] = {}

    def __call__(self, town: Town, day: int, people: np.ndarray) -> np.ndarray:
        """This will write the page of the morning, and order by chance."""
        self.known[day], self.paid[day] = self.book.turn(town, day), self.book.paid.copy()
        self.late[day], self.talked[day] = people, set()
        return alone.by_chance(town, day, people)

    def heard(self, person: int, day: int, call: Call) -> None:
        """This will remember what came of a call."""
        self.book.heard(person, day, call)
        if call.outcome == "CONSUMER":
            self.talked[day].add(person)

    def lesson(self) -> Acting | None:
        """This will learn from the pages."""
        days, monthly = sorted(self.known), self.book.monthly
        rows, conditions = [], []

        def at(day: int) -> int | None:
            return next((one for one in days if one >= day), None)  # nobody writes on Sundays

        for place, day in enumerate(days):
            soon, long = at(day + SOON), at(day + LONG)
            if soon is not None:
                who = self.late[day]
                talked = np.isin(who, list(self.talked[day]))
                came = (self.paid[soon] - self.paid[day])[who] / monthly[who]
                rows.append((self.known[day][who], talked, came, self.known[soon][who]))
            if long is not None and place % 5 == 0:
                conditions.append((self.known[day], (self.paid[long] - self.paid[day]) / monthly))
        mornings = Mornings(*(np.concatenate(part) for part in zip(*rows, strict=True)))
        return learn(Conditions(*(np.concatenate(part) for part in zip(*conditions, strict=True))), mornings)


PAST_SEED, PAST_PEOPLE, PAST_AGENTS, PAST_HOURS, PAST_DAYS = 900_001, 12_000, 4, 2.0, 180


@lru_cache(8)
def learned(parameters: Parameters, first: dt.date) -> Acting | None:
    """This will play the six months before `first` with other people than any that is compared, and learn from them."""
    begins = first - dt.timedelta(PAST_DAYS)
    town = life.found(parameters, seed=PAST_SEED, people=PAST_PEOPLE, first=begins, days=PAST_DAYS)
    past = Past(town)
    alone.play(town, days=PAST_DAYS, agents=PAST_AGENTS, order=past, hours=PAST_HOURS)
    return past.lesson()


class Optimiser:
    """An order of calling by what a talk is worth per second; a share of the day goes to people by chance."""

    def __init__(self, town: Town, *, acting: Acting | None, calls_a_day: float) -> None:
        self.book, self.acting = Notebook(town), acting
        self.explored = round(EXPLORED * calls_a_day)

    def __call__(self, town: Town, day: int, people: np.ndarray) -> np.ndarray:
        """This will score the people of a morning; whoever was talked to in the last days is left in peace."""
        book = self.book
        known, reach = book.turn(town, day)[people], book.reach()[people]
        gain = (self.acting.gain(known) if self.acting else 1.0) * book.monthly[people]
        gain = np.where(day - book.last_talk[people] <= RESTS, -np.inf, gain)
        scores = order(gain, reach, TRIED_S + reach * TALKED_S)
        free = np.flatnonzero(gain > -np.inf)
        luck = town.chance.uniform("optimiser explores", day)[people[free]]
        drawn = free[np.argsort(luck, kind="stable")[: self.explored]]
        scores[drawn] = scores.max(initial=0.0) + 1.0
        return scores

    def heard(self, person: int, day: int, call: Call) -> None:
        """This will remember what came of a call."""
        self.book.heard(person, day, call)
