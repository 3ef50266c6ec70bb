"""Who carries a one-time code to a telephone. `TAGIH_CODE_SENDER` names it; without a name no code can be sent."""

from django.conf import settings

from tagih.contacts.adapters.codes.port import CodeNotTaken, CodeSender
from tagih.contacts.adapters.codes.sandbox import SandboxSender

__all__ = ["CodeNotTaken", "CodeSender", "sender"]

SENDERS: dict[str, type[CodeSender]] = {SandboxSender.name: SandboxSender}


def sender() -> CodeSender | None:
    """This will return the provider that is set up, None if there is none."""
    named = SENDERS.get(settings.TAGIH_CODE_SENDER)
    return named() if named else None
