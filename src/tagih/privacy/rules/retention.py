"""How long data stay: the day before which they are over."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One retention rule as the file says it. `months` count from the instant that `counted` names."""

    id: str
    name_id: str
    name_en: str
    counted_id: str
    counted_en: str
    months: int
    action: str
    law: str
    is_house: bool


def cutoff(on: dt.date, months: int) -> dt.date:
    """This will return the day that lies `months` before `on`; at the end of a shorter month, its last day."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(on.day, last))
