"""What is done about the day in one click, and undone in another."""

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from tagih.cases import operations as cases
from tagih.cases.models import Queue
from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person, Unit
from tagih.workforce import events, queries
from tagih.workforce.enums import MeasureKind, OfferKind, OfferStatus
from tagih.workforce.models import Cell, Measure, Offer
from tagih.workforce.operations.sharing import HandedOver, hand_over
from tagih.workforce.operations.trades import close_offer, make_offer
from tagih.workforce.queries.attendance import lines
from tagih.workforce.queries.day import SOON_MIN, Recommendation


class MeasureRefused(Refusal):
    """Something that cannot be done about the day, or not be undone."""


def take_measure(*, unit: Unit, day: dt.date, recommendation: Recommendation, by: Person, now: dt.datetime) -> Measure:
    """This will follow a recommendation, keep the effect that was foreseen, and tell those it touches.

    :raises MeasureRefused: nobody is touched, or there is no plan to change.
    """
    if not recommendation.people:
        raise MeasureRefused("NOBODY", _("This touches nobody any more."), remedy=_("Load the page again."))
    with database.transaction():
        database.lock("workforce.day", unit.pk, day)
        touched: list[dict[str, Any]] = [{"person": pk} for pk in recommendation.people]
        queue_id = None
        if recommendation.kind == MeasureKind.MOVE_BREAKS:
            touched = _put_off_breaks(recommendation, day)
        elif recommendation.kind == MeasureKind.BORROW:
            queue_id = _lend(recommendation, by, now)
            touched = [{"donor": recommendation.donor.pk if recommendation.donor else None}, *touched]
        elif recommendation.kind == MeasureKind.CALL_IN:
            touched = [{"offer": _offer_overtime(unit, day, recommendation, by, now).pk}, *touched]
        measure = Measure.objects.create(
            unit=unit, day=day, kind=recommendation.kind, people=touched, queue_id=queue_id,
            from_min=recommendation.from_min, until_min=recommendation.until_min, before=asdict(recommendation.before),
            after=asdict(recommendation.after), taken_at=now, taken_by=by,
        )  # fmt: skip
        said = events.MeasureTaken(unit_id=unit.pk, unit_code=unit.code, measure_id=measure.pk, kind=measure.kind)
        journal.publish(said, by=by, now=now)
        journal.tell([f"shifts:{pk}" for pk in recommendation.people])
    return measure


def undo_measure(*, measure: Measure, by: Person, now: dt.datetime) -> Measure:
    """This will take back what a measure did; overtime that somebody agreed to stays.

    :raises MeasureRefused: it is undone already, or its day is over.
    """
    with database.transaction():
        measure = Measure.objects.select_for_update(of=("self",)).select_related("unit").get(pk=measure.pk)
        if measure.undone_at is not None:
            raise MeasureRefused("UNDONE", _("This was undone already."))
        if measure.day < now.astimezone(queries.zone_of(measure.unit)).date():
            raise MeasureRefused("OVER", _("This day is over."))
        if measure.kind == MeasureKind.MOVE_BREAKS:
            for row in measure.people:
                Cell.objects.filter(pk=row["cell"], break_min=row["to"]).update(break_min=row["from"])
        elif measure.kind == MeasureKind.BORROW:
            _take_back_team(measure, by, now)
        elif measure.kind == MeasureKind.CALL_IN:
            for offer in Offer.objects.filter(pk=measure.people[0]["offer"], status=OfferStatus.OPEN):
                close_offer(offer=offer, by=by, now=now)
        measure.undone_at, measure.undone_by = now, by
        measure.save(update_fields=["undone_at", "undone_by"])
        said = events.MeasureUndone(
            unit_id=measure.unit_id, unit_code=measure.unit.code, measure_id=measure.pk, kind=measure.kind
        )
        journal.publish(said, by=by, now=now)
        journal.tell([f"shifts:{row['person']}" for row in measure.people if "person" in row])
    return measure


def _put_off_breaks(recommendation: Recommendation, day: dt.date) -> list[dict[str, Any]]:
    touched = []
    cells = Cell.objects.filter(
        plan__status="PUBLISHED", day=day, person__in=recommendation.people, break_min__isnull=False
    )
    for cell in cells.select_for_update(of=("self",)):
        touched.append({"person": cell.person_id, "cell": cell.pk, "from": cell.break_min,
                        "to": (cell.break_min or 0) + SOON_MIN})  # fmt: skip
        cell.break_min = (cell.break_min or 0) + SOON_MIN
        cell.save(update_fields=["break_min"])
    return touched


def _lend(recommendation: Recommendation, by: Person, now: dt.datetime) -> int:
    queue, donor = recommendation.queue, recommendation.donor
    if queue is None or donor is None:
        raise MeasureRefused("NO_QUEUE", _("There is no queue to lend people to."))
    teams = list(queue.teams.all())
    if donor.pk not in {team.pk for team in teams}:
        cases.set_queue_teams(queue=queue, teams=[*teams, donor], by=by, now=now)
    journal.tell(["queues", "floor"])
    return queue.pk


def _take_back_team(measure: Measure, by: Person, now: dt.datetime) -> None:
    queue = Queue.objects.filter(pk=measure.queue_id).first()
    if queue is not None:
        donor = measure.people[0]["donor"]
        cases.set_queue_teams(
            queue=queue, teams=[team for team in queue.teams.all() if team.pk != donor], by=by, now=now
        )
    journal.tell(["queues", "floor"])


def _offer_overtime(unit: Unit, day: dt.date, recommendation: Recommendation, by: Person, now: dt.datetime) -> Offer:
    plan = queries.plan_on(unit, day)
    if plan is None:
        raise MeasureRefused("NO_PLAN", _("No plan is published for today."), remedy=_("Publish one first."))
    kinds = list(queries.shift_kinds_of(unit, on=day))
    later = [kind for kind in kinds if kind.starts_min >= recommendation.from_min] or kinds
    shift = min(later, key=lambda kind: abs(kind.starts_min - recommendation.from_min))
    return make_offer(
        plan=plan, kind=OfferKind.OVERTIME, day=day, shift=shift, places=len(recommendation.people), by=by, now=now
    )


def share_absent(*, unit: Unit, by: Person | None, now: dt.datetime) -> HandedOver:
    """This will give today's work of everybody who should be there and is not to those who are: nobody loses a promise.

    The cases stay whose they are; tomorrow's work is theirs again.
    """
    day = now.astimezone(queries.zone_of(unit)).date()
    people = lines(unit, day=day, now=now)
    missing = [line.person_id for line in people if line.is_missing or line.leave]
    there = [line.person_id for line in people if not line.is_missing and not line.leave]
    if not missing:
        return HandedOver(0, 0, 0, 0)
    return hand_over(
        people=missing, unit=unit, day=day, is_for_good=False, by=by, now=now, present=there,
        reason=str(_("Absent this morning")),
    )  # fmt: skip
