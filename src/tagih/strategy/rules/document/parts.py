"""What a strategy says, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tagih.strategy.rules.conditions import Call, Compare, Constant, Name, Node, Row, holds
from tagih.strategy.rules.variables import CATALOGUE, Kind, Source, Unit, Variable

SINCE = "since_step_"
"""History of a step: days since it was last decided for the person; unknown if never."""

EXITS: dict[str, Node] = {
    "DECEASED": Name("is_deceased"),
    "FLAGGED": Name("is_flagged"),
    "HELD": Name("is_held"),
    "PROMISE": Name("has_promise"),
    "PAYMENT": Compare("<=", Name("days_since_payment"), Constant(2.0)),
    "RIGHT_PARTY": Compare("<=", Name("days_since_right_party"), Constant(1.0)),
    "NOT_LATE": Compare("=", Name("dpd"), Constant(0.0)),
    "WRITTEN_OFF": Name("is_written_off"),
}
"""What ends a treatment, or rests it, and by which facts that is seen on the morning of a decision."""
EVENTS: dict[str, str] = {
    "PROMISE_BROKEN": "days_since_broken",
    "PAYMENT": "days_since_payment",
    "RIGHT_PARTY": "days_since_right_party",
    "PROMISE_DUE": "days_to_promise",
}
"""What starts a step `within` so many days, and the variable that counts them."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as it was written, and as it was understood."""

    text: str
    node: Node


@dataclass(frozen=True, slots=True)
class Segment:
    """People with something in common. A smaller `priority` is asked first; segments of one priority never overlap."""

    id: str
    name: str
    when: Condition
    treatment: str
    priority: int = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may be done. `condition` is everything at once: trigger, filter, delay, cap."""

    id: str
    channel: str
    condition: Node
    template: str = ""
    script: str = ""
    after: str = ""
    delay: int = 0
    every: int = 0
    priority: int = 50


@dataclass(frozen=True, slots=True)
class Treatment:
    """Steps in order: the first whose condition holds is the day's, unless an exit holds."""

    id: str
    name: str
    exits: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """The most that may be offered to some people."""

    id: str
    when: Condition
    max_days_ahead: int
    min_share_percent: int
    max_legs: int
    max_penalty_discount_percent: int


@dataclass(frozen=True, slots=True)
class Arm:
    """A part of everybody, by person; `swaps` puts treatments in place of others; a hold-out is contacted by none."""

    id: str
    share: int
    is_hold_out: bool = False
    swaps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Experiment:
    id: str
    salt: str
    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    name: str
    title: str
    segments: tuple[Segment, ...]
    treatments: Mapping[str, Treatment]
    offers: tuple[Offer, ...]
    experiment: Experiment | None
    digest: str

    @property
    def ordered_segments(self) -> tuple[Segment, ...]:
        """The segments as they are asked."""
        return tuple(sorted(self.segments, key=lambda segment: segment.priority))

    @property
    def remembered(self) -> tuple[str, ...]:
        """The steps whose history is asked for: by `every`, or by a step that comes after."""
        steps = [step for treatment in self.treatments.values() for step in treatment.steps]
        return tuple(sorted({step.after for step in steps if step.after} | {step.id for step in steps if step.every}))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a strategy says of one person on one date."""

    segment: str = ""
    treatment: str = ""
    arm: str = ""
    exit: str = ""
    step: str = ""
    channel: str = ""
    priority: int = 0
    offer: str = ""


def decide(strategy: Strategy, row: Row, *, draw: int) -> Decision:
    """This will decide for one person; `draw` (0 to 99) is the person's place in the experiment.

    The columnar pass says the same of everybody; a test holds the two together.
    """
    segment = next((found for found in strategy.ordered_segments if holds(found.when.node, row)), None)
    if segment is None:
        return Decision()
    offer = next((found.id for found in strategy.offers if holds(found.when.node, row)), "")
    arm = arm_of(strategy.experiment, draw)
    treatment = strategy.treatments[arm.swaps.get(segment.treatment, segment.treatment) if arm else segment.treatment]
    told = Decision(segment.id, treatment.id, arm.id if arm else "", offer=offer)
    leaving = "HOLD_OUT" if arm and arm.is_hold_out else ""
    leaving = leaving or next((name for name in treatment.exits if holds(EXITS[name], row)), "")
    if leaving:
        return Decision(told.segment, told.treatment, told.arm, leaving, offer=offer)
    step = next((found for found in treatment.steps if holds(found.condition, row)), None)
    if step is None:
        return told
    return Decision(told.segment, told.treatment, told.arm, "", step.id, step.channel, step.priority, offer)


def arm_of(experiment: Experiment | None, draw: int) -> Arm | None:
    """This will return the arm of a person's place."""
    reached = 0
    for arm in experiment.arms if experiment else ():
        reached += arm.share
        if draw < reached:
            return arm
    return None


def known_to(strategy: Strategy) -> dict[str, Variable]:
    """This will return the catalogue with the histories that the strategy's steps ask for."""
    return CATALOGUE | {SINCE + step: history(step) for step in strategy.remembered}


def history(step: str) -> Variable:
    """This will return the variable of a step's history."""
    return Variable(SINCE + step, Kind.COUNT, Unit.DAYS, Source.HISTORY, f"{SINCE}{step} >= 7", 1.0, 36_500.0,
                    is_nullable=True)  # fmt: skip


def timed(step: str, after: str, delay: int, every: int) -> list[Node]:
    """This will return what the history of steps must be for a step to come again, or after another one."""
    conditions: list[Node] = []
    if after:
        conditions.append(Compare(">=", Name(SINCE + after), Constant(float(max(delay, 1)))))
    if every:
        conditions.append(Compare(">=", _or_never(SINCE + step), Constant(float(every))))
    return conditions


def _or_never(name: str) -> Node:
    return Call("COALESCE", (Name(name), Constant(36_500.0)))
