"""Scorecards: what is asked about a contact, what a score is, and what makes it worth nothing.

A score is sum(weight x share) / sum(weight) over the items that apply. Not applicable never counts as passed. A fatal
item that failed makes the score 0, whatever else was good.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

YES, NO, NOT_APPLICABLE = "YES", "NO", "NA"
YES_NO, SCALE = "YES_NO", "SCALE"
FATAL_KINDS = (
    "WRONG_PERSON", "THREAT", "HOUR_OR_DAY", "NO_IDENTIFICATION", "FALSE_CLAIM", "UNRECORDED_ARRANGEMENT",
    "PRIVATE_ACCOUNT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `fatal` names the kind of grave failure; `only_if` (item, answer) makes it conditional."""

    id: str
    text: Mapping[str, str]
    kind: str = YES_NO
    weight: float = 1.0
    top: int = 3
    fatal: str = ""
    allows_na: bool = True
    only_if: tuple[str, str] | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading."""

    id: str
    name: Mapping[str, str]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A form, as one version of it stands."""

    name: Mapping[str, str]
    sections: tuple[Section, ...]
    channels: tuple[str, ...] = ()

    @property
    def items(self) -> dict[str, Item]:
        return {item.id: item for section in self.sections for item in section.items}


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers come to. `points` None: nothing applied. `fatal` lists the grave failures found."""

    points: float | None
    fatal: tuple[str, ...]
    failed: tuple[str, ...]
    shares: Mapping[str, float] = field(default_factory=dict)
    by_section: Mapping[str, float | None] = field(default_factory=dict)


def parsed(content: Mapping[str, Any]) -> Scorecard:
    """This will read a stored form. It must be free of `problems_of`."""
    return Scorecard(
        name=dict(content["name"]),
        channels=tuple(content.get("channels", ())),
        sections=tuple(
            Section(section["id"], dict(section["name"]), tuple(_item(item) for item in section["items"]))
            for section in content["sections"]
        ),
    )


def problems_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """This will return what is wrong with a form, as (where, code); none when it may be published."""
    found: list[tuple[str, str]] = []
    if not isinstance(content.get("name"), Mapping) or not content["name"].get("id"):
        found.append(("name", "NAME_MISSING"))
    sections = content.get("sections") or []
    if not sections:
        found.append(("sections", "NO_SECTIONS"))
    known: dict[str, Mapping[str, Any]] = {}
    for section in sections:
        if not section.get("items"):
            found.append((str(section.get("id", "?")), "SECTION_EMPTY"))
        for item in section.get("items", ()):
            found.extend(_problems_of_item(item, known))
            known[str(item.get("id", ""))] = item
    return found


def _problems_of_item(item: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name = str(item.get("id", ""))
    if not name:
        yield "?", "ITEM_WITHOUT_ID"
    if name in known:
        yield name, "ITEM_TWICE"
    if not item.get("text", {}).get("id"):
        yield name, "TEXT_MISSING"
    if item.get("kind", YES_NO) not in (YES_NO, SCALE):
        yield name, "KIND_UNKNOWN"
    if not 0 <= float(item.get("weight", 1)) <= 100:
        yield name, "WEIGHT"
    if item.get("kind") == SCALE and not 1 <= int(item.get("top", 3)) <= 10:
        yield name, "TOP"
    if item.get("fatal") and (item["fatal"] not in FATAL_KINDS or item.get("kind") == SCALE):
        yield name, "FATAL"
    condition = item.get("only_if")
    if condition and condition[0] not in known:
        yield name, "CONDITION"  # only an earlier item can decide: no circle can be drawn


def applies(item: Item, answers: Mapping[str, str], items: Mapping[str, Item]) -> bool:
    """This will tell whether an item is asked at all, given the answers to those before it."""
    if item.only_if is None:
        return True
    other, wanted = item.only_if
    return applies(items[other], answers, items) and answers.get(other) == wanted


def missing(card: Scorecard, answers: Mapping[str, str]) -> list[str]:
    """This will return the ids of the items that are asked and have no answer that they allow."""
    items = card.items
    return [
        item.id
        for item in items.values()
        if applies(item, answers, items) and answers.get(item.id) not in allowed(item)
    ]


def allowed(item: Item) -> tuple[str, ...]:
    """This will return the answers that an item allows, the best first."""
    values = (YES, NO) if item.kind == YES_NO else tuple(str(step) for step in range(item.top, -1, -1))
    return (*values, NOT_APPLICABLE) if item.allows_na else values


def score(card: Scorecard, answers: Mapping[str, str]) -> Score:
    """This will return what the answers come to, from 0 to 100."""
    items = card.items
    shares = {
        item.id: _share(item, answers[item.id])
        for item in items.values()
        if applies(item, answers, items) and answers.get(item.id, NOT_APPLICABLE) != NOT_APPLICABLE
    }
    failed = tuple(name for name, share in shares.items() if share < 1 and items[name].weight)
    fatal = tuple(name for name in failed if items[name].fatal)
    sections = {section.id: _weighed(section.items, shares) for section in card.sections}
    total = _weighed(tuple(items.values()), shares)
    points = None if not shares else 0.0 if fatal else total
    return Score(points, fatal, failed, shares, sections)


def _share(item: Item, answer: str) -> float:
    return float(answer == YES) if item.kind == YES_NO else int(answer) / item.top


def _weighed(items: tuple[Item, ...], shares: Mapping[str, float]) -> float | None:
    asked = [item for item in items if item.id in shares]
    weight = sum(item.weight for item in asked)
    if not asked or weight == 0:
        return None
    return round(100 * sum(item.weight * shares[item.id] for item in asked) / weight, 2)


def _item(told: Mapping[str, Any]) -> Item:
    condition = told.get("only_if")
    return Item(
        id=told["id"], text=dict(told["text"]), kind=told.get("kind", YES_NO), weight=float(told.get("weight", 1)),
        top=int(told.get("top", 3)), fatal=told.get("fatal", ""), allows_na=bool(told.get("allows_na", True)),
        only_if=(condition[0], condition[1]) if condition else None, law=told.get("law", ""),
    )  # fmt: skip
