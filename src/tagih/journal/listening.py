"""Which reaction hears which event. Filled by `config.reactions` when the program starts; empty until then."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from tagih.journal.events import BusinessEvent


class Reaction(Protocol):
    """A job that takes the id of the event it answers (`event_id`), or of many events at once (`event_ids`)."""

    name: str
    func: Callable[..., Any]

    def defer(self, **arguments: Any) -> int: ...

    def batch_defer(self, *arguments: dict[str, Any]) -> list[int]: ...


_heard: dict[type[BusinessEvent], tuple[Reaction, ...]] = {}


def hear(event_class: type[BusinessEvent], reactions: Iterable[Reaction]) -> None:
    """This will let `reactions` hear every published event of exactly this class."""
    known = _heard.get(event_class, ())
    _heard[event_class] = known + tuple(reaction for reaction in reactions if reaction not in known)


def reactions_to(event_class: type[BusinessEvent]) -> tuple[Reaction, ...]:
    """This will return the reactions that hear events of this class, in the order they were told."""
    return _heard.get(event_class, ())


def answers_many(reaction: Reaction) -> bool:
    """This will tell whether one job of a reaction answers many events: whether it takes `event_ids`."""
    return "event_ids" in inspect.signature(reaction.func).parameters
