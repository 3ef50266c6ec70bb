"""What the field does when money moves or routes are asked for. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.field import operations, queries
from tagih.field.models import DayPlan
from tagih.journal import queries as journal
from tagih.kernel import clock

RETRY = RetryStrategy(max_attempts=6, exponential_wait=2)
NIGHTLY_S = 60.0
AGAIN_S = 2.0


@app.task(queue="urgent", name="field.withdraw_after_money", retry=RETRY)
def withdraw_after_money(event_ids: list[int]) -> None:
    """This will withdraw the visits of people whose money settled what they were for."""
    paid = {event.customer_no for event in journal.events(event_ids)} - {""}
    for customer_no in queries.customers_awaiting_visits(paid):
        operations.withdraw_settled(customer_no=customer_no, by=None, now=clock.now())


@app.task(queue="default", name="field.make_plan", retry=RETRY)
def make_plan(event_id: int) -> None:
    """This will plan the routes that were asked for."""
    from tagih.field.adapters.routes.hgs import PyVrpSolver  # noqa: PLC0415 (lazy: solver)

    event = journal.event(event_id)
    plan = DayPlan.objects.select_related("branch").get(pk=event.plan_id)
    seconds = AGAIN_S if event.is_again else NIGHTLY_S
    operations.make_plan(plan=plan, solver=PyVrpSolver(), seconds=seconds, by=None, now=clock.now())
