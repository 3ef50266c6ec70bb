from enum import StrEnum


class Permission(StrEnum):
    """What a person may do with money that came in."""

    SEE_PAYMENTS = "payments.see_payments"
    POST_PAYMENTS = "payments.post_payments"
    ASSIGN_SUSPENSE = "payments.assign_suspense"
