"""Short messages over SMPP 3.4: a bound session, long messages by user data header, receipts on the same line."""

from tagih.messaging.adapters.smpp.sending import built

__all__ = ["built"]
