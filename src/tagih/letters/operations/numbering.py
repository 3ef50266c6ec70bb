"""Numbers without gaps: given in the transaction that writes the letter, or not at all.

The row of a series is locked while its letters are written, so writers of one branch, kind and year follow one another;
a writer that dies gives its numbers back with its transaction. A void letter keeps its number.
"""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tagih.kernel import database
from tagih.kernel.database import transaction_required
from tagih.letters.enums import LetterKind
from tagih.letters.models import Letter, Series
from tagih.letters.rules.numbers import number_of
from tagih.staff.models import Person, Unit

CHECK_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
CHECK_LENGTH = 14


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that wants a number."""

    branch: Unit
    kind: str
    reference: str
    content: dict[str, Any]
    language: str = "id"
    customer_id: int | None = None
    case_id: int | None = None
    contract_no: str = ""
    agent: Person | None = None
    carrier_id: int | None = None
    route: str = ""


@transaction_required
def written(drafts: Sequence[Draft], *, on: dt.date, by: Person | None, now: dt.datetime) -> list[Letter]:
    """This will number and write letters, one series after the other, and return those that are new, in their order.

    A reference that was written before is left out: ordering twice orders once.
    """
    series = _locked_series({(draft.branch.pk, str(draft.kind)) for draft in drafts}, on.year)
    known = set(Letter.objects.filter(reference__in=[d.reference for d in drafts]).values_list("reference", flat=True))
    fresh: list[Letter] = []
    for draft in drafts:
        if draft.reference in known:
            continue
        known.add(draft.reference)
        row = series[draft.branch.pk, str(draft.kind)]
        row.last += 1
        fresh.append(_letter(draft, row, on=on, by=by, now=now))
    Series.objects.bulk_update(series.values(), ["last"])
    return Letter.objects.bulk_create(fresh, batch_size=2000)


def _locked_series(wanted: set[tuple[int, str]], year: int) -> dict[tuple[int, str], Series]:
    for branch, kind in sorted(wanted):  # made first by whoever is first; the others wait for that
        database.lock("letters.series", branch, kind, year)
        Series.objects.get_or_create(branch_id=branch, kind=LetterKind(kind), year=year)
    rows = Series.objects.select_for_update().filter(year=year, branch__in={branch for branch, _kind in wanted})
    held = {(row.branch_id, row.kind): row for row in rows.order_by("pk")}
    return {key: held[key] for key in wanted}


def _letter(draft: Draft, row: Series, *, on: dt.date, by: Person | None, now: dt.datetime) -> Letter:
    number = number_of(row.last, kind=str(draft.kind), branch=draft.branch.code, on=on)
    return Letter(
        branch=draft.branch, kind=draft.kind, year=on.year, position=row.last, number=number,
        reference=draft.reference, customer_id=draft.customer_id, case_id=draft.case_id,
        contract_no=draft.contract_no, agent=draft.agent, language=draft.language, content=draft.content,
        check_code="".join(secrets.choice(CHECK_SIGNS) for _sign in range(CHECK_LENGTH)), issued_on=on, issued_at=now,
        issued_by=by, carrier_id=draft.carrier_id, route=draft.route,
    )  # fmt: skip
