"""What PostgreSQL knows of people's behaviour, as a file for the columnar pass."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from tagih.cases.queries.day import house_day
from tagih.kernel import database
from tagih.strategy.rules.variables import CHANNELS, WINDOWS

_OTHERWISE = {
    "is_held": "coalesce(is_held, false)",
    "is_flagged": "coalesce(is_flagged, false)",
    "is_vulnerable": "coalesce(is_flagged_vulnerable, false) OR customer.is_vulnerable",
    "is_deceased": "coalesce(is_flagged_deceased, false) OR coalesce(customer.deceased_on <= %(date)s, false)",
}


def write_behaviour(
    variables: Sequence[str], file: Path, *, date: dt.date, cut: dt.datetime, customers: Sequence[str] | None = None
) -> str:
    """This will write customer_no and the variables of everybody in PostgreSQL as CSV, and return a digest of it.

    What is counted in days lies before the date; holds, flags and promises are those at the instant `cut`. Contact
    points are as they are now.
    """
    columns = ", ".join(f"({_OTHERWISE.get(name, name)}) AS {name}" for name in variables)
    counts = "".join(
        f",\n count(*) FILTER (WHERE a.channel = '{channel}'"
        f" AND a.opened_at >= %(day_starts)s - interval '{days} days') AS {stem}_{days}d"
        for channel, stem in CHANNELS.items()
        for days in WINDOWS
        if f"{stem}_{days}d" in variables
    )
    statement = database.statement("tagih.strategy", "behaviour").format(columns=columns, channels=counts)
    starts, _ends = house_day(date)
    told = list(customers) if customers is not None else None
    parameters = {"date": date, "day_starts": starts, "cut": cut, "customers": told}
    return _copied(statement, parameters, file)


def write_attempted(file: Path, *, date: dt.date) -> str:
    """This will write who was attempted on a date through which channel, as CSV, and return a digest of it."""
    starts, ends = house_day(date)
    statement = """
        SELECT DISTINCT c.customer_no, a.channel
        FROM contacts_attempt a JOIN portfolio_customer c ON c.id = a.customer_id
        WHERE a.state IN ('RESERVED', 'DONE') AND a.opened_at >= %(starts)s AND a.opened_at < %(ends)s
        ORDER BY 1, 2"""
    return _copied(statement, {"starts": starts, "ends": ends}, file)


def _copied(statement: str, parameters: dict[str, Any], file: Path) -> str:
    digest = hashlib.sha256()
    with connection.cursor() as cursor, file.open("wb") as out:
        asked = cursor.cursor.mogrify(statement, parameters)
        with cursor.copy(f"COPY ({asked}) TO STDOUT WITH (FORMAT csv)") as rows:
            for block in rows:
                digest.update(block)
                out.write(block)
    return digest.hexdigest()


def write_outcomes(file: Path, *, since: dt.date) -> str:
    """This will write who paid, was attempted or complained on which day since a date, as CSV with a digest."""
    starts, _ends = house_day(since)
    statement = """
        SELECT c.customer_no, p.paid_on, 'PAYMENT', p.amount
        FROM payments_payment p JOIN portfolio_contract k ON k.id = p.contract_id
        JOIN portfolio_customer c ON c.id = k.customer_id
        WHERE p.paid_on >= %(since)s AND p.reversal_of = ''
          AND NOT EXISTS (SELECT FROM payments_payment r WHERE r.reversal_of = p.payment_ref)
        UNION ALL
        SELECT c.customer_no, (a.opened_at AT TIME ZONE 'Asia/Jakarta')::date, 'CONTACT', 1
        FROM contacts_attempt a JOIN portfolio_customer c ON c.id = a.customer_id
        WHERE a.state IN ('RESERVED', 'DONE') AND a.opened_at >= %(starts)s
        UNION ALL
        SELECT c.customer_no, (f.starts_at AT TIME ZONE 'Asia/Jakarta')::date, 'COMPLAINT', 1
        FROM contacts_personflag f JOIN portfolio_customer c ON c.id = f.customer_id
        WHERE f.flag = 'COMPLAINT' AND f.starts_at >= %(starts)s
        ORDER BY 1, 2, 3"""
    return _copied(statement, {"since": since, "starts": starts}, file)
