"""What is wrong with a strategy as a whole: unknown names, circles, people in two segments, steps nobody reaches."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from tagih.strategy.rules.analysis import Answer, Finding, can_fail, can_hold
from tagih.strategy.rules.conditions import Value
from tagih.strategy.rules.document.parts import Condition, Segment, Step, Strategy, known_to
from tagih.strategy.rules.document.reading import Reading, read_document
from tagih.strategy.rules.document.yaml import Spot
from tagih.strategy.rules.faults import Fault


def check(text: str) -> Reading:
    """This will read a strategy and compare its parts with each other; faults come in the order of the text.

    A note is something worth knowing that stops nobody. With a fault there is no strategy.
    """
    reading = read_document(text)
    if reading.strategy is not None:
        reading.faults.extend(_found(reading.strategy, reading.places))
    reading.faults.sort(key=lambda fault: (fault.line, fault.column))
    if any(not fault.is_note for fault in reading.faults):
        reading.strategy = None
    return reading


def _found(strategy: Strategy, places: Mapping[str, Spot]) -> Iterator[Fault]:
    found = [
        *_names(strategy, places), *_conditions(strategy, places), *_overlaps(strategy, places),
        *_circles(strategy, places),
    ]  # fmt: skip
    yield from found
    if all(fault.is_note for fault in found):  # else it would only repeat what was said
        yield from _reached(strategy, places)


def _names(strategy: Strategy, places: Mapping[str, Spot]) -> Iterator[Fault]:
    treatments = strategy.treatments
    used = {segment.treatment for segment in strategy.segments}
    for segment in strategy.segments:
        if segment.treatment not in treatments:
            at = places[f"segment {segment.id} treatment"]
            yield _unknown("UNKNOWN_TREATMENT", at, f"segment {segment.id}", segment.treatment, treatments)
    for arm in strategy.experiment.arms if strategy.experiment else ():
        for name in (*arm.swaps, *arm.swaps.values()):
            if name not in treatments:
                yield _unknown(
                    "UNKNOWN_TREATMENT", places[f"arm {arm.id} treatments"], f"arm {arm.id}", name, treatments
                )
        used |= set(arm.swaps.values())
    steps = {step.id for step in _steps(strategy)}
    for step in _steps(strategy):
        if step.after and step.after not in steps:
            yield _unknown("UNKNOWN_STEP", places[f"step {step.id} after"], f"step {step.id}", step.after, steps)
    for name in treatments.keys() - used:
        at = places[f"treatment {name}"]
        yield Fault("UNUSED_TREATMENT", at.line, at.column, f"treatment {name}", is_note=True)


def _conditions(strategy: Strategy, places: Mapping[str, Spot]) -> Iterator[Fault]:
    """Segments and offers that nobody or everybody is in."""
    told: list[tuple[str, Condition]] = [(f"segment {segment.id}", segment.when) for segment in strategy.segments]
    told += [(f"offer {offer.id}", offer.when) for offer in strategy.offers]
    for name, when in told:
        at = places[f"{name} when"]
        finding = can_hold(when.node).finding
        if finding is Finding.NEVER:
            yield Fault("NEVER_HOLDS", at.line, at.column, name, when.text[:80])
        elif finding is Finding.UNSETTLED:
            yield Fault("MAYBE_NEVER", at.line, at.column, name, when.text[:80], is_note=True)
        elif can_fail(when.node).finding is Finding.NEVER:
            yield Fault("ALWAYS_HOLDS", at.line, at.column, name, when.text[:80])


def _overlaps(strategy: Strategy, places: Mapping[str, Spot]) -> Iterator[Fault]:
    for one, other in combinations(strategy.segments, 2):
        if one.priority != other.priority:
            continue
        answer = can_hold(one.when.node, other.when.node)
        if answer.finding is Finding.NEVER:
            continue
        at = places[f"segment {other.id} when"]
        facts = {"other": one.id, "example": _example(answer)}
        code = "OVERLAP" if answer.finding is Finding.SEEN else "MAYBE_OVERLAP"
        yield Fault(code, at.line, at.column, f"segment {other.id}", other.when.text[:80], facts, code != "OVERLAP")


def _circles(strategy: Strategy, places: Mapping[str, Spot]) -> Iterator[Fault]:
    """A step that waits, over others, for itself: none of them would ever come."""
    after = {step.id: step.after for step in _steps(strategy) if step.after}
    told: set[str] = set()
    for start in after:
        path = [start]
        while (following := after.get(path[-1])) and following not in path:
            path.append(following)
        if following == start and start not in told:
            told |= set(path)
            at = places[f"step {start} after"]
            circle = " → ".join([*path, start])
            yield Fault("CYCLE", at.line, at.column, f"step {start}", after[start], {"circle": circle})


def _reached(strategy: Strategy, places: Mapping[str, Spot]) -> Iterator[Fault]:
    """A step that nobody of the segments with its treatment can ever come to."""
    catalogue = known_to(strategy)
    arms = strategy.experiment.arms if strategy.experiment else ()
    for treatment in strategy.treatments.values():
        sources = {treatment.id, *(old for arm in arms for old, new in arm.swaps.items() if new == treatment.id)}
        people = [segment for segment in strategy.segments if segment.treatment in sources]
        for step in treatment.steps:
            if people and all(_is_out_of_reach(segment, step, catalogue) for segment in people):
                at = places[f"step {step.id}"]
                yield Fault("NEVER_REACHED", at.line, at.column, f"step {step.id}", treatment.id)


def _is_out_of_reach(segment: Segment, step: Step, catalogue: Mapping) -> bool:
    return can_hold(segment.when.node, step.condition, catalogue=catalogue).finding is Finding.NEVER


def _steps(strategy: Strategy) -> Iterator[Step]:
    for treatment in strategy.treatments.values():
        yield from treatment.steps


def _unknown(code: str, at: Spot, name: str, value: str, known: Collection[str]) -> Fault:
    near = difflib.get_close_matches(value, known, n=1)
    return Fault(code, at.line, at.column, name, value, {"near": near[0] if near else ""})


def _example(answer: Answer) -> str:
    return ", ".join(f"{name} = {_written(value)}" for name, value in (answer.example or {}).items())


def _written(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"'{value}'" if isinstance(value, str) else f"{value:.15g}"
