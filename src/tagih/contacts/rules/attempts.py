"""The life of an attempt and what its result tells about the contact point."""

from tagih.contacts.enums import AttemptState

TRANSITIONS: dict[AttemptState, frozenset[AttemptState]] = {
    AttemptState.RESERVED: frozenset({AttemptState.DONE, AttemptState.CANCELLED, AttemptState.EXPIRED}),
    AttemptState.EXPIRED: frozenset({AttemptState.DONE}),
    AttemptState.DONE: frozenset(),
    AttemptState.CANCELLED: frozenset(),
}
FITTING = {
    "CALL": frozenset({"PHONE", "WHATSAPP"}),
    "BOT": frozenset({"PHONE", "WHATSAPP"}),
    "SMS": frozenset({"PHONE", "WHATSAPP"}),
    "WHATSAPP": frozenset({"PHONE", "WHATSAPP"}),
    "EMAIL": frozenset({"EMAIL"}),
    "LETTER": frozenset({"ADDRESS"}),
    "VISIT": frozenset({"ADDRESS"}),
}
GIVEN_BACK_MINUTES = 3
"""A reservation may be given back, and then does not count, within this time; later somebody may have dialled."""
LEAVES_OPEN_HOURS = 4
"""A reservation that nobody closes within this time counts as an attempt without contact."""


def may_become(state: str, target: str) -> bool:
    """This will tell whether an attempt in `state` may go to `target`."""
    return target in TRANSITIONS[AttemptState(state)]


def fits(channel: str, kind: str) -> bool:
    """This will tell whether a kind of contact point can be reached on a channel."""
    return kind in FITTING[channel]


def state_after(state: str, result_class: str) -> str:
    """This will give the state of a contact point after a result there: only a right party verifies it."""
    if result_class == "RPC" and state in ("UNVERIFIED", "SUSPECT"):
        return "VERIFIED"
    if result_class == "BAD" and state in ("UNVERIFIED", "SUSPECT", "VERIFIED"):
        return "DISCONNECTED"
    return state
