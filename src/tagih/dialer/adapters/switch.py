"""The switch port: legs that ring, rooms in which legs hear each other, recordings of each leg, people who listen in.

A leg is one telephone line: a customer's, an agent's softphone, a leader's. We name legs and rooms, so a request that
is repeated does not ring twice and a signal that overtakes its answer is understood. A provider proves itself by the
suite `tests/dialer/switches`, which runs against the simulated one and against a real Asterisk.
"""

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tagih.dialer.adapters.telephony import Cause


class Sign(StrEnum):
    """What a switch tells. Signals may come twice and, across legs, in any order."""

    RINGING = "RINGING"
    ANSWERED = "ANSWERED"
    INCOMING = "INCOMING"  # `text` is the number that was dialled, `caller` who dials
    PRESSED = "PRESSED"  # `text` is the key
    PLAYED = "PLAYED"  # a prompt has ended
    JUDGED = "JUDGED"  # `text` is HUMAN, MACHINE or UNSURE
    RECORDED = "RECORDED"  # `text` is the name of a recording that can be fetched
    ENDED = "ENDED"
    LINK_LOST = "LINK_LOST"
    LINK_BACK = "LINK_BACK"  # what happened meanwhile nobody told: ask `legs`


class Ear(StrEnum):
    """How a leader hears a conversation."""

    LISTEN = "LISTEN"
    WHISPER = "WHISPER"  # the agent hears the leader, the customer does not
    BARGE = "BARGE"  # all hear all


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that happened. `at` is when the switch saw it."""

    sign: Sign
    at: dt.datetime
    leg: str = ""
    text: str = ""
    caller: str = ""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A leg that exists now."""

    is_up: bool
    room: str = ""


class LegRefused(RuntimeError):
    """The switch would not do it: no such leg any more, an endpoint that is not registered, a trunk that is full."""


class LinkDown(LegRefused):
    """Nobody reaches the switch at this moment."""


class Switch(Protocol):
    """A provider. Every request returns when the switch has accepted it; what comes of it is told by `signals`."""

    signals: asyncio.Queue[Signal]

    async def open(self) -> None:
        """This will connect and keep the connection, which comes back by itself."""
        ...

    async def close(self) -> None:
        """This will let go. Legs stay as they are."""
        ...

    async def ring(self, leg: str, to: str, *, ring_s: float, caller_id: str = "") -> None:
        """This will ring an address. :raises LegRefused: it cannot be rung"""
        ...

    async def answer(self, leg: str) -> None:
        """This will take an incoming call."""
        ...

    async def hang_up(self, leg: str) -> None:
        """This will end a leg; one that is gone changes nothing."""
        ...

    async def park(self, leg: str) -> None:
        """This will take a leg out of its room and let it hear music."""
        ...

    async def join(self, room: str, *legs: str) -> None:
        """This will bring legs into a room in which they hear each other; a leg leaves the room where it was."""
        ...

    async def close_room(self, room: str) -> None:
        """This will end a room. Legs in it stay, alone; no room changes nothing."""
        ...

    async def play(self, leg: str, sound: str) -> None:
        """This will play a prompt to one leg that is in no room."""
        ...

    async def judge(self, leg: str) -> None:
        """This will listen whether a person or a machine answered, for two seconds at most."""
        ...

    async def record(self, leg: str, name: str) -> None:
        """This will record what one leg says, under a name."""
        ...

    async def pause(self, name: str, *, is_paused: bool) -> None:
        """This will stop or go on recording; the pause is not in the file."""
        ...

    async def stop_recording(self, name: str) -> None:
        """This will end a recording; one that has ended changes nothing."""
        ...

    async def recordings(self) -> list[str]:
        """This will return the names of ended recordings that wait to be fetched."""
        ...

    async def fetch(self, name: str) -> bytes:
        """This will return a recording (WAV, 8 kHz, one channel, 16 bits)."""
        ...

    async def forget(self, name: str) -> None:
        """This will delete a recording at the switch; none changes nothing."""
        ...

    async def listen_in(self, agent: str, leader: str, *, room: str, ear: Ear) -> None:
        """This will let a leader's leg hear an agent's conversation; again with another ear changes how."""
        ...

    async def legs(self) -> Mapping[str, Standing]:
        """This will return the legs that exist now and are ours."""
        ...

    async def open_account(self, name: str, password: str) -> None:
        """This will let a softphone of that name register."""
        ...
