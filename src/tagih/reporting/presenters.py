from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tagih.journal.presenters import presents
from tagih.reporting import events


@presents(events.DayReported)
def day_reported(event: events.DayReported) -> object:
    return format_lazy(_("The figures of {date} were computed."), date=event.business_date)


@presents(events.TargetSet)
def target_set(event: events.TargetSet) -> object:
    return format_lazy(
        _("The target of {figure} was set to {value} from {date}."),
        figure=event.figure,
        value=event.value,
        date=event.starts_on,
    )
