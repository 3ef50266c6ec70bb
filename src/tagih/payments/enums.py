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


class BankKind(TextChoices):
    VA = "VA", _("Virtual account")
    RETAIL = "RETAIL", _("Shop counter")


class SignsWith(TextChoices):
    HMAC = "HMAC", _("Shared secret (HMAC-SHA512)")
    RSA = "RSA", _("Key pair (SHA256withRSA)")


class StatementForm(TextChoices):
    CSV = "CSV", _("CSV")
    MT940 = "MT940", _("MT940")
    CAMT053 = "CAMT053", _("camt.053")


class LineState(TextChoices):
    MATCHED = "MATCHED", _("Matched")
    OPEN = "OPEN", _("To be settled")
    SETTLED = "SETTLED", _("Settled by hand")
    OUTGOING = "OUTGOING", _("Money that left")
