"""The life of a shared number's review."""

from tagih.contacts.enums import SharedState

SHARED_BY = 4
"""So many people with one number make it a matter for review."""
TRANSITIONS: dict[SharedState, frozenset[SharedState]] = {
    SharedState.OPEN: frozenset({SharedState.KEPT, SharedState.OWNED, SharedState.WRONG}),
    SharedState.KEPT: frozenset({SharedState.OPEN}),
    SharedState.OWNED: frozenset({SharedState.OPEN}),
    SharedState.WRONG: frozenset(),
}


def may_become(state: str, target: str) -> bool:
    """This will tell whether a shared number in `state` may go to `target`."""
    return target in TRANSITIONS[SharedState(state)]
