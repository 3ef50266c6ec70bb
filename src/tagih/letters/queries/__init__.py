"""What may be asked about letters."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from tagih.letters.models import Letter, Letterhead
from tagih.staff.models import Unit
from tagih.staff.queries import Standing, units_under


@dataclass(frozen=True, slots=True)
class Verified:
    """What a stranger may know of a letter: that it is ours, which it is, and whether it holds."""

    number: str
    kind: str
    kind_name: str
    issued_on: object
    lender: str
    is_valid: bool
    holder: str
    valid_until: str


def letters_in(standing: Standing, permission: str) -> QuerySet[Letter]:
    """This will return the letters in a row scope."""
    rows = Letter.objects.filter(branch__in=units_under(scope_of(standing, permission)))
    return rows.select_related("branch", "customer", "carrier")


def scope_of(standing: Standing, permission: str) -> set[str]:
    """This will return the path prefixes of a row scope: a team sees what hangs below its parent."""
    parents = dict(standing.above_teams)
    return {parents.get(path, path) for path in standing.paths(permission)}


def letterheads_of(branches: Iterable[Unit]) -> dict[int, Letterhead]:
    """This will return the letterhead of each branch: its own, or of the nearest unit above; at last a bare one."""
    heads = sorted(Letterhead.objects.select_related("unit"), key=lambda head: -len(head.unit.path))
    root = Unit.objects.filter(parent__isnull=True).order_by("pk").first()
    found = {}
    for branch in branches:
        bare = Letterhead(name=root.name if root else branch.name, address=branch.name, signatory=branch.name)
        found[branch.pk] = next((head for head in heads if branch.path.startswith(head.unit.path)), bare)
    return found


def verified(check_code: str) -> Verified | None:
    """This will return what anybody may know who holds a letter's code; None for a code that is not ours."""
    letter = Letter.objects.filter(check_code=check_code).select_related("branch", "agent", "customer").first()
    if letter is None:
        return None
    head = letterheads_of([letter.branch])[letter.branch_id]
    holder = letter.agent.full_name if letter.agent else _masked(letter.customer.full_name if letter.customer else "")
    return Verified(
        letter.number, letter.kind, letter.get_kind_display(), letter.issued_on, head.name, letter.status != "VOID",
        holder, letter.content.get("valid_until", ""),
    )  # fmt: skip


def _masked(name: str) -> str:
    """`Budi Santoso` as `B*** S******`: enough for the addressee, too little for a stranger."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
