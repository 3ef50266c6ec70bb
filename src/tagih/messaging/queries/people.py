"""People by their number."""

from collections.abc import Collection

from tagih.messaging.enums import MessageState
from tagih.messaging.models import Message

WAITING = (MessageState.QUEUED, MessageState.RESERVED)


def customers_with_waiting(customer_nos: Collection[str]) -> list[int]:
    """This will return the ids of those customers for whom a message waits to leave."""
    waiting = Message.objects.filter(customer__customer_no__in=customer_nos, state__in=WAITING)
    return list(waiting.values_list("customer_id", flat=True).order_by("customer_id").distinct())
