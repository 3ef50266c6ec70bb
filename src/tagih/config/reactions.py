"""Which reaction hears which event: the one place where packages meet upwards."""

from typing import Any

from tagih.journal import listening
from tagih.journal.events import BusinessEvent

HEARD: dict[type[BusinessEvent], list[Any]] = {}
"""Event class -> tasks of any package's `reactions` module, each taking `event_id`."""


def wire() -> None:
    """This will make the table known to the journal."""
    for event_class, tasks in HEARD.items():
        listening.hear(event_class, tasks)
