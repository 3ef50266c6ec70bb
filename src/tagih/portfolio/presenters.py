"""How events about the portfolio read to people."""

from django.utils.translation import gettext as _

from tagih.journal.presenters import presents
from tagih.portfolio import events
from tagih.portfolio.enums import Feed


@presents(events.FeedReceived)
def feed_received(event: events.FeedReceived) -> str:
    return _("A file of %(feed)s for %(date)s arrived.") % _facts(event)


@presents(events.FeedLanded)
def feed_landed(event: events.FeedLanded) -> str:
    facts = _facts(event) | {"rows": f"{event.rows:,}".replace(",", "."), "rejected": event.rejected}
    return _("A file of %(feed)s for %(date)s landed: %(rows)s rows, %(rejected)s rejected.") % facts


@presents(events.DayClosed)
def day_closed(event: events.DayClosed) -> str:
    return _("The books of %(date)s were closed.") % {"date": _written(event.business_date)}


@presents(events.DayReopened)
def day_reopened(event: events.DayReopened) -> str:
    facts = {"date": _written(event.business_date), "reason": event.reason}
    return _("The books of %(date)s were opened again: %(reason)s") % facts


def _facts(event: events.FeedEvent) -> dict[str, object]:
    return {"feed": Feed(event.feed).label, "date": _written(event.business_date)}


def _written(date: str) -> str:
    year, month, day = date.split("-")
    return f"{day}/{month}/{year}"
