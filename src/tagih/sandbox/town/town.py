"""A town that lives day by day: income, shocks, memory, and money that moves because of them."""

import datetime as dt

import numpy as np

from tagih.sandbox.town import book as loan_book
from tagih.sandbox.town import folk as population
from tagih.sandbox.town import payments, season
from tagih.sandbox.town.book import NEVER, Loans, day_number
from tagih.sandbox.town.chance import Chance
from tagih.sandbox.town.folk import Folk
from tagih.sandbox.town.ledger import Ledger
from tagih.sandbox.town.parameters import Parameters
from tagih.sandbox.town.state import State, Town

WIB_SECONDS = 7 * 3600
DAWN_SECONDS = 4 * 3600 - WIB_SECONDS
"""The core system closes its books at four in the morning in Jakarta."""
WRITE_OFF_DAYS = 210


def found(parameters: Parameters, *, seed: int, people: int, first: dt.date, days: int) -> Town:
    """This will found the town of a seed on the day before `first`: its history is lived, its books are open.

    `days` is how long it is going to run; schedules reach beyond it.
    """
    begins = day_number(first)
    chance = Chance(seed, people)
    folk = population.draw(parameters, chance, first - dt.timedelta(days=parameters.book.history_days))
    loans = loan_book.draw(parameters, chance, folk, first=begins, last=begins + days)
    ledger = Ledger(told=np.zeros(len(loans.tenor), np.int64), contracts=frozenset(map(str, loans.contract_no)))
    town = Town(parameters, chance, folk, loans, _newborn(folk, loans), ledger, begins, begins)
    for day in range(begins - parameters.book.history_days, begins):
        live_a_day(town, day)
        _remind_as_before(town, day)
    ledger.spoken(dawn(begins))  # nobody told Tagih in those days
    town.state.calls_in_all[:] = 0
    return town


def live_a_day(town: Town, day: int) -> None:
    """This will live a day: what befalls people, what they earn, who pays what. Money is in the ledger afterwards."""
    town.day = day
    _befall(town, day)
    _earn(town, day)
    payments.pay(town, day)
    _forget(town, day)


def days_late(town: Town, day: int, paid: np.ndarray | None = None) -> np.ndarray:
    """This will count for each loan the days since its oldest instalment that `paid` does not meet fell due."""
    oldest = oldest_due(town.loans, town.state.paid if paid is None else paid)
    return np.where(oldest <= day, day - oldest, 0)


def oldest_due(loans: Loans, paid: np.ndarray) -> np.ndarray:
    """This will return the day on which each loan's oldest unmet instalment falls or fell due; NEVER if all are met."""
    return loans.due[np.arange(len(paid)), met(loans, paid)]


def met(loans: Loans, paid: np.ndarray) -> np.ndarray:
    """This will count the instalments of the window that the money meets, oldest first."""
    return np.minimum(paid // loans.instalment, loans.count)


def overdue(town: Town, day: int, paid: np.ndarray | None = None) -> np.ndarray:
    """This will return the rupiah of each loan that fell due until `day` and are not paid."""
    due = (town.loans.due <= day).sum(axis=1) * town.loans.instalment
    return np.maximum(due - (town.state.paid if paid is None else paid), 0)


def dawn(day: int) -> int:
    """This will be the instant, in seconds since 1970, at which the files of a day are written."""
    return day * 86_400 + DAWN_SECONDS


def _newborn(folk: Folk, loans: Loans) -> State:
    people, count = len(folk.people.customer_no), len(loans.tenor)
    monthly = monthly_of(loans, people)
    zeros, never = np.zeros(people), np.full(people, NEVER)
    return State(
        purse=monthly * folk.traits.cash * 0.5, memory=zeros.copy(), annoyance=zeros.copy(),
        shock_until=np.zeros(people, int), struck_until=np.zeros(people, int), dead_on=never.copy(),
        moved=np.zeros(people, bool), promised_on=np.zeros(people, int), promised=zeros.copy(),
        means_it=np.zeros(people, bool), last_paid=np.zeros(people, int), calls_today=np.zeros(people, int),
        calls_in_all=np.zeros(people, int), paid=np.zeros(count, np.int64),
        lost_number=np.zeros(len(folk.points.person), bool),
    )  # fmt: skip


def monthly_of(loans: Loans, people: int) -> np.ndarray:
    """This will add up the instalments of each person's loans."""
    return np.bincount(loans.person, weights=loans.instalment, minlength=people)


def _befall(town: Town, day: int) -> None:
    life, state, chance = town.parameters.life, town.state, town.chance
    state.calls_today[:] = 0
    hit = chance.uniform("shock", day) < (life.shock_daily if day >= town.first else life.shock_before)
    length = (life.shock_days * (0.4 + 1.2 * chance.uniform("shock length", day))).astype(int)
    state.shock_until = np.where(hit, np.maximum(state.shock_until, day + length), state.shock_until)
    state.dead_on = np.where(
        (chance.uniform("dies", day) < life.dies_daily) & (state.dead_on > day), day, state.dead_on
    )
    state.moved |= chance.uniform("moves", day) < life.moves_daily
    loses = chance.uniform("number", day) < life.loses_number_daily
    state.lost_number |= loses[town.folk.points.person] & ~town.folk.points.is_kin
    if life.disaster_on >= 0 and day == town.first + life.disaster_on:
        struck = chance.uniform("disaster") < life.disaster_share
        state.struck_until = np.where(struck, day + 30, state.struck_until)
        state.purse = np.where(struck, state.purse * 0.2, state.purse)


def _earn(town: Town, day: int) -> None:
    traits, state, life = town.folk.traits, town.state, town.parameters.life
    date = loan_book.date_of(day)
    monthly = monthly_of(town.loans, town.chance.count)
    left = np.where(day < state.shock_until, 1 - life.shock_depth, 1.0)
    left = np.where(day < state.struck_until, left * 0.4, left)
    left = np.where(state.dead_on <= day, 0.0, left)
    noise = np.exp(0.25 * town.chance.normal("income", day))
    got = season.income(traits, town.parameters.season, date) * monthly * traits.cash * left * noise
    spent = np.minimum(life.spent_daily * season.spending(town.parameters.season, date) * (1 + traits.other_debts), 0.9)
    state.purse = np.floor(state.purse * (1 - spent) + got)


def _forget(town: Town, day: int) -> None:
    habit, talk, state = town.parameters.habit, town.parameters.talk, town.state
    state.memory = state.memory * 0.5 ** (1 / habit.memory_days)
    state.annoyance = state.annoyance * 0.5 ** (1 / talk.annoyance_days)
    over = (state.promised_on > 0) & (state.promised_on < day)
    state.promised_on = np.where(over, 0, state.promised_on)


def _remind_as_before(town: Town, day: int) -> None:
    """Before the first day others collected: some of the late are reminded, so that the books begin in the middle."""
    late = np.zeros(town.chance.count, bool)
    late[town.loans.person[days_late(town, day) > 0]] = True
    told = late & (town.chance.uniform("earlier reminder", day) < town.parameters.book.earlier_reminder)
    town.state.memory = np.where(told, np.maximum(town.state.memory, town.parameters.habit.reminder), town.state.memory)
