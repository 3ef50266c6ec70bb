"""WhatsApp Cloud API. Closed until an administrator records on which legal basis it is used: the platform forbids
the collection of debts, whatever the law of the country says."""

from tagih.messaging.adapters.whatsapp.sending import built

__all__ = ["built"]
