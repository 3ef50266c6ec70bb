"""Numbers that many people have, and how far each source of values can be trusted."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from tagih.contacts import enums
from tagih.contacts.models import ContactPoint, Evidence, PointNorm, SharedNumber
from tagih.contacts.queries.points import HASH
from tagih.contacts.rules import values
from tagih.contacts.rules.shared import may_become
from tagih.contacts.rules.significance import share_interval
from tagih.kernel import crypto
from tagih.portfolio.models import Contract

DIGITS_OF_A_NUMBER = 6
SHOWN_HOLDERS = 200


@dataclass(frozen=True, slots=True)
class Proof:
    """How often one kind of outcome was told of a number at one person, and when last."""

    outcome: str
    label: str
    times: int
    last_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """One person who has a shared number, as whose, from where, and what happened there."""

    point_id: int
    customer_id: int
    customer_no: str
    full_name: str
    owner_role: str
    owner_role_label: str
    owner_name: str
    state: str
    state_label: str
    source: str
    obtained_on: dt.date | None
    reached_at: dt.datetime | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Holders:
    """Those of a shared number's people whom the row scope covers, and how many there are beside them."""

    shown: tuple[Holder, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Credit:
    """How a source's values turned out. `share` is right / (right + wrong), between `low` and `high` at 95 %."""

    kind: str
    source: str
    points: int
    right: int
    wrong: int
    share: float | None
    low: float
    high: float


def shared_in(paths: Collection[str], *, state: str = "", text: str = "") -> QuerySet[SharedNumber]:
    """This will return the shared numbers that somebody in the row scope has, in a state, found by number or person.

    Only people in the scope are searched by name, so that a search tells nothing of others.
    """
    rows = SharedNumber.objects.select_related("resolved_by", "owner")
    if state:
        rows = rows.filter(state=state)
    holders = ContactPoint.objects.filter(_covered(paths, "customer__contracts__"), value_hash=OuterRef("value_hash"))
    holders = holders.exclude(kind=enums.PointKind.ADDRESS)
    rows = rows.filter(Exists(holders))
    if not text:
        return rows
    named = holders.filter(Q(customer__full_name__icontains=text) | Q(customer__customer_no__iexact=text))
    return rows.filter(Q(value_hash__in=_hashes(text)) | Q(Exists(named)))


def holders_of(shared: SharedNumber, *, paths: Collection[str], limit: int = SHOWN_HOLDERS) -> Holders:
    """This will list who has a shared number, over all contracts, those whom it reached last first. Three queries."""
    covered = Contract.objects.filter(_covered(paths), customer=OuterRef("customer"))
    points = _points_of(shared).annotate(is_covered=Exists(covered))
    hidden = points.filter(is_covered=False).aggregate(n=Count("customer", distinct=True))["n"]
    rows = points.filter(is_covered=True).select_related("customer")
    newest = rows.order_by(F("reached_at").desc(nulls_last=True), "customer__customer_no", "id")[:limit]
    proofs = _proofs([row.pk for row in newest])
    return Holders(shown=tuple(_holder(row, proofs.get(row.pk, ())) for row in newest), hidden=hidden)


def is_within(shared: SharedNumber, paths: Collection[str]) -> bool:
    """This will tell whether nobody who has the number belongs to other branches only. One query."""
    theirs = Contract.objects.filter(customer=OuterRef("customer"))
    elsewhere = _points_of(shared).filter(Exists(theirs)).exclude(Exists(theirs.filter(_covered(paths))))
    return not elsewhere.exists()


def may_be_reopened(shared: SharedNumber) -> bool:
    """This will tell whether the decision about a shared number can be taken back."""
    return may_become(shared.state, enums.SharedState.OPEN)


def source_credits(*, kinds: Sequence[str] = (enums.PointKind.PHONE,)) -> list[Credit]:
    """This will tell how far each source of values can be trusted, as last learned; the best known first. One query."""
    newest = PointNorm.objects.filter(kind__in=kinds).order_by("kind", "-learned_at").distinct("kind")
    found = [_credit(norm.kind, told) for norm in newest for told in norm.credits]
    return sorted(found, key=lambda credit: (credit.kind, -(credit.right + credit.wrong), credit.source))


def _credit(kind: str, told: dict) -> Credit:
    proven = told["right"] + told["wrong"]
    low, high = share_interval(told["right"], proven)
    return Credit(kind=kind, **told, share=told["right"] / proven if proven else None, low=low, high=high)


def _points_of(shared: SharedNumber) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(value_hash=shared.value_hash).exclude(kind=enums.PointKind.ADDRESS)


def _holder(row: ContactPoint, proofs: tuple[Proof, ...]) -> Holder:
    return Holder(
        point_id=row.pk,
        customer_id=row.customer_id,
        customer_no=row.customer.customer_no,
        full_name=row.customer.full_name,
        owner_role=row.owner_role,
        owner_role_label=str(row.get_owner_role_display()),
        owner_name=row.owner_name,
        state=row.state,
        state_label=str(row.get_state_display()),
        source=row.source,
        obtained_on=row.obtained_on,
        reached_at=row.reached_at,
        proofs=proofs,
    )


def _proofs(point_ids: Sequence[int]) -> dict[int, tuple[Proof, ...]]:
    told = Evidence.objects.filter(contact_point_id__in=point_ids).values("contact_point_id", "outcome")
    found: dict[int, list[Proof]] = defaultdict(list)
    for row in told.annotate(times=Count("pk"), last_at=Max("at")).order_by("contact_point_id", "-last_at"):
        label = str(enums.EvidenceOutcome(row["outcome"]).label)
        found[row["contact_point_id"]].append(Proof(row["outcome"], label, row["times"], row["last_at"]))
    return {point: tuple(proofs) for point, proofs in found.items()}


def _covered(paths: Collection[str], prefix: str = "") -> Q:
    within = (Q(**{f"{prefix}branch__path__startswith": path}) for path in sorted(paths))
    return reduce(Q.__or__, within, Q(pk__in=()))


def _hashes(text: str) -> list[bytes]:
    """The search hashes of what looks like a number or an e-mail, none for a name."""
    if "@" in text:
        told = values.normalise(enums.PointKind.EMAIL, text)
    elif sum(character.isdigit() for character in text) >= DIGITS_OF_A_NUMBER and not any(map(str.isalpha, text)):
        told = values.normalise(enums.PointKind.PHONE, text)
    else:
        return []
    return [] if told.problem else list(crypto.search_hashes(told.text, context=HASH))
