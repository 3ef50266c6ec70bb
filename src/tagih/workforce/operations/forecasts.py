"""Forecasts kept with who made them, judged afterwards; the calendar of events that move volumes."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import database
from tagih.kernel.errors import Refusal
from tagih.staff.models import Person, Unit
from tagih.workforce import events
from tagih.workforce.models import DemandForecast, PlanningEvent
from tagih.workforce.queries.demand import events_between, history_of
from tagih.workforce.rules.forecast import forecast, wape


class EventRefused(Refusal):
    """An event of the calendar that says nothing."""


class NoHistory(Refusal):
    """Nothing was recorded from which to foresee."""

    def __init__(self) -> None:
        super().__init__(
            "NO_HISTORY", _("Fewer than two weeks of work are recorded here."), field="unit",
            remedy=_("Enter the people needed by hand; after two weeks Tagih foresees the work."),
        )  # fmt: skip


def keep_forecast(
    *, unit: Unit, kind: str, first_day: dt.date, days: int, by: Person | None, now: dt.datetime
) -> DemandForecast:
    """This will foresee volumes of a unit by half hours from what it did, and keep that with the method and its error.

    :raises NoHistory:
    """
    history = history_of(unit, kind, until=min(first_day, now.date()))
    if history is None:
        raise NoHistory
    gap = (first_day - history.date(len(history.volumes))).days
    found = forecast(history.series, gap + days)
    values = found.values[gap:]
    for event in events_between(unit, first_day, first_day + dt.timedelta(days=days - 1)):
        for number in range(days):
            if event.first_day <= first_day + dt.timedelta(days=number) <= event.last_day:
                values[number] *= float(event.factor)
    with database.transaction():
        kept = DemandForecast.objects.create(
            unit=unit, kind=kind, first_day=first_day, days=days, starts_min=history.starts_min,
            length_min=history.length_min, values=np.round(values, 2).tolist(), method=found.method,
            expected_error=None if np.isnan(found.error) else round(found.error, 4),
            scores={name: None if np.isnan(score) else round(score, 4) for name, score in found.scores.items()},
            made_by=by, made_at=now,
        )  # fmt: skip
        said = events.ForecastKept(unit_id=unit.pk, unit_code=unit.code, forecast_id=kept.pk, method=found.method)
        journal.publish(said, by=by, now=now)
    return kept


def judge_forecasts(*, now: dt.datetime) -> int:
    """This will find how wrong forecasts proved whose days have come, and return how many were judged."""
    today = now.date()
    rows = DemandForecast.objects.filter(first_day__lt=today).select_related("unit")
    judged = 0
    for kept in rows.filter(judged_until__isnull=True) | rows.exclude(judged_until__gte=today - dt.timedelta(days=1)):
        last = min(kept.first_day + dt.timedelta(days=kept.days), today) - dt.timedelta(days=1)
        if kept.judged_until == last:
            continue
        history = history_of(kept.unit, kept.kind, until=last + dt.timedelta(days=1), since=kept.first_day, least=1)
        if history is None:
            continue
        rows_known: Sequence = kept.values[: len(history.volumes)]
        error = wape(history.volumes, np.array(rows_known, dtype=float))
        kept.actual_error = None if np.isnan(error) else round(error, 4)
        kept.judged_until = last
        kept.save(update_fields=["actual_error", "judged_until"])
        judged += 1
    return judged


def add_event(
    *, unit: Unit, kind: str, name: str, first_day: dt.date, last_day: dt.date, factor: Decimal, by: Person | None,
    now: dt.datetime,
) -> PlanningEvent:  # fmt: skip
    """This will note that volumes of days are a multiple of the usual.

    :raises EventRefused: no name, days upside down, or a factor that nobody means.
    """
    if not name.strip():
        raise EventRefused("NAME", _("An event needs a name."), field="name")
    if last_day < first_day:
        raise EventRefused("PERIOD", _("The last day lies before the first."), field="last_day", value=last_day)
    if not 0 <= factor <= 10:
        raise EventRefused(
            "FACTOR", _("Volumes are between none and ten times the usual."), field="factor", value=factor
        )
    return PlanningEvent.objects.create(
        unit=unit, kind=kind, name=name.strip(), first_day=first_day, last_day=last_day, factor=factor, made_by=by,
        made_at=now,
    )  # fmt: skip


def remove_event(*, event: PlanningEvent, by: Person | None, now: dt.datetime) -> None:
    """This will take an event from the calendar; forecasts that were made with it stay as they are."""
    del by, now
    event.delete()
