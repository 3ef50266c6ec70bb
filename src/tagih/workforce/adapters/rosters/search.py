"""One run of CP-SAT: how long, from which seed, on how many processors."""

import os
from dataclasses import dataclass

from ortools.sat.python import cp_model


@dataclass(frozen=True, slots=True)
class Search:
    """How long and from which seed. `repeatable` counts work instead of seconds and uses one processor.

    `grace` is how much longer the search goes on, for any answer at all, when a busy machine found none in time.
    """

    seconds: float
    seed: int
    repeatable: bool = False
    grace: float = 0.0

    def solve(self, model: cp_model.CpModel) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.seed
        if self.repeatable:
            solver.parameters.max_deterministic_time = self.seconds
            solver.parameters.num_workers = 1
        else:
            solver.parameters.max_time_in_seconds = max(0.2, self.seconds)
            solver.parameters.num_workers = max(1, os.cpu_count() or 1)
        status = solver.solve(model)
        if status == cp_model.UNKNOWN and self.grace and not self.repeatable:
            solver.parameters.max_time_in_seconds = self.grace
            solver.parameters.stop_after_first_solution = True
            status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeoutError("no roster was found in time")
        return solver
