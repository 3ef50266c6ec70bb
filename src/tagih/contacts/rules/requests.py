"""The life of a request to change contact data."""

from tagih.contacts.enums import RequestState

TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    RequestState.SUBMITTED: frozenset({RequestState.APPROVED, RequestState.REJECTED, RequestState.WITHDRAWN}),
    RequestState.APPROVED: frozenset(),
    RequestState.REJECTED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}


def may_become(state: str, target: str) -> bool:
    """This will tell whether a request in `state` may go to `target`."""
    return target in TRANSITIONS[RequestState(state)]
