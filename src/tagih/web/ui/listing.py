"""Lists: sorted, filtered, in pages, with the state in the address so that it can be shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


@dataclass(frozen=True)
class Listing:
    """One page of a list. `rows` are the objects; `sort` is the column, with a minus for descending."""

    rows: Sequence[Any]
    sort: str
    number: int
    has_previous: bool
    has_next: bool
    first: int
    last: int
    total: int | None  # None when counting would cost too much
    pages: int | None
    query: str  # the address without `page`

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def listing(
    request: HttpRequest,
    rows: QuerySet,
    *,
    sorts: Mapping[str, Sequence[str]],
    default: str,
    size: int = PAGE_SIZE,
    counted: bool = True,
) -> Listing:
    """This will return the page that the address asks for (`?sort=-name&page=2`). A wrong sort or page is the default.

    `sorts` maps a column's name to the fields it sorts by; end each with a unique field so that pages never overlap.
    With `counted=False` no COUNT is made: one row more than a page is read to know whether there is a next one.
    """
    sort = request.GET.get("sort", "")
    if sort.removeprefix("-") not in sorts:
        sort = default
    rows = rows.order_by(*_ordering(sorts[sort.removeprefix("-")], descending=sort.startswith("-")))
    try:
        number = max(int(request.GET.get("page", "1")), 1)
    except ValueError:
        number = 1
    query = request.GET.copy()
    query.pop("page", None)
    if counted:
        return _counted(rows, sort, number, size, query.urlencode())
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    shown = found[:size]
    return Listing(shown, sort, number, number > 1, len(found) > size, start + 1 if shown else 0, start + len(shown),
                   None, None, query.urlencode())  # fmt: skip


def _counted(rows: QuerySet, sort: str, number: int, size: int, query: str) -> Listing:
    paginator = Paginator(rows, size)
    page: Page = paginator.get_page(number)
    return Listing(list(page.object_list), sort, page.number, page.has_previous(), page.has_next(), page.start_index(),
                   page.end_index(), paginator.count, paginator.num_pages, query)  # fmt: skip


def _ordering(fields: Sequence[str], *, descending: bool) -> list[Any]:
    ordering = []
    for field in fields:
        down = descending != field.startswith("-")
        name = F(field.removeprefix("-"))
        ordering.append(name.desc(nulls_last=True) if down else name.asc(nulls_last=True))
    return ordering
