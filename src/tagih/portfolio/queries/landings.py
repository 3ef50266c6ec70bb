"""Feed files: what arrived, how it went, what it says about itself."""

import csv
import datetime as dt
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from tagih.portfolio.feeds import profiles, reasons
from tagih.portfolio.models import Landing


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know about a file, in words."""

    code: str
    sentence: Any
    count: int
    where: str
    is_reject: bool


@dataclass(frozen=True, slots=True)
class Reject:
    """One line of the rejects file."""

    line: int
    column: str
    value: str
    code: str
    reason: str
    remedy: str


def landings(
    *, feed: str = "", status: str = "", since: dt.date | None = None, until: dt.date | None = None, words: str = ""
) -> QuerySet[Landing]:
    """This will return feed files, newest first, by feed, status, business date (from, to inclusive) and file name."""
    asked = Q()
    if feed:
        asked &= Q(feed=feed)
    if status:
        asked &= Q(status=status)
    if since:
        asked &= Q(business_date__gte=since)
    if until:
        asked &= Q(business_date__lte=until)
    if words:
        asked &= Q(file_name__icontains=words) | Q(profile__icontains=words)
    return Landing.objects.filter(asked).order_by("-received_at", "-pk")


def findings_of(landing: Landing) -> list[Finding]:
    """This will return what a landing found, in words, reasons for waiting first."""
    return [
        Finding(
            code=told["code"],
            sentence=reasons.said(told["code"]),
            count=told.get("count", 0),
            where=told.get("column", "") or ", ".join(told.get("columns", [])),
            is_reject=bool(told.get("rejects")),
        )
        for told in landing.findings
    ]


def rejects_of(landing: Landing, *, limit: int = 100) -> list[Reject]:
    """This will return the first lines of the rejects file, in the reader's language; nothing if there is none."""
    path = Path(landing.rejects_file) if landing.rejects_file else None
    if path is None or not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Reject(
                line=int(row["line"]),
                column=row["column"],
                value=row["value"],
                code=row["code"],
                reason=str(reasons.said(row["code"])).replace("{line}", _line_in(row["reason_en"])),
                remedy=str(reasons.REASONS[row["code"]][1]),
            )
            for row in islice(csv.DictReader(file), limit)
        ]


def profile_choices() -> list[tuple[str, str]]:
    """This will return the names of all feed profiles that can be read, each with its title."""
    choices = []
    for name in profiles.names():
        try:
            choices.append((name, profiles.load(name).title))
        except profiles.ProfileBroken:
            continue
    return choices


def _line_in(sentence: str) -> str:
    return next((word.rstrip(",;.") for word in sentence.split() if word.rstrip(",;.").isdigit()), "")
