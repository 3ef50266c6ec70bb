"""What the calendar does to people's cash: paydays, Ramadan and Lebaran, the school year, the harvest."""

import datetime as dt
from functools import lru_cache

import holidays
import numpy as np

from tagih.sandbox.town.folk import FARMER, SALARIED, TRADER, Traits
from tagih.sandbox.town.parameters import Season

RAMADAN_DAYS = 30
BONUS_DAYS = 10
MARKET_DAYS = 26


@lru_cache(8)
def _lebaran(year: int) -> tuple[dt.date, ...]:
    days = holidays.country_holidays("ID", years=year, language="en_US")
    return tuple(sorted(day for day, name in days.items() if "Eid al-Fitr" in name and "leave" not in name.lower()))


def days_to_lebaran(date: dt.date) -> int:
    """This will count the days until the next Lebaran; large when none is near."""
    ahead = [(day - date).days for year in (date.year, date.year + 1) for day in _lebaran(year) if day >= date]
    return min(ahead, default=999)


def income(traits: Traits, season: Season, date: dt.date) -> np.ndarray:
    """This will return what reaches each person's purse on a day, in months of free cash."""
    month = season.income[date.month - 1]
    is_payday = _paid_today(traits.payday, date)
    market = 0.0 if date.weekday() == 6 else month / MARKET_DAYS
    harvest = season.harvest[date.month - 1] / 30.4
    got = np.select(
        [traits.work == SALARIED, traits.work == TRADER, traits.work == FARMER], [is_payday * month, market, harvest]
    )
    if days_to_lebaran(date) == BONUS_DAYS:
        got = got + season.bonus_before_lebaran * (traits.work == SALARIED)
    return got


def spending(season: Season, date: dt.date) -> float:
    """This will return the factor on what people spend on other things on a day."""
    factor = season.spending_in_ramadan if days_to_lebaran(date) <= RAMADAN_DAYS else 1.0
    return factor * (season.school_drain if date.month in season.school_months else 1.0)


def _paid_today(payday: np.ndarray, date: dt.date) -> np.ndarray:
    """Wages that fall on a Sunday come on Saturday."""
    if date.weekday() == 6:
        return np.zeros(len(payday), dtype=bool)
    told = payday == date.day
    if date.weekday() == 5:
        told |= payday == (date + dt.timedelta(days=1)).day
    return told
