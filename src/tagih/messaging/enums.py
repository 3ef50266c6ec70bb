from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Waits for a second person")
    APPROVED = "APPROVED", _("In use")
    REJECTED = "REJECTED", _("Rejected")
    REPLACED = "REPLACED", _("Replaced by a newer one")


class MessageState(TextChoices):
    """From the order to the person's telephone."""

    QUEUED = "QUEUED", _("Waits for its time")
    RESERVED = "RESERVED", _("Allowed, about to leave")
    HANDED = "HANDED", _("Being handed over")
    ACCEPTED = "ACCEPTED", _("Taken by the provider")
    DELIVERED = "DELIVERED", _("Delivered")
    FAILED = "FAILED", _("Could not be delivered")
    DOUBTFUL = "DOUBTFUL", _("Perhaps sent, not repeated")
    CANCELLED = "CANCELLED", _("Withdrawn")
    REFUSED = "REFUSED", _("Refused by the contact rules")
    OUTRANKED = "OUTRANKED", _("Another message spoke for it")
    EXPIRED = "EXPIRED", _("Too late to be sent")


class Language(TextChoices):
    INDONESIAN = "id", _("Indonesian")
    ENGLISH = "en", _("English")


class Intent(TextChoices):
    """What a reply seems to say."""

    STOP = "STOP", _("Wants no more messages")
    WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number")
    CLAIMS_PAID = "CLAIMS_PAID", _("Says it is paid")
    PROMISE = "PROMISE", _("Promises to pay")
    RELIEF = "RELIEF", _("Asks for relief")
    DISPUTE = "DISPUTE", _("Disputes or complains")
    DISTRESS = "DISTRESS", _("In distress")
    OTHER = "OTHER", _("Something else")


class SuggestionState(TextChoices):
    OPEN = "OPEN", _("To be confirmed")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    DISMISSED = "DISMISSED", _("Dismissed")
