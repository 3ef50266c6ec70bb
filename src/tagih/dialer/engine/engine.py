"""The loop: signals in, decisions in memory, requests to the switch, facts to the rows."""

import asyncio
import contextlib
import logging
import math
import random
import uuid

import numpy as np

from tagih.dialer import operations
from tagih.dialer.adapters.switch import LegRefused, LinkDown, Sign, Signal, Switch
from tagih.dialer.engine import reading, talking
from tagih.dialer.engine.desk import Desk
from tagih.dialer.engine.distribution import agent_for, first_of, may_take
from tagih.dialer.engine.memory import GRACE_S, Agent, Asked, Line, Live
from tagih.dialer.enums import Cause, Direction, Mode, SeatState
from tagih.dialer.rules.pacing import SHORTEST_RING_S, Floor
from tagih.kernel import clock

log = logging.getLogger("tagih.dialer")

TICK_S, LOOK_S, TELL_S, LEARN_S = 0.25, 0.5, 1.0, 30.0
HOPPER_S = 45.0
"""A reservation older than this is given back: it should not keep other channels away for nothing."""
AGENT_RING_S, AGENT_AGAIN_S = 30.0, 3.0
MOST_NODE_LINES = 400


class Engine:
    """One switch. `trunk` is how a number is dialled, such as `PJSIP/{number}@trunk`."""

    def __init__(self, switch: Switch, *, node: str, trunk: str, faster: float = 1.0, seed: int | None = None) -> None:
        self.switch, self.node, self.trunk, self.faster = switch, node, trunk, faster
        self.desk = Desk()
        self.calls: dict[uuid.UUID, Live] = {}
        self.agents: dict[int, Agent] = {}
        self.lines: dict[int, Line] = {}
        self.leaders: dict[str, Asked] = {}
        self.is_linked = False
        self.is_ending = False
        self.answer_s: list[float] = []  # from answer to agent, on our side
        self.luck = random.Random(seed)  # noqa: S311 (rounding of a fraction, not a secret)
        self.foreign: dict[str, uuid.UUID] = {}  # legs that the switch named
        self.granted: set[uuid.UUID] = set()
        self.silent: dict[uuid.UUID, float] = {}
        self.softphone = "PJSIP/{account}"
        self.judging: set[str] = set()  # legs of which nobody knows yet whether a person is there
        self._tasks: set[asyncio.Task] = set()

    def time(self) -> float:
        """The loop's clock; in a demonstration it may run faster. Steps of the wall clock do not matter."""
        return asyncio.get_running_loop().time() * self.faster

    async def run(self) -> None:
        """This will work until it is told to end."""
        self.desk.open()
        await self._look()  # who sits here is known before the switch tells what lives
        await self.switch.open()
        duties = [self._hear(), self._every(TICK_S, self.tick), self._every(LOOK_S, self._look),
                  self._every(TELL_S, self._tell), self._every(LEARN_S, self._learn)]  # fmt: skip
        running = [asyncio.create_task(duty) for duty in duties]
        try:
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in [*running, *self._tasks]:
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*running, *self._tasks, return_exceptions=True)
            await self.switch.close()
            await self.desk.close()

    def soon(self, deed) -> asyncio.Task:
        """This will do something beside the loop; a refusal of the switch there is a signal that is yet to come."""
        task = asyncio.create_task(self._quiet(deed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _quiet(self, deed) -> None:
        try:
            await deed
        except LegRefused as refused:
            log.info("the switch refused: %s", refused)
        except Exception:
            log.exception("a step of a call failed")

    async def _every(self, seconds: float, duty) -> None:
        while not self.is_ending:
            try:
                await duty()
            except LegRefused:
                log.info("the switch is away")
            await asyncio.sleep(seconds / self.faster if seconds == TICK_S else seconds)

    # --- what rows say -----------------------------------------------------------------------------------------

    async def _look(self) -> None:
        seen = await self.desk.read(reading.look)
        if seen is not None:
            await reading.take_over(self, seen)

    async def _tell(self) -> None:
        if not self.desk.is_away and self.desk.waiting < 500:
            figures = {pk: self._figures(line) for pk, line in self.lines.items()}
            if figures:
                self.desk.write(operations.tell_now, figures=figures, now=clock.now())

    async def _learn(self) -> None:
        for pk, line in self.lines.items():
            if line.dialled:
                self.desk.write(operations.learn, campaign_id=pk, pacing=line.lesson())
        if self.is_linked:
            self.soon(talking.repair_recordings(self))

    def _figures(self, line: Line) -> dict:
        floor = self.floor(line)
        mine = [agent for agent in self.agents.values() if may_take(agent, line)]
        return {
            "lines": sum(call.campaign == line.row.pk for call in self.calls.values()),
            "ringing": len(floor.ringing_s), "waiting": floor.callers_waiting, "talking": len(floor.talking_s),
            "wrapping": floor.wrapping, "idle": floor.idle, "agents": floor.agents,
            "away": sum(agent.state not in IN_TURN for agent in mine), "hopper": len(line.hopper),
            "answer": round(line.learned.answer_probability, 4), "margin": round(line.steering.margin, 3),
            "ring_s": round(float((line.learned.rings * (np.arange(line.learned.rings.size) + 0.5)).sum()
                                  / line.learned.rings.sum()), 1),
            "talk_s": round(math.exp(line.learned.log_talk + line.learned.log_talk_variance / 2), 1),
            "wrap_s": round(line.learned.wrap_s, 1), "is_linked": self.is_linked,
        }  # fmt: skip

    # --- pacing ------------------------------------------------------------------------------------------------

    def floor(self, line: Line) -> Floor:
        """What the pacing looks at. An agent counts where they have their hands, else in the foremost campaign."""
        now, pk = self.time(), line.row.pk
        mine = [agent for agent in self.agents.values() if self._counts_for(agent, line)]
        own = [call for call in self.calls.values() if call.campaign == pk and not call.is_leaving]
        ringing = [now - call.dialed for call in own if call.answered is None]
        talking_s = [
            now - self.calls[agent.call].connected for agent in mine
            if agent.call in self.calls and self.calls[agent.call].connected is not None
        ]  # fmt: skip
        return Floor(
            agents=sum(agent.is_up and agent.state in IN_TURN for agent in mine),
            idle=sum(agent.is_free for agent in mine),
            wrapping=sum(agent.state in (SeatState.WRAP_UP, SeatState.WORKING) for agent in mine),
            callers_waiting=sum(call.answered is not None and call.connected is None for call in own),
            ringing_s=np.array(ringing), talking_s=np.array(talking_s),
        )  # fmt: skip

    def _counts_for(self, agent: Agent, line: Line) -> bool:
        if agent.call is not None and agent.call in self.calls:
            return self.calls[agent.call].campaign == line.row.pk
        serves = [
            other for other in self.lines.values()
            if other.row.is_running and may_take(agent, other) and (other.hopper or other is line)
        ]  # fmt: skip
        return bool(serves) and min(serves, key=lambda other: (-other.row.priority, other.row.pk)) is line

    async def tick(self) -> None:
        """This will distribute who waits, say goodbye to whom nobody meets, and dial."""
        await talking.distribute(self)
        await talking.part_with_unmet(self)
        await self._ring_agents()
        for line in sorted(self.lines.values(), key=lambda line: -line.row.priority):
            await self._pace(line)

    async def _pace(self, line: Line) -> None:
        now, row = self.time(), line.row
        line.budget = min(row.calls_per_second, line.budget + row.calls_per_second * TICK_S)
        self._drop_stale(line, now)
        floor = self.floor(line)
        order = line.order(floor, may_dial=self.may_dial)
        if order.dial > 0 or (row.is_running and floor.agents):
            self._fill(line, floor)
        lines_free = min(row.most_lines - sum(call.campaign == row.pk for call in self.calls.values()),
                         MOST_NODE_LINES - len(self.calls))  # fmt: skip
        wanted = math.floor(order.dial) + (self.luck.random() < order.dial % 1)
        many = max(0, min(wanted, lines_free, math.floor(line.budget), len(line.hopper)))
        line.budget -= many
        for _ in range(many):
            self._dial(line, line.hopper.popleft())
        given_up = self._give_up(line, order.give_up)
        line.steering.saw_order(dialed=many, given_up=given_up)

    @property
    def may_dial(self) -> bool:
        """Nobody is dialled while the switch or the rows are away, or when facts wait too long to be written."""
        return self.is_linked and not self.is_ending and not self.desk.is_away and self.desk.waiting < 200

    def _drop_stale(self, line: Line, now: float) -> None:
        is_over = not line.row.is_running or not self.is_linked
        while line.hopper and (
            is_over or (clock.now() - line.hopper[0].taken_at).total_seconds() > HOPPER_S
        ):
            one = line.hopper.popleft()
            self.desk.write(operations.give_back, entry_id=one.entry_id, attempt=one.attempt, now=clock.now())

    def _fill(self, line: Line, floor: Floor) -> None:
        target = max(2, min(60, 2 * (floor.agents or line.row.most_lines)))
        if line.is_filling or len(line.hopper) >= target or self.time() - line.filled_at < 1.0:
            return
        line.is_filling, line.filled_at = True, self.time()
        agent = next((one.person for one in self.agents.values() if one.is_up and may_take(one, line)), None)
        self.soon(self._filled(line, target - len(line.hopper), agent))

    async def _filled(self, line: Line, most: int, agent: int | None) -> None:
        try:
            taken = await self.desk.fill(reading.more, campaign=line.row, most=most, agent=agent)
            line.hopper.extend(taken or [])
        finally:
            line.is_filling = False

    def _dial(self, line: Line, one) -> None:
        call = Live(one.attempt, line.row.pk, Direction.OUT, self.time(), one=one)
        self.calls[call.id] = call
        line.dialled += 1
        self.soon(self._dialled(line, call))

    async def _dialled(self, line: Line, call: Live) -> None:
        begun = await self.desk.write(
            operations.begin_call, one=call.one, campaign_id=line.row.pk, node=self.node, now=clock.now()
        )
        if not begun.may_dial:  # paid, opted out, called back
            self.calls.pop(call.id, None)
            return
        call.dialed = self.time()
        try:
            await self.switch.ring(
                call.leg, self.trunk.format(number=call.one.number), ring_s=max(SHORTEST_RING_S, line.row.ring_s),
                caller_id=line.row.caller_id,
            )  # fmt: skip
        except LinkDown:
            await self.ended(call, Cause.FAULT)
        except LegRefused:
            await self.ended(call, Cause.TRUNK_FULL)

    def _give_up(self, line: Line, most: int) -> int:
        now = self.time()
        old = sorted(
            (call for call in self.calls.values()
             if call.campaign == line.row.pk and call.answered is None and now - call.dialed >= SHORTEST_RING_S),
            key=lambda call: call.dialed,
        )[:most]  # fmt: skip
        for call in old:
            self.soon(self.switch.hang_up(call.leg))
        return len(old)

    async def _ring_agents(self) -> None:
        now = self.time()
        for agent in self.agents.values():
            wanted = agent.state != SeatState.OFF and not agent.is_up and not agent.is_ringing
            if wanted and self.is_linked and now >= agent.ring_after:
                agent.is_ringing, agent.ring_after = True, now + AGENT_AGAIN_S
                self.soon(talking.ring_agent(self, agent, AGENT_RING_S))

    # --- what the switch says ----------------------------------------------------------------------------------

    async def _hear(self) -> None:
        while not self.is_ending:
            signal = await self.switch.signals.get()
            try:
                await self._heard(signal)
            except LegRefused as refused:
                log.info("the switch refused: %s", refused)
            except Exception:
                log.exception("a signal was not understood", extra={"sign": signal.sign})

    async def _heard(self, signal: Signal) -> None:
        match signal.sign:
            case Sign.LINK_LOST:
                self.is_linked = False
            case Sign.LINK_BACK:
                await talking.reconcile(self)
            case Sign.INCOMING:
                talking.take_incoming(self, signal)
            case Sign.RECORDED:
                self.soon(talking.keep_recording(self, signal.text))
            case _ if agent := self._agent_of(signal.leg):
                await talking.agent_signal(self, agent, signal)
            case _ if signal.leg in self.leaders:
                await talking.leader_signal(self, signal)
            case _ if call := self.call_of(signal.leg):
                await talking.customer_signal(self, call, signal)

    def call_of(self, leg: str) -> Live | None:
        """The call of a customer's leg."""
        if leg in self.foreign:
            return self.calls.get(self.foreign[leg])
        with contextlib.suppress(ValueError):
            return self.calls.get(uuid.UUID(leg))
        return None

    def _agent_of(self, leg: str) -> Agent | None:
        person = leg.removeprefix("agent-")
        return self.agents.get(int(person)) if leg.startswith("agent-") and person.isdecimal() else None

    def agent_for(self, call: Live) -> Agent | None:
        """Who takes a call now."""
        return agent_for(call, self.lines.get(call.campaign or 0), self.agents.values())

    def waiting(self) -> list[Live]:
        """Callers without an agent, the first to be served first."""
        found = [
            call for call in self.calls.values()
            if call.answered is not None and call.connected is None and not call.is_leaving and not call.is_machine
            and not self._is_bot(call) and call.leg not in self.judging
        ]  # fmt: skip
        return first_of(found, self.lines)

    def _is_bot(self, call: Live) -> bool:
        line = self.lines.get(call.campaign or 0)
        return bool(line and line.row.mode == Mode.BOT and call.direction is Direction.OUT)

    async def open_account(self, person: int) -> None:
        """This will let a person's softphone register."""
        known = await self.desk.read(reading.account, person=person)
        if known is not None and self.is_linked:
            await self.switch.open_account(*known)

    async def ended(self, call: Live, cause: Cause) -> None:
        """A customer's leg is gone."""
        await talking.call_ended(self, call, cause)


IN_TURN = (SeatState.READY, SeatState.TALKING, SeatState.WRAP_UP, SeatState.WORKING)
__all__ = ["GRACE_S", "IN_TURN", "Engine"]
