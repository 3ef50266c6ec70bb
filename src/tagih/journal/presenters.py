"""How events read to people: one sentence each, in the reader's language.

Packages above register theirs in their own `presenters.py` with `@presents(TheEvent)`; the program loads them
at the start.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from tagih.journal.events import BusinessEvent

E = TypeVar("E", bound=BusinessEvent)
_sentences: dict[str, Callable[[Any], Any]] = {}


def presents(event_class: type[E]) -> Callable[[Callable[[E], Any]], Callable[[E], Any]]:
    """This will make the decorated function the one that puts events of this class into words."""

    def register(sentence: Callable[[E], Any]) -> Callable[[E], Any]:
        _sentences[event_class.name()] = sentence
        return sentence

    return register


def has_presenter(event_class: type[BusinessEvent]) -> bool:
    """This will tell whether somebody puts events of this class into words."""
    return event_class.name() in _sentences


def sentence_of(event: BusinessEvent) -> str:
    """This will return the event as a sentence, or its name if nobody words it."""
    words = _sentences.get(event.name())
    return str(words(event)) if words else event.name()
