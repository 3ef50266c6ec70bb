"""The code lists as they are on a day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tagih.cases.models import Code


def codes_on(day: dt.date, *, kind: str | None = None) -> QuerySet[Code]:
    """This will return the codes valid on a day, in their order."""
    valid = Code.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)
    return (valid.filter(kind=kind) if kind else valid).order_by("kind", "position", "code")


def codes_named(day: dt.date, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Code]:
    """This will return the codes valid on a day that (kind, code or short code) pairs name, in one query."""
    wanted = [(str(kind), name.strip().upper()) for kind, name in names if name]
    condition = Q(pk__in=())
    for kind, name in wanted:
        condition |= Q(kind=kind) & (Q(code=name) | Q(short=name))
    return match(wanted, codes_on(day).filter(condition))


def match(wanted: Iterable[tuple[str, str]], codes: Iterable[Code]) -> dict[tuple[str, str], Code]:
    """This will find the code that each pair of kind and name (code, or short code) means; the code itself wins."""
    found = list(codes)
    by_name = {(code.kind, code.short): code for code in found if code.short}
    by_name |= {(code.kind, code.code): code for code in found}
    return {pair: by_name[pair] for pair in wanted if pair in by_name}
