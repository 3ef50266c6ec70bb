"""A switch without telephones: what the other side does is decided by whoever makes it. Time may run faster.

It is proven by the same suite as Asterisk, so what works here works there.
"""

import asyncio
import io
import math
import struct
import wave
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tagih.dialer.adapters.switch import Ear, LegRefused, Sign, Signal, Standing
from tagih.dialer.adapters.telephony import Cause
from tagih.kernel import clock

RATE = 8000
CUSTOMER_HZ, AGENT_HZ = 440, 1000
LONGEST_SOUND_S = 60.0
JUDGING_S = 1.6


@dataclass(frozen=True, slots=True)
class Fate:
    """What the other side of a leg does: rings, then answers or not; talks; presses keys; hangs up."""

    rings_s: float
    cause: Cause | None = None  # of not answering
    talks_s: float | None = None  # then hangs up; None waits for us
    is_machine: bool = False
    presses: tuple[tuple[float, str], ...] = ()  # seconds after answering
    is_refused: bool = False  # the address does not exist
    hertz: int = CUSTOMER_HZ


@dataclass(slots=True)
class _Leg:
    fate: Fate
    is_up: bool = False
    room: str = ""
    is_held: bool = False
    timers: list[asyncio.TimerHandle] = field(default_factory=list)


@dataclass(slots=True)
class _Tape:
    hertz: int
    began: float
    leg: str
    seconds: float = 0.0
    is_paused: bool = False
    is_over: bool = False


class SimulatedSwitch:
    """`fate_of(address, leg)` decides what comes of a ring; `faster` divides every second."""

    def __init__(self, fate_of: Callable[[str, str], Fate], *, faster: float = 1.0) -> None:
        self.signals: asyncio.Queue[Signal] = asyncio.Queue()
        self.fate_of, self.faster = fate_of, faster
        self._legs: dict[str, _Leg] = {}
        self._tapes: dict[str, _Tape] = {}
        self._ears: dict[str, str] = {}
        self.accounts: dict[str, str] = {}

    async def open(self) -> None:
        """This will begin."""
        self._tell(Sign.LINK_BACK)

    async def close(self) -> None:
        """This will let go; nothing outlives the process."""
        for leg in self._legs.values():
            for timer in leg.timers:
                timer.cancel()

    async def ring(self, leg: str, to: str, *, ring_s: float, caller_id: str = "") -> None:
        """This will ring whoever `fate_of` names."""
        if leg in self._legs:
            return
        fate = self.fate_of(to, leg)
        if fate.is_refused:
            raise LegRefused(to)
        made = self._legs[leg] = _Leg(fate)
        self._tell(Sign.RINGING, leg)
        if fate.rings_s > ring_s or fate.cause is Cause.NO_ANSWER:
            self._later(made, min(ring_s, fate.rings_s), self._end, leg, Cause.NO_ANSWER)
        elif fate.cause is not None:
            self._later(made, fate.rings_s, self._end, leg, fate.cause)
        else:
            self._later(made, fate.rings_s, self._answer, leg)

    def call_in(self, leg: str, *, number: str, caller: str, fate: Fate) -> None:
        """This will let somebody outside dial us."""
        self._legs[leg] = _Leg(fate)
        self._tell(Sign.INCOMING, leg, text=number, caller=caller)

    async def answer(self, leg: str) -> None:
        """This will take an incoming call."""
        self._answer(leg)

    async def hang_up(self, leg: str) -> None:
        """This will end a leg."""
        self._end(leg, Cause.WE_HUNG_UP)

    async def park(self, leg: str) -> None:
        """This will let a leg wait."""
        self._up(leg).room = ""

    async def join(self, room: str, *legs: str) -> None:
        """This will bring legs together."""
        for leg in legs:
            self._up(leg).room = room

    async def close_room(self, room: str) -> None:
        """This will end a room."""
        for leg in self._legs.values():
            leg.room = "" if leg.room == room else leg.room

    async def play(self, leg: str, sound: str) -> None:
        """This will take the time of a prompt."""
        self._later(self._up(leg), 1.0, self._tell, Sign.PLAYED, leg, sound)

    async def judge(self, leg: str) -> None:
        """This will tell who answered."""
        made = self._up(leg)
        verdict = "MACHINE" if made.fate.is_machine else "HUMAN"
        self._later(made, JUDGING_S, self._tell, Sign.JUDGED, leg, verdict)

    async def record(self, leg: str, name: str) -> None:
        """This will record a tone that belongs to the leg."""
        made = self._up(leg)
        self._tapes[name] = _Tape(made.fate.hertz, self._time(), leg)

    async def pause(self, name: str, *, is_paused: bool) -> None:
        """This will stop or go on."""
        tape = self._tapes.get(name)
        if tape is None or tape.is_over:
            raise LegRefused(name)
        if is_paused and not tape.is_paused:
            tape.seconds += self._time() - tape.began
        tape.began, tape.is_paused = self._time(), is_paused

    async def stop_recording(self, name: str) -> None:
        """This will end a recording."""
        tape = self._tapes.get(name)
        if tape is not None and not tape.is_over:
            self._finish(name, tape)

    async def recordings(self) -> list[str]:
        """This will return the ended ones."""
        return [name for name, tape in self._tapes.items() if tape.is_over]

    async def fetch(self, name: str) -> bytes:
        """This will return the tone."""
        tape = self._tapes.get(name)
        if tape is None or not tape.is_over:
            raise LegRefused(name)
        return tone(tape.hertz, min(tape.seconds, LONGEST_SOUND_S))

    async def forget(self, name: str) -> None:
        """This will delete a recording."""
        self._tapes.pop(name, None)

    async def listen_in(self, agent: str, leader: str, *, room: str, ear: Ear) -> None:
        """This will let a leader hear an agent."""
        self._up(agent)
        self._up(leader).room = room if ear is Ear.BARGE else f"ear:{agent}"
        self._ears[leader] = agent

    async def legs(self) -> Mapping[str, Standing]:
        """This will return what exists."""
        return {name: Standing(leg.is_up, leg.room) for name, leg in self._legs.items()}

    async def open_account(self, name: str, password: str) -> None:
        """This will remember an account."""
        self.accounts[name] = password

    def _up(self, leg: str) -> _Leg:
        made = self._legs.get(leg)
        if made is None or not made.is_up:
            raise LegRefused(leg)
        return made

    def _answer(self, leg: str) -> None:
        made = self._legs.get(leg)
        if made is None or made.is_up:
            return
        made.is_up = True
        self._tell(Sign.ANSWERED, leg)
        for after, key in made.fate.presses:
            self._later(made, after, self._tell, Sign.PRESSED, leg, key)
        if made.fate.talks_s is not None:
            self._later(made, made.fate.talks_s, self._end, leg, Cause.THEY_HUNG_UP)

    def _end(self, leg: str, cause: Cause) -> None:
        made = self._legs.pop(leg, None)
        if made is None:
            return
        for timer in made.timers:
            timer.cancel()
        for name, tape in self._tapes.items():
            if tape.leg == leg and not tape.is_over:
                self._finish(name, tape)
        self._tell(Sign.ENDED, leg, cause=cause)

    def _finish(self, name: str, tape: _Tape) -> None:
        if not tape.is_paused:
            tape.seconds += self._time() - tape.began
        tape.is_over = True
        self._tell(Sign.RECORDED, tape.leg, name)

    def _later(self, leg: _Leg, seconds: float, act: Callable, *about: object) -> None:
        leg.timers.append(asyncio.get_running_loop().call_later(seconds / self.faster, act, *about))

    def _time(self) -> float:
        return asyncio.get_running_loop().time() * self.faster

    def _tell(self, sign: Sign, leg: str = "", text: str = "", *, caller: str = "", cause: Cause | None = None) -> None:
        self.signals.put_nowait(Signal(sign, clock.now(), leg, text, caller, cause))


def tone(hertz: int, seconds: float) -> bytes:
    """This will return a WAV with one tone."""
    buffer, frames = io.BytesIO(), int(seconds * RATE)
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        turn = 2 * math.pi * hertz / RATE
        file.writeframes(struct.pack(f"<{frames}h", *(int(3000 * math.sin(turn * at)) for at in range(frames))))
    return buffer.getvalue()
