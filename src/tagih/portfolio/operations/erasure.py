"""What goes when a person asks, or when its time is over; identity numbers shown, and made anew with new keys."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tagih.journal import operations as journal
from tagih.kernel import crypto, database
from tagih.kernel.errors import Refusal
from tagih.portfolio.models import Customer
from tagih.portfolio.queries.people import IDENTITY
from tagih.staff.models import Person

NAMELESS = "•••"


class IdentityReasonRequired(Refusal):
    """Identity numbers are shown for a reason, which is kept."""

    def __init__(self) -> None:
        super().__init__("REASON_REQUIRED", _("Say why you need to see it."), field="reason")


def reveal_identity(*, customer: Customer, reason: str, by: Person, now: dt.datetime) -> str:
    """This will return the identity number in clear, blank where there is none, and record who saw it and why.

    :raises IdentityReasonRequired: without a reason
    """
    if not reason.strip():
        raise IdentityReasonRequired
    with database.transaction():
        journal.record_access(
            what="identity", subject_kind="customer", subject_id=customer.customer_no,
            customer_no=customer.customer_no, reason=reason.strip()[:200], by=by, now=now,
        )  # fmt: skip
    return crypto.decrypt(customer.identity_cipher, context=IDENTITY) if customer.identity_cipher else ""


def forget_details(*, customers: Sequence[int]) -> int:
    """This will let go of what the ledger does not need: birth date, gender, language, occupation."""
    return Customer.objects.filter(pk__in=customers).update(birth_date=None, gender="", language="", occupation="")


def anonymise_customers(*, customers: Sequence[int]) -> int:
    """This will take name and identity off customers; number, contracts and money stay as facts of the ledger."""
    with database.transaction():
        forget_details(customers=customers)
        return Customer.objects.filter(pk__in=customers).update(
            full_name=NAMELESS, identity_cipher=None, identity_hash=None, identity_masked="", identity_type=""
        )


def renew_identities(*, limit: int) -> int:
    """This will encrypt up to `limit` identity numbers anew that an older key encrypted, and return how many."""
    with database.transaction():
        rows = database.fetch("tagih.portfolio", "old_ciphers", {"key": crypto.data_key(), "limit": limit})
        customers = list(Customer.objects.filter(pk__in=[row["id"] for row in rows]))
        for customer in customers:
            number = crypto.decrypt(customer.identity_cipher, context=IDENTITY)
            customer.identity_cipher = crypto.encrypt(number, context=IDENTITY)
        Customer.objects.bulk_update(customers, ["identity_cipher"], batch_size=1000)
    return len(customers)


def renew_identity_hashes(*, after: int, limit: int) -> tuple[int, int]:
    """This will hash up to `limit` identity numbers after an id anew; returns the last id and how many changed."""
    with database.transaction():
        found = Customer.objects.select_for_update().filter(pk__gt=after, identity_cipher__isnull=False)
        customers = list(found.order_by("pk")[:limit])
        changed = []
        for customer in customers:
            number = crypto.decrypt(customer.identity_cipher, context=IDENTITY)
            fresh = crypto.search_hash(number, context=IDENTITY)
            if fresh != bytes(customer.identity_hash or b""):
                customer.identity_hash = fresh
                changed.append(customer)
        Customer.objects.bulk_update(changed, ["identity_hash"], batch_size=1000)
    return (customers[-1].pk, len(changed)) if customers else (0, 0)
