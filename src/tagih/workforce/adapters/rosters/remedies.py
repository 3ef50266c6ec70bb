"""Why demand stays uncovered, and what each remedy would give: the small model of counts, asked again and again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from tagih.workforce.adapters.rosters.cpsat import count_people, short_variables
from tagih.workforce.adapters.rosters.search import Search
from tagih.workforce.rules.roster import Agent, Problem

QUICK = Search(10.0, 0)  # ends when it is proven, which takes less than a second on a machine that is free
DEMAND, LEAVE, DAYS_WEEK, HOURS_WEEK, DAYS_IN_ROW = "DEMAND", "LEAVE", "DAYS_WEEK", "HOURS_WEEK", "DAYS_IN_ROW"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would be done, and the agent-intervals that then at least stay missing."""

    code: str
    missing: float


def least_missing(problem: Problem, *, search: Search = QUICK) -> float:
    """This will return the agent-intervals that no roster can cover, proven."""
    if not problem.agents or not problem.shifts:
        return sum(map(sum, problem.demand))
    return count_people(problem, search)[1]


def remedies(problem: Problem, *, search: Search = QUICK) -> list[Remedy]:
    """This will say what each remedy would leave missing, the best first."""
    tried = {
        "ONE_MORE_PERSON": _with_more(problem, 1),
        "FIVE_MORE_PEOPLE": _with_more(problem, 5),
        "ONE_DAY_OF_OVERTIME_A_WEEK": _with_overtime(problem),
        "LEAVE_MOVED": problem.model_copy(
            update={"agents": tuple(agent.model_copy(update={"leave": frozenset()}) for agent in problem.agents)}
        ),
    }
    found = [Remedy(code, least_missing(changed, search=search)) for code, changed in tried.items()]
    return sorted(found, key=lambda remedy: remedy.missing)


def _with_more(problem: Problem, people: int) -> Problem:
    usual = max((agent.max_days_week for agent in problem.agents), default=5)
    more = tuple(Agent(id=f"+{number}", max_days_week=usual) for number in range(people))
    return problem.model_copy(update={"agents": (*problem.agents, *more)})


def _with_overtime(problem: Problem) -> Problem:
    longest = max((shift.paid_min for shift in problem.shifts), default=0) / 60
    rules = problem.rules.model_copy(update={"max_hours_week": problem.rules.max_hours_week + longest})
    agents = tuple(
        agent.model_copy(update={"max_days_week": min(6, agent.max_days_week + 1)}) for agent in problem.agents
    )
    return problem.model_copy(update={"rules": rules, "agents": agents})


def conflict(problem: Problem, *, search: Search = QUICK) -> list[str]:
    """This will name a smallest set of rules that cannot hold together with full cover; empty when they can.

    Each group of constraints stands under a literal that is assumed; from those the solver blames, all that can be
    dropped are.
    """
    blamed = _blamed(problem, {DEMAND, LEAVE, DAYS_WEEK, HOURS_WEEK, DAYS_IN_ROW}, search)
    if not blamed:
        return []
    for group in sorted(blamed - {DEMAND}):
        if smaller := _blamed(problem, blamed - {group}, search):
            blamed = smaller
    return sorted(blamed)


def _blamed(problem: Problem, groups: set[str], search: Search) -> set[str]:
    """The groups that the solver needs for its proof; empty when everything can hold."""
    model = cp_model.CpModel()
    said = {group: model.new_bool_var(group) for group in groups}
    people = len(problem.agents)
    counts = {
        (day, shift.id): model.new_int_var(0, people, f"n{day}{shift.id}")
        for day in range(problem.days)
        for shift in problem.shifts
    }
    on_day = [sum(counts[day, shift.id] for shift in problem.shifts) for day in range(problem.days)]
    for day in range(problem.days):
        model.add(on_day[day] <= people)
    for group, days, most in _limits(problem):
        if group in groups:
            model.add(sum(on_day[day] for day in days) <= most).only_enforce_if(said[group])
    if DEMAND in groups:
        gaps = short_variables(problem, model, lambda day, shift: counts[day, shift.id])
        model.add(sum(gaps) == 0).only_enforce_if(said[DEMAND])
    model.add_assumptions(list(said.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = search.seconds
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.INFEASIBLE:
        return set()
    core = set(solver.sufficient_assumptions_for_infeasibility())
    return {group for group, literal in said.items() if literal.index in core} or set(groups)


def _limits(problem: Problem) -> Iterable[tuple[str, range, int]]:
    agents, rules = problem.agents, problem.rules
    shortest = min((shift.paid_min for shift in problem.shifts), default=1)
    by_hours = int(rules.max_hours_week * 60 // shortest)

    def total(days: range, most: Callable[[Agent], int]) -> int:
        return sum(min(most(agent), len(days)) for agent in agents)

    for day in range(problem.days):
        yield LEAVE, range(day, day + 1), sum(agent.may_work(day) for agent in agents)
    for week in problem.weeks():
        yield DAYS_WEEK, week, total(week, lambda agent: agent.max_days_week)
        yield HOURS_WEEK, week, total(week, lambda _agent: by_hours)
    longest = rules.max_consecutive_days
    for first in range(problem.days - longest):
        span = range(first, first + longest + 1)
        yield DAYS_IN_ROW, span, total(span, lambda _agent: longest)
