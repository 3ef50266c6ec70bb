"""What a town is at an instant: its people's condition, its loans, its books."""

from dataclasses import dataclass

import numpy as np

from tagih.sandbox.town.book import Loans
from tagih.sandbox.town.chance import Chance
from tagih.sandbox.town.folk import Folk
from tagih.sandbox.town.ledger import Ledger
from tagih.sandbox.town.parameters import Parameters


@dataclass(slots=True)
class State:
    """How people are today. Arrays by person, but for money, which is by loan."""

    purse: np.ndarray  # rupiah
    memory: np.ndarray  # 0 to 1: how much the instalment is on the mind because of somebody else
    annoyance: np.ndarray  # in contacts
    shock_until: np.ndarray  # day on which the income is back
    struck_until: np.ndarray  # a flood
    dead_on: np.ndarray
    moved: np.ndarray
    promised_on: np.ndarray  # 0: nothing is promised
    promised: np.ndarray  # rupiah
    means_it: np.ndarray
    last_paid: np.ndarray
    calls_today: np.ndarray
    calls_in_all: np.ndarray
    paid: np.ndarray  # by loan: what its people believe to have paid
    lost_number: np.ndarray  # by contact point


@dataclass(slots=True)
class Town:
    """A seed, its people, their loans, their state and the books. Made by `town.found`."""

    parameters: Parameters
    chance: Chance
    folk: Folk
    loans: Loans
    state: State
    ledger: Ledger
    first: int
    day: int
