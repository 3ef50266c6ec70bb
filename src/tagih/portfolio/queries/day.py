"""The portfolio's clock."""

import datetime as dt

from tagih.portfolio.models import BusinessDay


def business_date() -> dt.date | None:
    """This will return the business date that PostgreSQL shows: the newest one; None before the first round."""
    return BusinessDay.objects.order_by("-date").values_list("date", flat=True).first()
