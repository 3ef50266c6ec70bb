"""One run of CP-SAT: how long, from which seed, on how many processors."""

import os
import threading
import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

LOOKS_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Search:
    """How long and from which seed. `repeatable` counts work instead of seconds and uses one processor.

    `by_processor` counts seconds of the processor instead of the clock on the wall: fair on a machine that others use.
    `grace` is how much longer the search goes on, for any answer at all, when a busy machine found none in time.
    """

    seconds: float
    seed: int
    repeatable: bool = False
    grace: float = 0.0
    by_processor: bool = False

    def solve(self, model: cp_model.CpModel) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.seed
        if self.repeatable:
            solver.parameters.max_deterministic_time = self.seconds
            solver.parameters.num_workers = 1
        else:
            solver.parameters.max_time_in_seconds = max(0.2, self.seconds)
            solver.parameters.num_workers = max(1, os.cpu_count() or 1)
        status = self._watched(solver, model) if self.by_processor else solver.solve(model)
        if status == cp_model.UNKNOWN and self.grace and not self.repeatable:
            solver.parameters.max_time_in_seconds = self.grace
            solver.parameters.stop_after_first_solution = True
            status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise TimeoutError("no roster was found in time")
        return solver

    def _watched(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> object:
        """Stopped when the process has used its seconds, however long the wall's clock took."""
        solver.parameters.max_time_in_seconds = 100 * self.seconds
        limit, over = time.process_time() + self.seconds, threading.Event()

        def watch() -> None:
            while not over.wait(LOOKS_EVERY_S):
                if time.process_time() > limit:
                    solver.stop_search()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            return solver.solve(model)
        finally:
            over.set()
            watcher.join()
