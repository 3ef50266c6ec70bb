"""Reads a strategy from its YAML, collecting every fault with its line and column instead of stopping at the first."""

import difflib
import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tagih.strategy.rules import conditions as tree
from tagih.strategy.rules.document.parts import (
    EVENTS,
    EXITS,
    Arm,
    Condition,
    Experiment,
    Offer,
    Segment,
    Step,
    Strategy,
    Treatment,
    timed,
)
from tagih.strategy.rules.document.yaml import DocumentFault, Spot, entries, inside, spot
from tagih.strategy.rules.document.yaml import tree as yaml_tree
from tagih.strategy.rules.faults import ConditionFault, Fault
from tagih.strategy.rules.reading import read_condition
from tagih.strategy.rules.variables import CHANNELS, WINDOWS

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
NAME = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
T = TypeVar("T")


@dataclass(slots=True)
class Reading:
    """What was read: parts by id with their places, and the faults so far. `strategy` is there if there are none."""

    faults: list[Fault] = field(default_factory=list)
    places: dict[str, Spot] = field(default_factory=dict)
    strategy: Strategy | None = None


def read_document(text: str) -> Reading:
    """This will read a strategy's text; names are not yet compared with each other, see `checking`."""
    reading = Reading()
    try:
        root = yaml_tree(text)
    except DocumentFault as problem:
        reading.faults.append(problem.fault)
        return reading
    reader = _Reader(text, reading)
    strategy = reader.strategy(root)
    if not reading.faults:
        reading.strategy = strategy
    return reading


class _Reader:
    def __init__(self, source: str, reading: Reading) -> None:
        self.source, self.reading = source, reading

    def fault(self, code: str, at: Node | Spot, name: str, value: str = "", **facts: Any) -> None:
        where = at if isinstance(at, Spot) else spot(at)
        told = {key: str(fact) for key, fact in facts.items()}
        self.reading.faults.append(Fault(code, where.line, where.column, name, value[:80], told))

    # --- what a node holds

    def mapping(self, node: Node, name: str, needed: Collection[str], allowed: Collection[str] = ()) -> dict[str, Node]:
        """The values by key; a key that is unknown, missing or there twice is a fault."""
        if not isinstance(node, MappingNode):
            self.fault("NOT_A_MAPPING", node, name)
            return {}
        found: dict[str, Node] = {}
        known = [*needed, *allowed]
        for key, key_node, value in entries(node):
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                self.fault("UNKNOWN_KEY", key_node, name, key, near=near[0] if near else "", known=", ".join(known))
            elif key in found:
                self.fault("KEY_TWICE", key_node, name, key)
            else:
                found[key] = value
        for key in needed:
            if key not in found:
                self.fault("KEY_MISSING", node, name, key)
        return found

    def items(self, node: Node | None, name: str, read: Callable[[Node], T | None], *, least: int = 0) -> list[T]:
        if node is None:
            return []
        if not isinstance(node, SequenceNode) or len(node.value) < least:
            self.fault("NOT_A_LIST", node, name)
            return []
        return [part for part in map(read, node.value) if part is not None]

    def text(self, node: Node | None, name: str, *, longest: int = 200) -> str:
        if node is None:
            return ""
        if not isinstance(node, ScalarNode) or not node.value.strip() or len(node.value) > longest:
            self.fault("NOT_A_TEXT", node, name, getattr(node, "value", "") if isinstance(node, ScalarNode) else "")
            return ""
        return node.value.strip()

    def word(self, node: Node | None, name: str, form: re.Pattern[str] = ID) -> str:
        found = self.text(node, name)
        if found and not form.fullmatch(found):
            self.fault("BAD_ID" if form is ID else "BAD_NAME", node, name, found)
        return found

    def choice(self, node: Node | None, name: str, options: Collection[str]) -> str:
        found = self.text(node, name)
        if found and found not in options:
            near = difflib.get_close_matches(found.upper(), options, n=1)
            self.fault("NO_SUCH_CHOICE", node, name, found, near=near[0] if near else "", known=", ".join(options))
        return found

    def whole(self, node: Node | None, name: str, low: int, high: int, default: int = 0) -> int:
        if node is None:
            return default
        found = node.value.strip() if isinstance(node, ScalarNode) else ""
        if not re.fullmatch(r"-?\d{1,9}", found) or not low <= int(found) <= high:
            self.fault("NOT_IN_RANGE", node, name, found, low=low, high=high)
            return default
        return int(found)

    def condition(self, node: Node | None, name: str) -> Condition | None:
        if node is None:
            return None
        if not isinstance(node, ScalarNode):
            self.fault("NOT_A_TEXT", node, name)
            return None
        try:
            return Condition(node.value.strip(), read_condition(node.value))
        except ConditionFault as problem:
            where = inside(node, problem.place, self.source)
            self.fault(problem.code, where, name, problem.about, **problem.facts)
            return None

    def once(self, kind: str, name: str, node: Node) -> str:
        """An id, remembered with its place; the same one a second time is a fault."""
        found = self.word(node, name)
        key = f"{kind} {found}"
        if found and key in self.reading.places:
            self.fault("ID_TWICE", node, name, found)
        self.reading.places.setdefault(key, spot(node))
        return found

    # --- the parts

    def strategy(self, node: Node) -> Strategy | None:
        needed = ("strategy", "title", "segments", "treatments")
        parts = self.mapping(node, "document", needed, ("offers", "experiment"))
        if not all(key in parts for key in needed):
            return None
        treatments = self.items(parts["treatments"], "treatments", self.treatment, least=1)
        return Strategy(
            name=self.word(parts["strategy"], "strategy", NAME),
            title=self.text(parts["title"], "title"),
            segments=tuple(self.items(parts["segments"], "segments", self.segment, least=1)),
            treatments={treatment.id: treatment for treatment in treatments},
            offers=tuple(self.items(parts.get("offers"), "offers", self.offer)),
            experiment=self.experiment(parts["experiment"]) if "experiment" in parts else None,
            digest=hashlib.sha256(self.source.encode()).hexdigest(),
        )

    def segment(self, node: Node) -> Segment | None:
        parts = self.mapping(node, "segment", ("id", "when", "treatment"), ("name", "priority"))
        if not {"id", "when", "treatment"} <= parts.keys():
            return None
        identity = self.once("segment", "segment", parts["id"])
        name = f"segment {identity}"
        self.reading.places.setdefault(f"{name} when", spot(parts["when"]))
        self.reading.places.setdefault(f"{name} treatment", spot(parts["treatment"]))
        when = self.condition(parts["when"], name)
        treatment = self.word(parts["treatment"], name)
        title = self.text(parts.get("name"), name) or identity
        priority = self.whole(parts.get("priority"), name, 1, 1000, 100)
        return Segment(identity, title, when, treatment, priority) if when else None

    def treatment(self, node: Node) -> Treatment | None:
        parts = self.mapping(node, "treatment", ("id", "steps"), ("name", "exit"))
        if not {"id", "steps"} <= parts.keys():
            return None
        identity = self.once("treatment", "treatment", parts["id"])
        name = f"treatment {identity}"
        exits = self.items(parts.get("exit"), name, lambda item: self.choice(item, name, EXITS))
        steps = self.items(parts["steps"], name, self.step)
        return Treatment(identity, self.text(parts.get("name"), name) or identity, tuple(exits), tuple(steps))

    def step(self, node: Node) -> Step | None:
        parts = self.mapping(
            node, "step", ("id", "trigger", "channel"),
            ("filter", "template", "script", "after", "delay", "every", "cap", "priority"),
        )  # fmt: skip
        if not {"id", "trigger", "channel"} <= parts.keys():
            return None
        identity = self.once("step", "step", parts["id"])
        name = f"step {identity}"
        channel = self.choice(parts["channel"], name, CHANNELS)
        after = self.word(parts.get("after"), name)
        if after:
            self.reading.places.setdefault(f"{name} after", spot(parts["after"]))
        elif "delay" in parts:
            self.fault("DELAY_WITHOUT_AFTER", parts["delay"], name)
        delay = self.whole(parts.get("delay"), name, 1, 365, 1 if after else 0)
        every = self.whole(parts.get("every"), name, 1, 3650)
        filter_ = self.condition(parts.get("filter"), name)
        if filter_:
            self.reading.places.setdefault(f"{name} filter", spot(parts["filter"]))
        conditions = [self.trigger(parts["trigger"], name), filter_.node if filter_ else None]
        conditions += [self.cap(parts.get("cap"), name, channel), *timed(identity, after, delay, every)]
        met = tree.both(*[condition for condition in conditions if condition is not None] or [tree.Constant(False)])
        return Step(
            identity, channel, met, self.text(parts.get("template"), name), self.text(parts.get("script"), name),
            after, delay, every, self.whole(parts.get("priority"), name, 0, 100, 50),
        )  # fmt: skip

    def trigger(self, node: Node, name: str) -> tree.Node | None:
        """What starts a step: days past due, days before due, an event or a result not long ago."""
        parts = self.mapping(node, name, (), ("dpd", "days_to_due", "event", "result", "within"))
        kinds = [key for key in parts if key != "within"]
        if len(kinds) != 1:
            if isinstance(node, MappingNode):
                self.fault("ONE_TRIGGER", node, name, ", ".join(kinds))
            return None
        (kind,) = kinds
        if kind in ("dpd", "days_to_due"):
            return self.days(parts[kind], name, kind)
        within = self.whole(parts.get("within"), name, 0, 90, 1)
        if kind == "event":
            counted = EVENTS.get(self.choice(parts["event"], name, EVENTS))
            if counted is None:
                return None
            recent = tree.Compare("<=", tree.Name(counted), tree.Constant(float(within)))
            least = tree.Compare(">=", tree.Name(counted), tree.Constant(0.0))
            return tree.both(least, recent) if counted == "days_to_promise" else recent
        node = parts["result"]
        codes = self.items(node, name, lambda item: self.word(item, name, NAME), least=1) if isinstance(
            node, SequenceNode) else [self.word(node, name, NAME)]  # fmt: skip
        recent = tree.Compare("<=", tree.Name("days_since_result"), tree.Constant(float(within)))
        return tree.both(tree.Among(tree.Name("last_result"), tuple(map(tree.Constant, codes))), recent)

    def days(self, node: Node, name: str, variable: str) -> tree.Node | None:
        """One day, or from and until: `dpd: 7`, `dpd: [1, 30]`."""
        if not isinstance(node, SequenceNode):
            day = self.whole(node, name, 0, 36_500, -1)
            return tree.Compare("=", tree.Name(variable), tree.Constant(float(day)))
        ends = [self.whole(item, name, 0, 36_500, -1) for item in node.value]
        if len(ends) != 2 or ends[0] > ends[1]:
            self.fault("BACKWARDS", node, name, ", ".join(map(str, ends)))
            return None
        low, high = (tree.Constant(float(end)) for end in ends)
        return tree.And((tree.Compare(">=", tree.Name(variable), low), tree.Compare("<=", tree.Name(variable), high)))

    def cap(self, node: Node | None, name: str, channel: str) -> tree.Node | None:
        """At most so many attempts of the step's channel in 1, 7 or 30 days."""
        if node is None:
            return None
        parts = self.mapping(node, name, ("times", "days"))
        times, days = (self.whole(parts.get("times"), name, 1, 100, 1), self.whole(parts.get("days"), name, 1, 30, 1))
        if days not in WINDOWS:
            self.fault("CAP_WINDOW", parts["days"], name, str(days), known=", ".join(map(str, WINDOWS)))
            return None
        if channel not in CHANNELS:
            return None
        return tree.Compare("<", tree.Name(f"{CHANNELS[channel]}_{days}d"), tree.Constant(float(times)))

    def offer(self, node: Node) -> Offer | None:
        limits = ("max_days_ahead", "min_share_percent", "max_legs", "max_penalty_discount_percent")
        parts = self.mapping(node, "offer", ("id", "when", *limits))
        if not {"id", "when"} <= parts.keys():
            return None
        identity = self.once("offer", "offer", parts["id"])
        name = f"offer {identity}"
        when = self.condition(parts["when"], name)
        self.reading.places.setdefault(f"{name} when", spot(parts["when"]))
        most = {"max_days_ahead": 365, "min_share_percent": 100, "max_legs": 60, "max_penalty_discount_percent": 100}
        told = {key: self.whole(parts.get(key), name, 0, high) for key, high in most.items()}
        return Offer(identity, when, **told) if when else None

    def experiment(self, node: Node) -> Experiment | None:
        parts = self.mapping(node, "experiment", ("id", "salt", "arms"))
        if not {"id", "salt", "arms"} <= parts.keys():
            return None
        identity = self.word(parts["id"], "experiment")
        arms = self.items(parts["arms"], f"experiment {identity}", self.arm, least=2)
        total = sum(arm.share for arm in arms)
        if arms and total != 100:
            self.fault("SHARES", parts["arms"], f"experiment {identity}", str(total))
        return Experiment(identity, self.word(parts["salt"], f"experiment {identity}"), tuple(arms))

    def arm(self, node: Node) -> Arm | None:
        parts = self.mapping(node, "arm", ("id", "share"), ("hold_out", "treatments"))
        if not {"id", "share"} <= parts.keys():
            return None
        identity = self.once("arm", "arm", parts["id"])
        name = f"arm {identity}"
        swaps = {}
        if "treatments" in parts:
            swap_node = parts["treatments"]
            self.reading.places.setdefault(f"{name} treatments", spot(swap_node))
            if isinstance(swap_node, MappingNode):
                swaps = {key: self.word(value, name) for key, _key, value in entries(swap_node)}
            else:
                self.fault("NOT_A_MAPPING", swap_node, name)
        is_out = self.choice(parts.get("hold_out"), name, ("true", "false")) == "true"
        return Arm(identity, self.whole(parts["share"], name, 1, 99), is_out, swaps)
