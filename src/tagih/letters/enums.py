from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterKind(TextChoices):
    SP1 = "SP1", _("First warning letter")
    SP2 = "SP2", _("Second warning letter")
    SP3 = "SP3", _("Third warning letter")
    SOMASI = "SOMASI", _("Summons (somasi)")
    ASSIGNMENT = "ASSIGNMENT", _("Letter of assignment")
    SETTLEMENT = "SETTLEMENT", _("Settlement offer")
    PAID_IN_FULL = "PAID_IN_FULL", _("Confirmation of full payment")
    AGREEMENT = "AGREEMENT", _("Letter of agreement")
    BAST = "BAST", _("Record of hand-over")
    ANSWER = "ANSWER", _("Answer to a complaint")


class LetterStatus(TextChoices):
    NUMBERED = "NUMBERED", _("Numbered")
    READY = "READY", _("Ready to print")
    PRINTED = "PRINTED", _("Printed")
    HANDED = "HANDED", _("With the carrier")
    DELIVERED = "DELIVERED", _("Delivered")
    RETURNED = "RETURNED", _("Returned")
    VOID = "VOID", _("Void")


class Receiver(TextChoices):
    CONSUMER = "CONSUMER", _("The consumer")
    SPOUSE = "SPOUSE", _("Spouse")
    FAMILY = "FAMILY", _("Family in the house")
    GUARD = "GUARD", _("Guard or neighbour")
    MAILBOX = "MAILBOX", _("Letter box")
    SELF = "SELF", _("Taken at the branch")
