"""What can be said about conditions without asking anybody: never true, always true, true together.

Comparisons of a variable with constants are reasoned about exactly: a condition becomes alternatives, each a set of
values for every variable it names. What compares two variables or calculates is left open. So an answer is one of
three: proven by reasoning, seen (an example was found, and evaluated), or unsettled (no example among those tried, and
no proof).
"""

import itertools
import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tagih.strategy.rules import domains
from tagih.strategy.rules.conditions import (
    MIRRORED,
    OPPOSITE,
    Among,
    And,
    Compare,
    Constant,
    Name,
    Node,
    Not,
    Or,
    Row,
    Unknown,
    Value,
    holds,
    names,
    walk,
)
from tagih.strategy.rules.domains import Domain
from tagih.strategy.rules.variables import CATALOGUE, Kind, Variable

MOST_ALTERNATIVES = 400
DRAWS = 1500
SEED = 20261120


class Finding(StrEnum):
    """How sure an answer is."""

    NEVER = "NEVER"  # proven: no person can make it true
    SEEN = "SEEN"  # an example makes it true
    UNSETTLED = "UNSETTLED"


@dataclass(frozen=True, slots=True)
class Answer:
    finding: Finding
    example: Mapping[str, Value] | None = None


class _TooMany(Exception):
    """More alternatives than anybody wants to wait for."""


@dataclass(frozen=True, slots=True)
class Box:
    """One alternative: what each named variable may be. `is_open`: something else must hold too."""

    domains: Mapping[str, Domain]
    is_open: bool = False


def can_hold(*conditions: Node, catalogue: Mapping[str, Variable] = CATALOGUE) -> Answer:
    """This will tell whether one person can make all conditions true at once."""
    try:
        boxes = _product([_boxes(condition, "T", catalogue) for condition in conditions], catalogue)
    except _TooMany:
        boxes = None
    return _answer(boxes, conditions, lambda row: all(holds(condition, row) for condition in conditions), catalogue)


def can_fail(condition: Node, catalogue: Mapping[str, Variable] = CATALOGUE) -> Answer:
    """This will tell whether one person can make a condition anything but true."""
    try:
        boxes = _boxes(condition, "NT", catalogue)
    except _TooMany:
        boxes = None
    return _answer(boxes, (condition,), lambda row: not holds(condition, row), catalogue)


def _answer(
    boxes: list[Box] | None, conditions: Iterable[Node], wanted: Callable[[Row], bool],
    catalogue: Mapping[str, Variable],
) -> Answer:  # fmt: skip
    if boxes is not None and not boxes:
        return Answer(Finding.NEVER)
    asked = sorted(frozenset().union(*(names(condition) for condition in conditions)))
    constants = sorted({
        part.value for condition in conditions for part in walk(condition)
        if isinstance(part, Constant) and not isinstance(part.value, str | bool)
    })  # fmt: skip
    tries = itertools.chain(
        (_person(box, asked, constants, catalogue) for box in (boxes or [])[:MOST_ALTERNATIVES]),
        _drawn(boxes or [Box({})], conditions, asked, constants, catalogue),
    )
    for row in tries:
        if wanted(row):
            return Answer(Finding.SEEN, row)
    return Answer(Finding.UNSETTLED)


def _person(box: Box, asked: list[str], constants: list[float], catalogue: Mapping[str, Variable]) -> Row:
    return {
        name: _as_value(catalogue[name], _domain(box, name, catalogue).example([0.0, 1.0, *constants]))
        for name in asked
    }


def _drawn(
    boxes: list[Box], conditions: Iterable[Node], asked: list[str], constants: list[float],
    catalogue: Mapping[str, Variable],
) -> Iterator[Row]:  # fmt: skip
    """People drawn near the constants of the conditions, always the same ones."""
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    texts = [part.value for node in conditions for part in walk(node) if isinstance(part, Constant)
             and isinstance(part.value, str)]  # fmt: skip
    for _turn in range(DRAWS):
        box = chance.choice(boxes)
        row: dict[str, Value] = {}
        for name in asked:
            variable, domain = catalogue[name], _domain(box, name, catalogue)
            near = [value + step for value in constants for step in (-1.0, 0.0, 1.0, value, -value / 2)]
            drawn = Domain(tuple((value, value) for value in (chance.choice([*near, chance.uniform(0, 1e7)]),)))
            if variable.is_number and (met := drawn.meet(domain)).stretches:
                row[name] = _as_value(variable, met.stretches[0][0])
            elif variable.kind is Kind.TEXT and texts and not domain.texts:
                row[name] = chance.choice(texts)
            else:
                row[name] = _as_value(variable, domain.example([chance.choice([0.0, 1.0, *constants])]))
        yield row


def _as_value(variable: Variable, value: Value) -> Value:
    if value is None or isinstance(value, str):
        return value
    if variable.kind is Kind.FLAG:
        return bool(value)
    if math.isinf(value):
        return variable.high
    return float(math.floor(value)) if variable.kind is Kind.COUNT else value


def _domain(box: Box, name: str, catalogue: Mapping[str, Variable]) -> Domain:
    return box.domains.get(name) or domains.everything(catalogue[name])


def _boxes(node: Node, want: str, catalogue: Mapping[str, Variable]) -> list[Box]:
    """The alternatives in which a condition is true (T), false (F), not true (NT) or not false (NF)."""
    match node:
        case Not(part):
            return _boxes(part, {"T": "F", "F": "T", "NT": "NF", "NF": "NT"}[want], catalogue)
        case And(parts) | Or(parts):
            found = [_boxes(part, want, catalogue) for part in parts]
            if isinstance(node, And) == (want in ("T", "NF")):
                return _product(found, catalogue)
            return _limited([box for boxes in found for box in boxes])
    told = _comparison(node, want, catalogue)
    if told is None:
        return [Box({}, is_open=True)]
    name, found = told
    return [Box({name: domain}) for domain in found if not domain.is_empty]


def _comparison(node: Node, want: str, catalogue: Mapping[str, Variable]) -> tuple[str, list[Domain]] | None:
    """The variable that a single test is about, and what it may be; None where it is about more than one."""
    is_true, with_unknown = want in ("T", "NF"), want in ("NT", "NF")
    match node:
        case Name(name):
            return name, _also(
                domains.compared(catalogue[name], "=", 1.0 if is_true else 0.0), with_unknown, catalogue[name]
            )
        case Unknown(Name(name)):
            everything = domains.everything(catalogue[name])
            known = Domain(everything.stretches, everything.texts, everything.is_others)
            return name, [everything.meet(domains.unknown()) if is_true else known]
        case Among(Name(name), values):
            found = domains.listed(catalogue[name], [constant.value for constant in values], is_in=is_true)
            return name, _also(found, with_unknown, catalogue[name])
        case Compare(sign, Constant(value), Name(name)) | Compare(sign, Name(name), Constant(value)):
            sign = MIRRORED[sign] if isinstance(node.left, Constant) else sign
            found = domains.compared(catalogue[name], sign if is_true else OPPOSITE[sign], value)
            return name, _also(found, with_unknown, catalogue[name])
    return None


def _also(domain: Domain, with_unknown: bool, variable: Variable) -> list[Domain]:
    return [domain, domains.unknown()] if with_unknown and variable.is_nullable else [domain]


def _product(parts: list[list[Box]], catalogue: Mapping[str, Variable]) -> list[Box]:
    boxes = [Box({})]
    for part in parts:
        met = (_meet(box, other, catalogue) for box in boxes for other in part)
        boxes = _limited([box for box in met if box is not None])
    return boxes


def _meet(one: Box, other: Box, catalogue: Mapping[str, Variable]) -> Box | None:
    merged = dict(one.domains)
    for name, domain in other.domains.items():
        merged[name] = merged[name].meet(domain) if name in merged else domain
        if merged[name].is_empty:
            return None
    return Box(merged, one.is_open or other.is_open)


def _limited(boxes: list[Box]) -> list[Box]:
    if len(boxes) > MOST_ALTERNATIVES:
        raise _TooMany
    return boxes
