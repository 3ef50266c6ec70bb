"""What the engine holds in memory: calls on the line, agents at their telephones, campaigns with what they learned."""

import datetime as dt
import uuid
from collections import deque
from collections.abc import Coroutine
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

import numpy as np

from tagih.dialer.adapters.switch import Switch
from tagih.dialer.engine.desk import Desk
from tagih.dialer.enums import Direction, Mode, SeatState
from tagih.dialer.models import Campaign
from tagih.dialer.operations import Dialable
from tagih.dialer.rules.learned import Learned
from tagih.dialer.rules.pacing import Floor, Order, Steering, predictive, progressive

GRACE_S = 2.0
"""How long somebody who answered waits for an agent; then the announcement that law requires."""


@dataclass(slots=True)
class Live:
    """A call on the line. Times are those of the loop."""

    id: uuid.UUID
    campaign: int | None
    direction: Direction
    dialed: float
    one: Dialable | None = None
    rang: float | None = None
    answered: float | None = None
    answered_at: dt.datetime | None = None
    connected: float | None = None
    agent: int | None = None
    guest: int | None = None  # a colleague whom the agent asks
    is_machine: bool = False
    is_leaving: bool = False  # told goodbye, about to be hung up
    keys: str = ""
    foreign: str = ""  # the name that the switch gave to a call that came in
    tapes: list[str] = field(default_factory=list)

    @property
    def leg(self) -> str:
        return self.foreign or str(self.id)

    @property
    def room(self) -> str:
        return f"room-{self.id}"


@dataclass(slots=True)
class Agent:
    """An agent at a telephone."""

    person: int
    address: str
    skills: frozenset[str]
    campaigns: frozenset[int]
    state: SeatState
    since: float
    is_up: bool = False
    is_ringing: bool = False
    ring_after: float = 0.0
    call: uuid.UUID | None = None

    @property
    def leg(self) -> str:
        return f"agent-{self.person}"

    @property
    def is_free(self) -> bool:
        return self.is_up and self.state == SeatState.READY and self.call is None


@dataclass(slots=True)
class Asked:
    """A leader who listens: whom, and how."""

    wish: uuid.UUID
    leader: int
    agent: int
    kind: str
    is_up: bool = False


@dataclass
class Line:
    """A campaign as the engine works it."""

    row: Campaign
    learned: Learned = field(default_factory=Learned)
    steering: Steering = field(default_factory=lambda: Steering(0.03))
    hopper: deque[Dialable] = field(default_factory=deque)
    is_filling: bool = False
    budget: float = 0.0  # calls that may be dialled now, by the limit of calls a second
    dialled: int = 0
    filled_at: float = -1e9

    @classmethod
    def of(cls, row: Campaign) -> "Line":
        """A line with what was learned before."""
        learned = Learned()
        told = row.pacing or {}
        for name in ("answered", "dialed", "log_talk", "log_talk_variance", "talks", "wrap_s", "wraps"):
            if name in told:
                setattr(learned, name, told[name])
        if "rings" in told:
            learned.rings = np.array(told["rings"])
        steering = Steering(float(row.target_share), margin=told.get("margin", Steering(0.03).margin))
        return cls(row, learned, steering)

    def lesson(self) -> dict[str, Any]:
        """What is worth keeping over a restart."""
        kept = {name: value for name, value in asdict(self.learned).items() if name not in ("rings", "tables")}
        return kept | {"rings": [round(float(one), 3) for one in self.learned.rings], "margin": self.steering.margin}

    def order(self, floor: Floor, *, may_dial: bool) -> Order:
        """How many lines to dial now."""
        if not may_dial or not self.row.is_running or self.row.mode == Mode.INBOUND:
            return Order(dial=0)
        if self.row.mode == Mode.BOT:
            return Order(dial=max(0, self.row.most_lines - len(floor.ringing_s) - floor.callers_waiting))
        if self.row.mode == Mode.PREDICTIVE:
            if floor.agents <= 5 and not floor.idle:
                return Order(dial=0)
            return predictive(floor, self.learned, self.steering)
        return progressive(floor)


class Works(Protocol):
    """The engine as its parts see it."""

    switch: Switch
    desk: Desk
    node: str
    faster: float
    softphone: str
    calls: dict[uuid.UUID, Live]
    agents: dict[int, Agent]
    lines: dict[int, Line]
    leaders: dict[str, Asked]
    foreign: dict[str, uuid.UUID]
    granted: set[uuid.UUID]
    silent: dict[uuid.UUID, float]
    judging: set[str]
    answer_s: list[float]
    is_linked: bool

    def time(self) -> float: ...

    def soon(self, deed: Coroutine[Any, Any, Any]) -> Any: ...

    def waiting(self) -> list[Live]: ...

    def agent_for(self, call: Live) -> Agent | None: ...

    async def open_account(self, person: int) -> None: ...
