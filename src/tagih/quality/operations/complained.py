"""The last contacts of a collector somebody complained about: heard whatever the draw, in a plan of their own."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import clock, database
from tagih.quality import events, queries
from tagih.quality.models import SamplePlan
from tagih.quality.operations.samples import DAYS_TO_REVIEW, keep_draw, keep_frame, open_reviews
from tagih.quality.rules import draw as drawing
from tagih.quality.rules import frame as framing
from tagih.staff.models import Person, Unit


def hear_complained(
    *, reference: str, collector: Person, unit: Unit, attempt_ids: Collection[str], first_on: dt.date, by: Person,
    now: dt.datetime,
) -> SamplePlan | None:  # fmt: skip
    """This will draw these contacts of one person for review as a mandatory sample, once for each complaint.

    What is found enters no published rate: the frame is one person's. Where nobody may review yet, the reviews wait
    without a reviewer until the plan is shared out. None: no contact left us, or the plan exists.
    """
    today = clock.today_in(clock.WIB, now=now)
    with database.transaction():
        database.lock("quality.complained", reference)
        if SamplePlan.objects.filter(seed=reference, agent=collector).exists():
            return None
        plan = SamplePlan(
            name=str(_("After complaint %(reference)s") % {"reference": reference}), unit=unit, first_on=first_on,
            last_on=today, agent=collector, seed=reference, random_per_agent=0, risk_total=0, made_at=now, made_by=by,
        )  # fmt: skip
        known, rows = queries.candidates(plan)
        asked = [replace(one, complained=True) for one in known if one.id in attempt_ids]
        if not asked:
            return None
        plan.save()
        items = framing.with_reasons(asked)
        drawn = drawing.draw(drawing.Plan(plan.seed, 0, 0), items)
        keep_frame(plan, items, now=now)
        reviews = open_reviews(plan, drawn, rows, due_on=today + dt.timedelta(days=DAYS_TO_REVIEW), on=today)
        keep_draw(plan, drawn, reviews, {item.id: item.risk for item in items})
        event = events.SampleDrawn(plan_id=plan.pk, frame=len(items), reviews=len(reviews), seed=plan.seed)
        journal.publish(event, by=by, now=now)
    return plan
