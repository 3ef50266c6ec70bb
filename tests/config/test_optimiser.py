"""The policy `optimiser` knows what a lender has written down, and nothing of people's insides."""

import datetime as dt

import numpy as np

from tagih.config.town import comparing
from tagih.config.town.optimiser import RESTS, Notebook, Optimiser
from tagih.sandbox.town import alone, parameters
from tagih.sandbox.town import town as life
from tagih.sandbox.town.exchange import Call
from tagih.sandbox.town.speech import Speech
from tagih.sandbox.town.state import Town

FIRST = dt.date(2026, 11, 2)


class Dpd:
    """A lesson that a talk is worth one instalment for each month of delay."""

    def gain(self, known: np.ndarray) -> np.ndarray:
        return known[:, 0] / 30


def town() -> Town:
    return life.found(parameters.load("motorcycle"), seed=5, people=120, first=FIRST, days=10)


def test_order_does_not_change_with_what_nobody_was_told():
    plain, other = town(), town()
    late = np.flatnonzero(alone.by_days(plain, plain.first, np.arange(120)) > 0)
    before = Optimiser(plain, acting=Dpd(), calls_a_day=20)(plain, plain.first, late)

    for name in ("cash", "willing", "forgetful", "truthful", "sensitive", "other_debts", "answers", "payday"):
        getattr(other.folk.traits, name)[:] = getattr(other.folk.traits, name)[::-1].copy()
    for name in ("purse", "memory", "annoyance", "shock_until"):
        setattr(other.state, name, getattr(other.state, name)[::-1] + 1)
    for name in ("is_right", "is_alive"):
        getattr(other.folk.points, name)[:] = ~getattr(other.folk.points, name)
    after = Optimiser(other, acting=Dpd(), calls_a_day=20)(other, other.first, late)

    assert len(set(before)) > 5
    assert before.tolist() == after.tolist()


def test_somebody_who_was_talked_to_is_left_in_peace():
    here = town()
    late = np.flatnonzero(alone.by_days(here, here.first, np.arange(120)) > 0)
    policy = Optimiser(here, acting=Dpd(), calls_a_day=0)
    policy(here, here.first, late)
    policy.heard(int(late[0]), here.first, Call("CONSUMER", 5, 60, Speech("REFUSES", "", "CONSUMER")))

    scores = [policy(here, here.first + day, late)[0] for day in (1, RESTS, RESTS + 1)]

    assert [score == -np.inf for score in scores] == [True, True, False]


def test_notebook_learns_who_answers_from_calls_alone():
    book = Notebook(town())
    for _turn in range(6):
        book.heard(3, 0, Call("CONSUMER", 5, 60, Speech("REFUSES", "", "CONSUMER")))
        book.heard(4, 0, Call("NO_ANSWER", 32, 0))

    reach = book.reach()

    assert reach[3] > reach[5] > reach[4]


def test_best_baseline_is_the_one_that_caused_most_by_hour():
    def run(policy: str, seed: int, money: int, hours: float) -> dict:
        return {"policy": policy, "seed": seed, "amount_collected": money, "agent_hours": hours, "proved": True,
                "collected_per_hour": money, "contacts": 5, "contacts_per_person": 1.0, "complaints": 0}  # fmt: skip

    told = comparing.compared({
        "hold-out": [run("hold-out", 1, 1_000, 0), run("hold-out", 2, 2_000, 0)],
        "dpd": [run("dpd", 1, 1_100, 10), run("dpd", 2, 2_100, 10)],
        "balance": [run("balance", 1, 1_200, 10), run("balance", 2, 2_200, 10)],
        "optimiser": [run("optimiser", 1, 1_300, 10), run("optimiser", 2, 2_320, 10)],
    })  # fmt: skip

    assert told["policies"]["optimiser"]["caused_per_hour"] == 31
    assert told["best"]["baseline"] == "balance"
    assert told["best"]["more_caused_per_hour"]["mean"] == 0.55
    assert told["differences"]["dpd - hold-out"]["caused"]["mean"] == 100
