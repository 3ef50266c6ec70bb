from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    FEED = "FEED", _("Core system file")
    NOTICE = "NOTICE", _("Notice file")
    WEBHOOK = "WEBHOOK", _("Payment provider")
    CASHIER = "CASHIER", _("Cashier")


class Match(TextChoices):
    MATCHED = "MATCHED", _("Matched")
    SUSPENSE = "SUSPENSE", _("In suspense")
    ASSIGNED = "ASSIGNED", _("Assigned by a cashier")
