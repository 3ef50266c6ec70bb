from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a person may do with money that came in."""

    SEE_PAYMENTS = "payments.see_payments"
    POST_PAYMENTS = "payments.post_payments"
    ASSIGN_SUSPENSE = "payments.assign_suspense"
    RECONCILE = "payments.reconcile"
    EDIT_WAYS = "payments.edit_ways"


SENTENCES = {
    Permission.SEE_PAYMENTS: _("see payments"),
    Permission.POST_PAYMENTS: _("post payment notices"),
    Permission.ASSIGN_SUSPENSE: _("assign unmatched money to a contract"),
    Permission.RECONCILE: _("compare bank statements with payments"),
    Permission.EDIT_WAYS: _("set up banks and QRIS"),
}
