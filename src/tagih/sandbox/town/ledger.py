"""What happened in a town, event by event: money, calls, complaints. The town's own books, which Tagih never sees."""

import hashlib
import heapq
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Movement:
    """One record of the core system about money. `number` is the contract that the record names, right or wrong."""

    ref: str
    loan: int  # whose money it is
    number: str
    day: int  # paid on
    at: int  # seconds since 1970 when it was paid
    recorded: int  # seconds since 1970 when the core knew
    amount: int  # rupiah
    channel: str
    is_told: bool  # the provider tells at once
    is_twice: bool  # and twice
    reversal_of: str


@dataclass(slots=True)
class Ledger:
    """All movements; those that the files and the providers have yet to tell; calls and what was said; counts.

    `told` is what the core's files said so far that each loan has paid, reversals taken off.
    """

    told: np.ndarray
    contracts: frozenset[str]
    movements: list[Movement] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _unfiled: list[Movement] = field(default_factory=list)
    _untold: list[tuple[int, str, Movement]] = field(default_factory=list)

    def move(self, *movements: Movement) -> None:
        """This will write movements of money."""
        self.movements.extend(movements)
        self._unfiled.extend(movements)
        for move in movements:
            if move.is_told:
                heapq.heappush(self._untold, (move.recorded, move.ref, move))

    def note(self, kind: str, at: int, person: int, *facts: Any) -> None:
        """This will write down an event of a person."""
        self.events.append((at, kind, person, *facts))
        self.counts[kind] += 1

    def filed(self, until: int) -> list[Movement]:
        """This will return, once, what the core recorded before `until` and no file said yet, in order of recording."""
        found = [move for move in self._unfiled if move.recorded < until]
        self._unfiled = [move for move in self._unfiled if move.recorded >= until]
        for move in found:
            if move.number in self.contracts:
                self.told[move.loan] += -move.amount if move.reversal_of else move.amount
        return sorted(found, key=lambda move: (move.recorded, move.ref))

    def spoken(self, until: int) -> list[Movement]:
        """This will return, once, what providers tell of before `until`, in order."""
        found = []
        while self._untold and self._untold[0][0] < until:
            found.append(heapq.heappop(self._untold)[2])
        return found

    def lines(self) -> list[str]:
        """This will write every event as a line of JSON, in order of time."""
        money = [
            (move.at, "PAYMENT", move.loan, move.ref, move.number, move.amount, move.channel, move.reversal_of)
            for move in self.movements
        ]
        ordered = sorted([*self.events, *money], key=lambda event: tuple(map(str, (f"{event[0]:012d}", *event[1:]))))
        return [json.dumps(event, default=str) for event in ordered]

    def digest(self) -> str:
        """This will return one number for all events: the same town, the same number."""
        told = hashlib.sha256()
        for line in self.lines():
            told.update(line.encode() + b"\n")
        return told.hexdigest()
