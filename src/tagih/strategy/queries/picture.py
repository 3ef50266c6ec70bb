"""A strategy as a picture: which segments go where, and what is done to them in which order, with counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from tagih.strategy.queries.counting import Counted
from tagih.strategy.rules.conditions import And, Node, sql
from tagih.strategy.rules.document.parts import Step, Strategy


@dataclass(frozen=True, slots=True)
class DrawnSegment:
    """A segment and its people; `share` of everybody in percent."""

    id: str
    name: str
    rule: str
    people: int | None
    share: int


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step and the people who come to it today."""

    id: str
    channel: str
    words: str
    rule: str
    priority: int
    people: int | None


@dataclass(frozen=True, slots=True)
class DrawnTreatment:
    """A treatment with the segments that come to it, its exits and its steps, strongest first."""

    id: str
    name: str
    segments: tuple[DrawnSegment, ...]
    exits: tuple[str, ...]
    steps: tuple[DrawnStep, ...]
    people: int | None


@dataclass(frozen=True, slots=True)
class Arm:
    """A part of an experiment; `swaps` as old and new treatment."""

    id: str
    share: int
    is_hold_out: bool
    swaps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Treatments in the order in which their segments are asked."""

    treatments: tuple[DrawnTreatment, ...]
    arms: tuple[Arm, ...]
    people: int | None
    outside: int | None
    with_step: int | None
    at_rest: int | None


def drawn(strategy: Strategy, found: Counted | None) -> Picture:
    """This will arrange a strategy for the eye, with counts where there are any."""
    segments = found.segments if found else {}
    order = list(dict.fromkeys(part.treatment for part in strategy.ordered_segments))
    order += [name for name in strategy.treatments if name not in order]
    treatments = []
    for name in order:
        treatment = strategy.treatments[name]
        led = tuple(
            DrawnSegment(part.id, part.name, part.when.text, _count(segments, part.id, found), _share(part.id, found))
            for part in strategy.ordered_segments
            if part.treatment == name
        )
        people = sum(part.people or 0 for part in led) if found else None
        steps = tuple(_step(step, found) for step in treatment.steps)
        treatments.append(DrawnTreatment(name, treatment.name, led, treatment.exits, steps, people))
    arms = strategy.experiment.arms if strategy.experiment else ()
    if found is None:
        told = (None, None, None, None)
    else:
        inside = sum(segments.values())
        told = (found.people, found.people - inside, sum(found.steps.values()), sum(found.exits.values()))
    return Picture(
        tuple(treatments),
        tuple(Arm(arm.id, arm.share, arm.is_hold_out, tuple(arm.swaps.items())) for arm in arms), *told,
    )  # fmt: skip


def _step(step: Step, found: Counted | None) -> DrawnStep:
    count = _count(found.steps if found else {}, step.id, found)
    return DrawnStep(
        step.id, step.channel, step.template or step.script, _plain(step.condition), step.priority, count
    )


def _plain(node: Node) -> str:
    parts = node.parts if isinstance(node, And) else (node,)
    return " AND ".join(sql(part).removeprefix("(").removesuffix(")") for part in parts)


def _count(counts: Mapping[str, int], name: str, found: Counted | None) -> int | None:
    return counts.get(name, 0) if found else None


def _share(name: str, found: Counted | None) -> int:
    if found is None or not found.people:
        return 0
    return round(100 * found.segments.get(name, 0) / found.people)
