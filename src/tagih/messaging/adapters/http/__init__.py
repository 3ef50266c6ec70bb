"""A generic HTTP gateway of short messages: one POST a message, receipts and replies by webhook."""

from tagih.messaging.adapters.http.sending import built

__all__ = ["built"]
