"""Somebody will not come: the roster mended around the hole, with as few changes as can be."""

from collections.abc import Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from tagih.workforce.adapters.rosters.cpsat import short_variables
from tagih.workforce.adapters.rosters.search import Search
from tagih.workforce.rules.roster import Agent, Assignment, Problem, changed_cells, missing

CHANGED_SHARE = 0.03
CHANGE, SHORT = 30, 1  # a change must win back a third of an agent for one interval


@dataclass(frozen=True, slots=True)
class Repair:
    """The mended roster, how many cells differ, and agent-intervals missing with the hole and after mending."""

    plan: Assignment
    changed: int
    missing_before: float
    missing_after: float


def repair(problem: Problem, plan: Assignment, *, search: Search, share: float = CHANGED_SHARE) -> Repair:
    """This will mend a roster whose people's `leave` now holds more days, changing at most `share` of the cells.

    Only the days of the holes may change. Cells of the absent fall to nothing and count as changed.
    """
    holed = {
        agent.id: [name if agent.may_work(day) else None for day, name in enumerate(plan[agent.id])]
        for agent in problem.agents
    }
    holes = {day for agent in problem.agents for day, name in enumerate(plan[agent.id]) if name != holed[agent.id][day]}
    before = sum(map(sum, missing(problem, holed)))
    room = int(share * problem.days * len(problem.agents)) - changed_cells(plan, holed)
    if not holes or room <= 0 or not before:
        return Repair(holed, changed_cells(plan, holed), before, before)
    mended = _mended(problem, holed, sorted(holes), room, search)
    return Repair(mended, changed_cells(plan, mended), before, sum(map(sum, missing(problem, mended))))


def _mended(problem: Problem, plan: Assignment, days: list[int], room: int, search: Search) -> Assignment:
    model = cp_model.CpModel()
    takes = {
        (agent.id, day, shift.id): model.new_bool_var(f"t{agent.id}.{day}.{shift.id}")
        for agent in problem.agents
        for day in days
        if agent.may_work(day) and day not in agent.pinned
        for shift in problem.shifts
    }
    changes = []
    for agent in problem.agents:
        for day in days:
            mine = [(shift.id, takes[agent.id, day, shift.id]) for shift in problem.shifts
                    if (agent.id, day, shift.id) in takes]  # fmt: skip
            if mine:
                model.add_at_most_one(taken for _name, taken in mine)
                changes.append(_change(mine, plan[agent.id][day]))
        _keep_rules(problem, model, agent, plan[agent.id], takes)
    model.add(sum(changes) <= room)
    fixed = _present_on_fixed(problem, plan, days, takes)
    short = short_variables(problem, model, lambda day, shift: fixed[day, shift.id])
    for (agent, day, shift), taken in takes.items():
        model.add_hint(taken, plan[agent][day] == shift)
    model.minimize(sum(SHORT * gap for gap in short) + CHANGE * sum(changes))
    solver = search.solve(model)
    mended = {name: list(row) for name, row in plan.items()}
    for agent, day in {(agent, day) for agent, day, _shift in takes}:
        mended[agent][day] = None
    for (agent, day, shift), taken in takes.items():
        if solver.value(taken):
            mended[agent][day] = shift
    return mended


def _change(mine: list[tuple[str, cp_model.IntVar]], was: str | None) -> cp_model.LinearExprT:
    """One when the cell is not what it was."""
    if was is None:
        return sum(taken for _name, taken in mine)
    return 1 - sum(taken for name, taken in mine if name == was)


def _present_on_fixed(problem: Problem, plan: Assignment, days: Iterable[int], takes: dict) -> dict:
    """How many are on each shift: a sum of variables on days that may change, a number on others."""
    there: dict = {}
    for day in range(problem.days):
        for shift in problem.shifts:
            there[day, shift.id] = sum(
                takes[agent.id, day, shift.id] if (agent.id, day, shift.id) in takes
                else int(plan[agent.id][day] == shift.id)
                for agent in problem.agents
            )  # fmt: skip
    return there


def _keep_rules(problem: Problem, model: cp_model.CpModel, agent: Agent, row: list[str | None], takes: dict) -> None:
    """Rest, days in a row, days and hours of a week, with the days that stay as they are."""
    shifts = {shift.id: shift for shift in problem.shifts}

    def on(day: int, shift: str) -> cp_model.LinearExprT:
        if day < 0:
            return int(len(agent.before) >= -day and agent.before[day] == shift)
        return takes.get((agent.id, day, shift), int(row[day] == shift))

    def works(day: int) -> cp_model.LinearExprT:
        return sum(on(day, shift) for shift in shifts)

    free = {day for name, day, _shift in takes if name == agent.id}
    for day in {near for one in free for near in (one, one + 1) if near < problem.days}:
        for one, two in problem.clashes():
            model.add(on(day - 1, one.id) + on(day, two.id) <= 1)
    longest = problem.rules.max_consecutive_days
    for first in range(-longest, problem.days - longest):
        if free & set(range(first, first + longest + 1)):
            model.add(sum(works(day) for day in range(first, first + longest + 1)) <= longest)
    for week in problem.weeks():
        if free & set(week):
            model.add(sum(works(day) for day in week) <= agent.max_days_week)
            paid = sum(shifts[name].paid_min * on(day, name) for day in week for name in shifts)
            model.add(paid <= int(problem.rules.max_hours_week * 60))
