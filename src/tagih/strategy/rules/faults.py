"""What is wrong with a text, where exactly, and about what: a code for programs, words are found by `wording`."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text, from `start` to before `end`, in characters."""

    start: int
    end: int

    def to(self, other: "Place") -> "Place":
        """This will return the stretch from here to the end of another."""
        return Place(self.start, other.end)


class ConditionFault(ValueError):
    """A condition that cannot be used: which fault, where in its text, about which word, and what else helps."""

    def __init__(self, code: str, place: Place, about: str = "", **facts: Any) -> None:
        self.code, self.place, self.about, self.facts = code, place, about, facts
        super().__init__(f"{code} {about} at {place.start}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a document, counted in lines and columns from one. `is_note` does not stop its use."""

    code: str
    line: int
    column: int
    name: str
    value: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    is_note: bool = False
