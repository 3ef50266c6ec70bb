"""How events of this package read to people."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.journal.presenters import presents
from tagih.strategy import events


@presents(events.DayDecided)
def day_decided(event: events.DayDecided) -> object:
    return format_lazy(
        _("Strategy {strategy} decided for {people} people on {date}: {steps} with a step, {changed} changed."),
        strategy=event.strategy, people=event.people, date=event.business_date, steps=event.with_step,
        changed=event.changed,
    )  # fmt: skip


@presents(events.DecisionsStood)
def decisions_stood(event: events.DecisionsStood) -> object:
    return format_lazy(
        _("No new decisions for {date} ({reason}); those of {since} stand."),
        date=event.business_date, reason=event.reason, since=event.since or "–",
    )  # fmt: skip
