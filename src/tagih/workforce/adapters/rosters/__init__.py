"""The port of roster solvers."""

from dataclasses import dataclass
from typing import Protocol

from tagih.workforce.rules.roster import Assignment, Breach, Problem


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster with its cost (agent-intervals missing) and the cost that no roster can go below, proven."""

    plan: Assignment
    cost: float
    bound: float


class PinsConflict(ValueError):
    """Fixed cells break hard rules among themselves; `rules` names them."""

    def __init__(self, rules: list[Breach]) -> None:
        self.rules = rules
        super().__init__("; ".join(map(str, rules)))


class RosterSolver(Protocol):
    def solve(self, problem: Problem, *, seconds: float, seed: int = 0) -> Roster:
        """This will return the best roster found within `seconds`; hard rules hold in it."""
        ...
