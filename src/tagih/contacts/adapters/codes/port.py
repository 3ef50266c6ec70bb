"""What Tagih asks of whoever carries codes."""

import uuid
from typing import Protocol


class CodeNotTaken(Exception):
    """The provider did not take the message, and never will."""


class CodeSender(Protocol):
    """Carries a short text to a number. Sent again with the same reference it must not arrive twice."""

    name: str

    def send(self, *, number: str, text: str, reference: uuid.UUID) -> None:
        """This will hand a message over.

        :raises CodeNotTaken: the provider refuses it for good; any other error is tried again
        """
