"""A provider that keeps messages in an inbox instead of sending them: the telephones of a demonstration."""

from tagih.messaging.adapters.sandbox.sending import built

__all__ = ["built"]
