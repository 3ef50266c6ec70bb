from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Vehicle(TextChoices):
    MOTORCYCLE = "MOTORCYCLE", _("Motorcycle")
    CAR = "CAR", _("Car")
    FOOT = "FOOT", _("On foot")


class WantState(TextChoices):
    WANTED = "WANTED", _("Wanted")
    DONE = "DONE", _("Visited")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class PlanState(TextChoices):
    ASKED = "ASKED", _("Being planned")
    READY = "READY", _("Ready")
    FAILED = "FAILED", _("Could not be planned")


class StopState(TextChoices):
    PLANNED = "PLANNED", _("Planned")
    UNPLANNED = "UNPLANNED", _("Not planned")
    VISITED = "VISITED", _("Visited")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Fence(TextChoices):
    """How far from the door the collector stood, by the precision of phone and address."""

    INSIDE = "INSIDE", _("At the door")
    NEAR = "NEAR", _("Nearby")
    OUTSIDE = "OUTSIDE", _("Elsewhere")
    UNKNOWN = "UNKNOWN", _("Not known")


class ReviewState(TextChoices):
    NONE = "NONE", _("Nothing to look at")
    OPEN = "OPEN", _("To be looked at")
    CLEARED = "CLEARED", _("Explained")
    CONFIRMED = "CONFIRMED", _("Not explained")


class OperationKind(TextChoices):
    VISIT = "VISIT", _("Visit")
    RECEIPT = "RECEIPT", _("Receipt")
    VOID = "VOID", _("Receipt voided")
    DEPOSIT = "DEPOSIT", _("Deposit")
    TRACK = "TRACK", _("Positions")
    PANIC = "PANIC", _("Call for help")
    SHIFT = "SHIFT", _("Shift")


class OperationState(TextChoices):
    ACCEPTED = "ACCEPTED", _("Accepted")
    REFUSED = "REFUSED", _("Refused")


class BlobKind(TextChoices):
    PHOTO = "PHOTO", _("Photo")
    SIGNATURE = "SIGNATURE", _("Signature")
    SLIP = "SLIP", _("Deposit slip")


class ReceiptState(TextChoices):
    ISSUED = "ISSUED", _("Issued")
    VOID = "VOID", _("Void")


class DepositState(TextChoices):
    SUBMITTED = "SUBMITTED", _("Waits for the cashier")
    APPROVED = "APPROVED", _("Approved")
    REJECTED = "REJECTED", _("Rejected")


class DepositChannel(TextChoices):
    CASHIER = "CASHIER", _("At the branch")
    BANK = "BANK", _("Bank transfer")
    AGENT = "AGENT", _("Payment point")
