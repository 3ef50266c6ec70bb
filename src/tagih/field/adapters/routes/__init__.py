"""The port of route solvers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from tagih.field.rules.problem import Plan, Problem


class RouteSolver(Protocol):
    """Plans one day for the collectors of a branch together."""

    def solve(
        self, problem: Problem, *, seconds: float, seed: int = 0, begin: Mapping[str, Sequence[str]] | None = None
    ) -> Plan:  # fmt: skip
        """This will return the best plan found within `seconds`; every stop is on a route or unserved with a reason.

        `begin`: tours by collector to begin from, such as the plan that stood until now.
        """
        ...
