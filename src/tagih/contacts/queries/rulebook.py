"""Which rules the gate asks: the packs that ship, and the lender's own versions that somebody approved."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from tagih.contacts import enums, packs
from tagih.contacts.models import PackReplay, PackVersion
from tagih.contacts.rules import packs as rules
from tagih.contacts.rules.packs import Pack

REPLAY_HOLDS = dt.timedelta(days=7)
"""So long a replay tells of the last days what a draft would have changed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The packs of one question. `label` names them with versions (`ID_OJK_2023+HOUSE@2`), `shipped` those of files."""

    packs: tuple[Pack, ...]
    label: str
    shipped: str


@dataclass(frozen=True, slots=True)
class Approved:
    """A version that holds in its dates, for one product or for all."""

    pack: Pack
    label: str
    product: str | None
    effective_from: dt.date
    effective_to: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)


def asked(stamp: int | None, day: dt.date, products: Sequence[str] | None) -> Asked:
    """This will give the packs for a day and the products of a person (None: every pack that could be asked).

    `stamp` is read with the facts of each question, so every process asks a new version at once; what a stamp means
    never changes, so it is kept.
    """
    return _asked(stamp, day, None if products is None else tuple(products), settings.TAGIH_GATE_PACKS)


@lru_cache(maxsize=256)
def _asked(stamp: int | None, day: dt.date, products: tuple[str, ...] | None, named: str) -> Asked:
    own = [
        version for version in approved(stamp)
        if version.holds(day) and (version.product is None or products is None or version.product in products)
    ]  # fmt: skip
    replaced = {version.pack.id for version in own if version.product is None}
    names = [name for name in named.split("+") if _id(name) not in replaced]
    shipped = packs.named("+".join(names), day) if names else ()
    label = "+".join([*names, *(version.label for version in own)])
    return Asked((*shipped, *(version.pack for version in own)), label, "+".join(names) or named)


@lru_cache(maxsize=8)
def approved(stamp: int | None) -> tuple[Approved, ...]:
    """This will load every approved version as of a stamp."""
    if stamp is None:
        return ()
    rows = PackVersion.objects.filter(status=enums.PackStatus.APPROVED).select_related("product")
    return tuple(
        Approved(
            packs.compiled(row.text), str(row), row.product.code if row.product else None, row.effective_from,
            row.effective_to,
        )
        for row in rows.order_by("name", "number")
    )  # fmt: skip


def current_stamp() -> int | None:
    """This will give the newest change of the lender's own rules."""
    return PackVersion.objects.order_by("-stamp").exclude(stamp=None).values_list("stamp", flat=True).first()


@lru_cache(maxsize=512)
def recorded(label: str, day: dt.date) -> tuple[tuple[str, int | None, Pack], ...]:
    """This will give the packs that a stored decision names, as (id, product id, pack); a name that is gone is left
    out.
    """
    found = []
    for part in label.split("+"):
        name, _at, number = part.partition("@")
        if number:
            kept = PackVersion.objects.filter(name=name, number=number).values_list("product_id", "text").first()
            found += [(name, kept[0], packs.compiled(kept[1]))] if kept else []
        else:
            try:
                found += [(pack.id, None, pack) for pack in packs.named(part, day)]
            except packs.UnknownPack:
                continue
    return tuple(found)


def _id(name: str) -> str:
    return packs.named(name, dt.date.max)[0].id


def raised_by(pack: Pack) -> frozenset[str]:
    """This will tell the rules that a pack can really raise; it may hold the source of others."""
    return frozenset(rules.raised_by(pack.sections))


def compiled(text: str) -> Pack:
    """This will make a pack of a stored text."""
    return packs.compiled(text)


def replay_holds(replay: PackReplay, *, now: dt.datetime) -> bool:
    """This will tell whether a replay asked days recent enough to be submitted with."""
    return replay.until > now - REPLAY_HOLDS


def digest_of(text: str) -> str:
    """This will give the fingerprint by which a replay and its text belong together."""
    return hashlib.sha256(text.encode()).hexdigest()
