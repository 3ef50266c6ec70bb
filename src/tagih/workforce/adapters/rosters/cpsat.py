"""CP-SAT in stages: how many on each shift (proven), who works on which day, who takes which shift.

One model over everything finds a roster too, but proves nothing and ends far from the optimum; the first stage is small
enough to be solved to its end, and what it cannot cover no roster can.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from tagih.workforce.adapters.rosters import PinsConflict, Roster
from tagih.workforce.adapters.rosters.search import Search
from tagih.workforce.rules.roster import OFF, Agent, Assignment, Problem, Shift, conflicts_of_pins, missing

SHARES = (0.15, 0.35, 0.5)  # of the time, by stage
COUNTS_S = 5.0  # the first stage ends by itself when its bound is proven
GRACE_S = 60.0  # a busy machine may take so long to find any answer at all
SCALE = 100  # parts of an agent in demand
SHORT, SENIORS, SPREAD, LATE, WISH = 1_000, 300, 40, 5, 1  # prices
WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class CpSatSolver:
    """Rosters by constraint programming. `repeatable`: the same roster on a busy machine and on a quiet one.

    `by_processor`: seconds are those that the processors worked for this process.
    """

    repeatable: bool = False
    by_processor: bool = False

    def solve(self, problem: Problem, *, seconds: float, seed: int = 0) -> Roster:
        """This will return the best roster found within `seconds`.

        :raises TimeoutError: when the time is too short for any roster
        :raises PinsConflict: when the fixed cells break a rule among themselves
        """
        if broken := conflicts_of_pins(problem):
            raise PinsConflict(broken)
        if not problem.shifts or not problem.agents:
            empty: Assignment = {agent.id: [None] * problem.days for agent in problem.agents}
            uncovered = sum(map(sum, problem.demand))
            return Roster(empty, cost=uncovered, bound=uncovered)
        reads = time.process_time if self.by_processor else time.perf_counter
        ends = reads() + seconds
        counts, bound = count_people(problem, self._search(max(COUNTS_S, seconds * SHARES[0]), seed))
        days = _work_days(problem, counts, self._search(seconds * SHARES[1], seed))
        last = self._search(seconds * SHARES[2] if self.repeatable else ends - reads(), seed)
        plan = _shifts(problem, counts, days, last)
        return Roster(plan, cost=sum(map(sum, missing(problem, plan))), bound=bound)

    def _search(self, seconds: float, seed: int) -> Search:
        return Search(max(0.5, seconds), seed, self.repeatable, grace=GRACE_S, by_processor=self.by_processor)


Counts = dict[tuple[int, str], int]


def count_people(problem: Problem, search: Search) -> tuple[Counts, float]:
    """Agents by day and shift that leave the least demand uncovered, and the proven least."""
    model = cp_model.CpModel()
    able = [sum(agent.may_work(day) for agent in problem.agents) for day in range(problem.days)]
    counts = {
        (day, shift.id): model.new_int_var(0, able[day], f"n{day}{shift.id}")
        for day in range(problem.days)
        for shift in problem.shifts
    }
    on_day = [sum(counts[day, shift.id] for shift in problem.shifts) for day in range(problem.days)]
    for day in range(problem.days):
        model.add(on_day[day] <= able[day])
    for days, most in _limits(problem):
        at_most = sum(min(most(agent), sum(agent.may_work(day) for day in days)) for agent in problem.agents)
        model.add(sum(on_day[day] for day in days) <= at_most)
    short = short_variables(problem, model, lambda day, shift: counts[day, shift.id])
    model.minimize(sum(short))
    solver = search.solve(model)
    found = {key: solver.value(count) for key, count in counts.items()}
    return found, max(0.0, solver.best_objective_bound / SCALE)


def _limits(problem: Problem) -> Iterable[tuple[range, Callable[[Agent], int]]]:
    """Spans of days with the most days that one agent may work in them."""
    shortest = min((shift.paid_min for shift in problem.shifts), default=1)
    by_hours = int(problem.rules.max_hours_week * 60 // shortest)
    for week in problem.weeks():
        yield week, lambda agent: min(agent.max_days_week, by_hours)
    longest = problem.rules.max_consecutive_days
    for first in range(problem.days - longest):
        yield range(first, first + longest + 1), lambda agent: longest


def short_variables(
    problem: Problem, model: cp_model.CpModel, on: Callable[[int, Shift], object]
) -> list[cp_model.IntVar]:
    """One variable for each interval with demand: hundredths of agents missing there."""
    present: dict[tuple[int, int], list[object]] = {}
    for shift in problem.shifts:
        for later, interval in problem.covers(shift):
            for day in range(problem.days - later):
                present.setdefault((day + later, interval), []).append(on(day, shift))
    short = []
    for day, row in enumerate(problem.demand):
        for interval, need in enumerate(row):
            wanted = round(need * SCALE)
            if wanted:
                gap = model.new_int_var(0, wanted, f"short{day}.{interval}")
                model.add(gap + SCALE * sum(present.get((day, interval), [])) >= wanted)
                short.append(gap)
    return short


def _work_days(problem: Problem, counts: Counts, search: Search) -> dict[str, list[bool]]:
    """Who works on which day: the counts met, weekends shared evenly, wishes for days off heard."""
    model = cp_model.CpModel()
    works = {
        agent.id: [
            model.new_bool_var(f"w{agent.id}.{day}") if agent.may_work(day) else 0 for day in range(problem.days)
        ]
        for agent in problem.agents
    }
    prices: list[object] = []
    for day in range(problem.days):
        wanted = sum(counts[day, shift.id] for shift in problem.shifts)
        gap = model.new_int_var(0, wanted, f"gap{day}")
        model.add(sum(row[day] for row in works.values()) + gap == wanted)
        prices.append(SHORT * gap)
    for days, most in _limits(problem):
        for agent in problem.agents:
            model.add(sum(works[agent.id][day] for day in days) <= most(agent))
    _border_and_pins(problem, model, works)
    prices += _weekend_spread(problem, model, works)
    for agent in problem.agents:
        for day, wish in agent.wishes.items():
            if wish == OFF and day < problem.days:
                prices.append(WISH * works[agent.id][day])
    prices += _seniors_by_day(problem, model, works)
    model.minimize(sum(prices))
    solver = search.solve(model)
    return {name: [bool(solver.value(day)) for day in row] for name, row in works.items()}


def _border_and_pins(problem: Problem, model: cp_model.CpModel, works: dict[str, list]) -> None:
    """Days in a row go on over the month's end; fixed cells stay."""
    longest = problem.rules.max_consecutive_days
    for agent in problem.agents:
        worked = [name is not None for name in agent.before[-longest:]]
        for back in range(1, len(worked) + 1):
            ahead = range(min(longest + 1 - back, problem.days))
            if all(worked[-back:]) and len(ahead) == longest + 1 - back:
                model.add(sum(works[agent.id][day] for day in ahead) <= longest - back)
        for day, name in agent.pinned.items():
            if day < problem.days:
                model.add(works[agent.id][day] == int(name != OFF))


def _weekend_spread(problem: Problem, model: cp_model.CpModel, works: dict[str, list]) -> list[object]:
    """Between those who are there on every weekend day: the most weekend days less the fewest."""
    weekends = [day for day in range(problem.days) if day % 7 in WEEKEND]
    alike = [agent for agent in problem.agents if all(agent.may_work(day) for day in weekends)]
    if not weekends or len(alike) < 2:
        return []
    fewest, most = (model.new_int_var(0, len(weekends), name) for name in ("fewest", "most"))
    for agent in alike:
        worked = sum(works[agent.id][day] for day in weekends)
        model.add(worked >= fewest)
        model.add(worked <= most)
    return [SPREAD * (most - fewest)]


def _seniors_by_day(problem: Problem, model: cp_model.CpModel, works: dict[str, list]) -> list[object]:
    """Enough seniors on a day that every interval can have its own: at least as many as shifts follow each other."""
    wanted = problem.rules.min_seniors * _shifts_in_a_chain(problem)
    seniors = [agent.id for agent in problem.agents if agent.is_senior]
    if not wanted or not seniors:
        return []
    prices = []
    for day, row in enumerate(problem.demand):
        if any(row):
            gap = model.new_int_var(0, wanted, f"seniors{day}")
            model.add(sum(works[name][day] for name in seniors) + gap >= wanted)
            prices.append(SENIORS * gap)
    return prices


def _shifts_in_a_chain(problem: Problem) -> int:
    """The fewest shifts that together cover the whole day."""
    open_at = {number for row in problem.demand for number, need in enumerate(row) if need}
    chain = 0
    while open_at:
        best = max(
            ({i for later, i in problem.covers(shift) if not later} & open_at for shift in problem.shifts), key=len
        )
        if not best:
            return max(chain, 1)
        open_at -= best
        chain += 1
    return chain


def _shifts(problem: Problem, counts: Counts, days: dict[str, list[bool]], search: Search) -> Assignment:
    """Which shift on each working day: coverage first, then seniors, late shifts shared, wishes."""
    model = cp_model.CpModel()
    takes = {
        (agent.id, day, shift.id): model.new_bool_var(f"t{agent.id}.{day}.{shift.id}")
        for agent in problem.agents
        for day in range(problem.days)
        if days[agent.id][day]
        for shift in problem.shifts
    }
    _one_shift_with_rest(problem, model, takes)
    prices: list[object] = []
    for (day, shift), wanted in counts.items():
        here = sum(takes[agent.id, day, shift] for agent in problem.agents if days[agent.id][day])
        gap = model.new_int_var(0, wanted, f"gap{day}.{shift}")
        model.add(here + gap >= wanted)
        prices.append(SHORT * gap)
    prices += _seniors_by_interval(problem, model, takes)
    prices += _late_spread(problem, model, takes)
    for agent in problem.agents:
        for day, wish in agent.wishes.items():
            if (agent.id, day, wish) in takes:
                prices.append(-WISH * takes[agent.id, day, wish])
    model.minimize(sum(prices))
    solver = search.solve(model)
    plan: Assignment = {agent.id: [None] * problem.days for agent in problem.agents}
    for (agent, day, shift), taken in takes.items():
        if solver.value(taken):
            plan[agent][day] = shift
    return plan


def _one_shift_with_rest(problem: Problem, model: cp_model.CpModel, takes: dict) -> None:
    clashes = problem.clashes()
    most = int(problem.rules.max_hours_week * 60)
    for agent in problem.agents:
        mine = {key[1:]: taken for key, taken in takes.items() if key[0] == agent.id}
        for day in range(problem.days):
            today = [mine[day, shift.id] for shift in problem.shifts if (day, shift.id) in mine]
            model.add_at_most_one(today)
            for one, two in clashes:
                if not day and agent.before[-1:] == (one.id,) and (0, two.id) in mine:
                    model.add(mine[0, two.id] == 0)
                if (day, one.id) in mine and (day + 1, two.id) in mine:
                    model.add_at_most_one([mine[day, one.id], mine[day + 1, two.id]])
        for day, name in agent.pinned.items():
            if (day, name) in mine:
                model.add(mine[day, name] == 1)
        for week in problem.weeks():
            paid = [
                shift.paid_min * mine[day, shift.id]
                for day in week
                for shift in problem.shifts
                if (day, shift.id) in mine
            ]
            model.add(sum(paid) <= most)


def _seniors_by_interval(problem: Problem, model: cp_model.CpModel, takes: dict) -> list[object]:
    if not problem.rules.min_seniors:
        return []
    seniors = {agent.id for agent in problem.agents if agent.is_senior}
    there: dict[tuple[int, int], list[object]] = {}
    covers = {shift.id: problem.covers(shift) for shift in problem.shifts}
    for (agent, day, shift), taken in takes.items():
        if agent in seniors:
            for later, interval in covers[shift]:
                there.setdefault((day + later, interval), []).append(taken)
    prices = []
    for day, row in enumerate(problem.demand):
        for interval, need in enumerate(row):
            if need:
                gap = model.new_int_var(0, problem.rules.min_seniors, f"senior{day}.{interval}")
                model.add(sum(there.get((day, interval), [])) + gap >= problem.rules.min_seniors)
                prices.append(SENIORS * gap)
    return prices


def _late_spread(problem: Problem, model: cp_model.CpModel, takes: dict) -> list[object]:
    """Between agents: the most turns at the latest shift less the fewest."""
    if len(problem.shifts) < 2 or len(problem.agents) < 2:
        return []
    latest = max(problem.shifts, key=lambda shift: shift.end_min).id
    fewest, most = (model.new_int_var(0, problem.days, name) for name in ("fewest", "most"))
    away = problem.days // 4
    for agent in problem.agents:
        late = sum(taken for key, taken in takes.items() if key[0] == agent.id and key[2] == latest)
        model.add(late <= most)
        if sum(agent.may_work(day) for day in range(problem.days)) >= problem.days - away:
            model.add(late >= fewest)
    return [LATE * (most - fewest)]
