"""What the workforce does by itself when something was asked or happened. Each is safe to repeat."""

import datetime as dt

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.workforce import operations, queries
from tagih.workforce.enums import PlanStatus
from tagih.workforce.models import Plan

RETRY = RetryStrategy(max_attempts=3, exponential_wait=5)
REPAIR_S = 4.0


@app.task(queue="slow", name="workforce.make_plan", retry=RETRY)
def make_plan(event_id: int) -> None:
    """This will search for the roster of a plan that was asked for."""
    from tagih.workforce.adapters.rosters import PinsConflict  # noqa: PLC0415 (lazy: solver)
    from tagih.workforce.adapters.rosters.cpsat import CpSatSolver  # noqa: PLC0415 (lazy: solver)
    from tagih.workforce.adapters.rosters.remedies import conflict, remedies  # noqa: PLC0415 (lazy: solver)

    plan = Plan.objects.select_related("unit").get(pk=journal.event(event_id).plan_id)
    if plan.status != PlanStatus.WAITING:
        return
    problem = queries.problem_of(plan)
    try:
        found = CpSatSolver().solve(problem, seconds=plan.seconds)
    except PinsConflict as broken:
        operations.fail_plan(plan=plan, problem=queries.in_words(broken.rules, plan.first_day), now=clock.now())
        return
    is_short = found.bound > 0
    operations.store_roster(
        plan=plan, roster=found.plan, cost=found.cost, bound=found.bound,
        remedies=[(remedy.code, remedy.missing) for remedy in remedies(problem)] if is_short else [],
        conflict=conflict(problem) if is_short else [], now=clock.now(),
    )  # fmt: skip


@app.task(queue="urgent", name="workforce.mend_plans", retry=RETRY)
def mend_plans(event_id: int) -> None:
    """This will mend every plan that counts on somebody who is away."""
    from tagih.workforce.adapters.rosters.repair import repair  # noqa: PLC0415 (lazy: solver)
    from tagih.workforce.adapters.rosters.search import Search  # noqa: PLC0415 (lazy: solver)

    told = journal.event(event_id)
    days = {name: dt.date.fromisoformat(getattr(told, name)) for name in ("first_day", "last_day")}
    for plan in operations.plans_with_holes(person_id=told.person_id, **days):
        problem = queries.problem_of(plan)
        before = queries.assignment_of(plan, problem)
        mended = repair(problem, before, search=Search(REPAIR_S, 0, grace=REPAIR_S))
        operations.store_repair(plan=plan, roster=mended.plan, now=clock.now())
