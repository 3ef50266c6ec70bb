"""The demonstration's telephony: the visitor's calls go to simulated debtors, through the port of any provider."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from tagih.dialer import operations as dialer
from tagih.dialer.adapters.simulated import Fate, SimulatedSwitch
from tagih.dialer.adapters.telephony import Cause, Kind, LineEvent
from tagih.kernel import clock, home
from tagih.sandbox.telephone import line
from tagih.sandbox.telephone.line import Conversation

SEED = 7
NAME = "sandbox"
TALKS_FASTEST_S = 1.0
KEPT = 500
"""Calls remembered; a visitor makes one at a time."""


class SimulatedTelephony:
    """Lines of this process: a call that an earlier process rang is over. What debtors mean to do is kept in a file."""

    def __init__(self, seed: int = SEED) -> None:
        self.seed = seed
        self._calls: dict[uuid.UUID, tuple[dt.datetime, Conversation]] = {}
        self._ended: dict[uuid.UUID, dt.datetime] = {}

    def dial(self, *, call: uuid.UUID, number: str, now: dt.datetime) -> None:
        """This will ring a number; one that rings already goes on ringing."""
        if call in self._calls:
            return
        for old in list(self._calls)[: len(self._calls) - KEPT + 1]:
            self._ended.pop(old, None)
            del self._calls[old]
        spoken = line.call(self.seed, number, str(call), now)
        self._calls[call] = (now, spoken)
        _remember(call, spoken)

    def hang_up(self, *, call: uuid.UUID, now: dt.datetime) -> None:
        """This will end a call that is not over yet."""
        events = self.events(call=call, now=now)
        if events and events[-1].kind != Kind.ENDED:
            self._ended[call] = now

    def events(self, *, call: uuid.UUID, now: dt.datetime) -> Sequence[LineEvent]:
        """This will return what happened until now, or until somebody hung up."""
        if call not in self._calls:
            return []
        began, conversation = self._calls[call]
        ended = self._ended.get(call)
        events = [
            LineEvent(
                began + dt.timedelta(seconds=turn.at_s), Kind(turn.kind), turn.said.text, turn.said.gloss,
                Cause(turn.cause) if turn.cause else None,
            )
            for turn in conversation.turns
        ]  # fmt: skip
        happened = [event for event in events if event.at <= (ended or now)]
        return [*happened, LineEvent(ended, Kind.ENDED, cause=Cause.WE_HUNG_UP)] if ended else happened


def install() -> None:
    """This will connect the simulated lines where a demonstration asks for them, and nowhere else."""
    dialer.connect(SimulatedTelephony() if settings.TAGIH_DEMO and settings.TAGIH_TELEPHONY == NAME else None)


def meant() -> dict[uuid.UUID, dt.date | None]:
    """This will return what came of every call through these lines: the day on which the debtor will really pay."""
    if not _memory().exists():
        return {}
    lines = (json.loads(text) for text in _memory().read_text().splitlines())
    return {
        uuid.UUID(told["call"]): dt.date.fromisoformat(told["pays_on"]) if told["pays_on"] else None for told in lines
    }


def _remember(call: uuid.UUID, spoken: Conversation) -> None:
    pays_on = spoken.pays_on.isoformat() if spoken.pays_on and spoken.means_it else None
    with _memory().open("a") as file:
        file.write(json.dumps({"call": str(call), "pays_on": pays_on}) + "\n")


def _memory() -> Path:
    return home.path() / "demo-calls.jsonl"


def switch() -> SimulatedSwitch:
    """This will make the switch of a demonstration: agents pick up at once, debtors are those of the town."""
    return SimulatedSwitch(_fate_of)


def _fate_of(address: str, leg: str) -> Fate:
    if address.startswith(("agent", "PJSIP/agent")):
        return Fate(0.2, hertz=1000)
    spoken = line.call(SEED, address, leg, clock.now())
    answered = next((turn for turn in spoken.turns if turn.kind == "ANSWERED"), None)
    ended = spoken.turns[-1]
    if answered is None:
        return Fate(ended.at_s, cause=Cause(ended.cause))
    is_machine = spoken.result == "VOICEMAIL"
    _remember(uuid.UUID(leg), spoken)
    return Fate(answered.at_s, talks_s=max(TALKS_FASTEST_S, ended.at_s - answered.at_s), is_machine=is_machine)
