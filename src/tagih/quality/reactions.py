"""What quality does when something happens below. Each is safe to repeat."""

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from tagih.cases.models import Complaint
from tagih.contacts.models import Attempt
from tagih.journal import queries as journal
from tagih.kernel import clock
from tagih.quality import operations
from tagih.quality.models import Evaluation
from tagih.staff.models import Person

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(queue="default", name="quality.hand_over", retry=RETRY)
def hand_over(event_id: int) -> None:
    """This will give the open reviews and disputes of somebody who left to others."""
    event = journal.event(event_id)
    person = Person.objects.get(pk=event.person_id)
    operations.hand_reviews_over(person=person, by=None, now=clock.now())
    operations.hand_dispute_over(person=person, now=clock.now())


@app.task(queue="default", name="quality.report_grave_failure", retry=RETRY)
def report_grave_failure(event_id: int) -> None:
    """This will report what a released score holds of grave failures as an incident, once."""
    event = journal.event(event_id)
    score = Evaluation.objects.select_related("agent", "attempt").get(pk=event.evaluation_id)
    if score.agent is None:
        return
    words = [score.comments.get(item) for item in score.items.exclude(fatal="").values_list("item", flat=True)]
    operations.report_incident(
        person=score.agent, kind=event.kinds[0], what="\n".join(filter(None, words)) or score.summary or "–",
        happened_on=clock.local(score.attempt.opened_at, clock.WIB).date(), evaluation=score, by=None, now=clock.now(),
    )  # fmt: skip


@app.task(queue="default", name="quality.hear_complained", retry=RETRY)
def hear_complained(event_id: int) -> None:
    """This will draw the last contacts of a collector for review whom a complaint names."""
    event = journal.event(event_id)
    complaint = Complaint.objects.select_related("branch", "received_by", "collector").get(pk=event.complaint_id)
    contacts = Attempt.objects.filter(pk__in=[pk for pk in event.attempt_ids.split(",") if pk]).order_by("opened_at")
    first, asked_by = contacts.first(), complaint.received_by
    if first is None or asked_by is None or complaint.collector is None:
        return
    operations.hear_complained(
        reference=complaint.code, collector=complaint.collector, unit=complaint.branch,
        attempt_ids={str(pk) for pk in contacts.values_list("pk", flat=True)},
        first_on=clock.local(first.opened_at, clock.WIB).date(), by=asked_by, now=clock.now(),
    )  # fmt: skip
