"""People by their number."""

from tagih.portfolio.models import Customer


def customer_id_of(customer_no: str) -> int | None:
    """This will return the id of a customer in scope, None for others."""
    return (
        Customer.objects.filter(customer_no=customer_no).values_list("pk", flat=True).first() if customer_no else None
    )
