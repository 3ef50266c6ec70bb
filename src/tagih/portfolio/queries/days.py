"""Business dates, and the schemes that hold on one."""

import datetime as dt
from collections import defaultdict
from typing import Any

from tagih.portfolio.columnar.sources import Schemes
from tagih.portfolio.enums import SchemeKind
from tagih.portfolio.models import BusinessDay, SchemeAssignment
from tagih.portfolio.rules.schemes import Allocation, Buckets, Collectability, Counting, Penalty, Terms

_PARTS: dict[str, tuple[str, Any]] = {
    SchemeKind.ALLOCATION: ("allocation", Allocation.parse),
    SchemeKind.PENALTY: ("penalty", Penalty.parse),
    SchemeKind.DELINQUENCY: ("counting", Counting.parse),
    SchemeKind.BUCKET: ("buckets", Buckets.parse),
    SchemeKind.COLLECTABILITY: ("collectability", Collectability.parse),
}


def business_date() -> dt.date | None:
    """This will return the business date that PostgreSQL shows: the newest one; None before the first round."""
    return BusinessDay.objects.order_by("-date").values_list("date", flat=True).first()


def newest_day() -> BusinessDay | None:
    """This will return the newest business day, or None before the first round."""
    return BusinessDay.objects.order_by("-date").first()


def schemes_on(date: dt.date) -> Schemes:
    """This will return the schemes that hold on a date, by product code; without any, those that Tagih ships."""
    assignments = (
        SchemeAssignment.objects.filter(starts_on__lte=date)
        .exclude(ends_on__lte=date)
        .select_related("scheme", "product")
        .order_by("starts_on", "pk")
    )
    chosen: dict[str, dict[str, Any]] = defaultdict(dict)
    for assignment in assignments:
        name, parse = _PARTS[assignment.kind]
        product = assignment.product.code if assignment.product else ""
        chosen[product][name] = parse(assignment.scheme.definition)
    default = Terms(**chosen.pop("", {}))
    shared = {name: getattr(default, name) for name, _ in _PARTS.values()}
    return Schemes(default, {product: Terms(**(shared | own)) for product, own in chosen.items()})
