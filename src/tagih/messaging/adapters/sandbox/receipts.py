"""What invented debtors send back has the form of the HTTP gateway."""

from tagih.messaging.adapters.http.receipts import read

__all__ = ["read"]
