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


def _facts(event: events.FeedEvent) -> dict[str, object]:
    year, month, day = event.business_date.split("-")
    return {"feed": Feed(event.feed).label, "date": f"{day}/{month}/{year}"}
