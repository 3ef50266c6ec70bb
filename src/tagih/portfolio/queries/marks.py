"""What a round depends on, in a word."""

import datetime as dt
import hashlib

from tagih.portfolio.queries.as_of import feed_versions
from tagih.portfolio.queries.days import schemes_on


def inputs_mark(business_date: dt.date) -> str:
    """This will return a mark of everything that the round of a date depends on: it changes when a file does."""
    marks = [f"{feed}={mark}" for feed, mark in sorted(feed_versions(business_date).items())]
    schemes = schemes_on(business_date)
    marks.append(repr((schemes.default, sorted(schemes.by_product.items(), key=lambda item: item[0]))))
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:16]
