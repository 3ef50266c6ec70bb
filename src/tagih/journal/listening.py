"""Which reaction hears which event. Filled by `config.reactions` when the program starts; empty until then."""

from collections.abc import Iterable
from typing import Any, Protocol

from tagih.journal.events import BusinessEvent


class Reaction(Protocol):
    """A job that takes the id of the event it answers."""

    name: str

    def defer(self, **arguments: Any) -> int: ...


_heard: dict[type[BusinessEvent], tuple[Reaction, ...]] = {}


def hear(event_class: type[BusinessEvent], reactions: Iterable[Reaction]) -> None:
    """This will let `reactions` hear every published event of exactly this class."""
    known = _heard.get(event_class, ())
    _heard[event_class] = known + tuple(reaction for reaction in reactions if reaction not in known)


def reactions_to(event_class: type[BusinessEvent]) -> tuple[Reaction, ...]:
    """This will return the reactions that hear events of this class, in the order they were told."""
    return _heard.get(event_class, ())
