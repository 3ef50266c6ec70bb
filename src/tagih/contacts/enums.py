from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PointKind(TextChoices):
    PHONE = "PHONE", _("Phone")
    WHATSAPP = "WHATSAPP", _("WhatsApp")
    EMAIL = "EMAIL", _("E-mail")
    ADDRESS = "ADDRESS", _("Address")


class OwnerRole(TextChoices):
    CONSUMER = "CONSUMER", _("Customer")
    SPOUSE = "SPOUSE", _("Spouse")
    CO_BORROWER = "CO_BORROWER", _("Co-borrower")
    GUARANTOR = "GUARANTOR", _("Guarantor")
    EMERGENCY_CONTACT = "EMERGENCY_CONTACT", _("Emergency contact")
    OFFICE = "OFFICE", _("Office")


class PointState(TextChoices):
    UNVERIFIED = "UNVERIFIED", _("Unverified")
    VERIFIED = "VERIFIED", _("Verified")
    SUSPECT = "SUSPECT", _("Suspect")
    WRONG_PERSON = "WRONG_PERSON", _("Wrong person")
    DISCONNECTED = "DISCONNECTED", _("Disconnected")
    OPTED_OUT = "OPTED_OUT", _("Opted out")
    RETIRED = "RETIRED", _("Retired")


class Channel(TextChoices):
    CALL = "CALL", _("Call")
    BOT = "BOT", _("Bot call")
    SMS = "SMS", _("SMS")
    WHATSAPP = "WHATSAPP", _("WhatsApp")
    EMAIL = "EMAIL", _("E-mail")
    LETTER = "LETTER", _("Letter")
    VISIT = "VISIT", _("Visit")


class Purpose(TextChoices):
    REMIND = "REMIND", _("Remind")
    COLLECT = "COLLECT", _("Collect")
    LOCATE = "LOCATE", _("Locate")
    DELIVER_LETTER = "DELIVER_LETTER", _("Deliver a letter")
    REPOSSESS = "REPOSSESS", _("Take over collateral")


class Place(TextChoices):
    BILLING = "BILLING", _("Billing address")
    DOMICILE = "DOMICILE", _("Domicile")
    OFFICE = "OFFICE", _("Office")
    PUBLIC = "PUBLIC", _("Public place")
    OTHER = "OTHER", _("Other place")


class ResultClass(TextChoices):
    RPC = "RPC", _("Right party")
    TPC = "TPC", _("Third party")
    NC = "NC", _("No contact")
    BAD = "BAD", _("Bad number")


class Verdict(TextChoices):
    ALLOW = "ALLOW", _("Allowed")
    DENY = "DENY", _("Refused")


class AttemptState(TextChoices):
    RESERVED = "RESERVED", _("Reserved")
    DONE = "DONE", _("Done")
    CANCELLED = "CANCELLED", _("Cancelled")
    EXPIRED = "EXPIRED", _("Expired")


class RestraintKind(TextChoices):
    PROMISE_NOT_DUE = "PROMISE_NOT_DUE", _("Promise not yet due")
    CLAIM_PAID = "CLAIM_PAID", _("Says it is paid")
    RESTRUCTURE = "RESTRUCTURE", _("Arrangement in force")


class Flag(TextChoices):
    DECEASED = "DECEASED", _("Deceased")
    ILL = "ILL", _("Ill")
    DISASTER = "DISASTER", _("Disaster")
    VULNERABLE = "VULNERABLE", _("Vulnerable")
    DISPUTE = "DISPUTE", _("Dispute")
    COMPLAINT = "COMPLAINT", _("Complaint")
    REPRESENTED = "REPRESENTED", _("Represented by a lawyer")
    INSOLVENT = "INSOLVENT", _("Insolvent")
    MINOR = "MINOR", _("Minor")
    HOSTILE = "HOSTILE", _("Hostile")
    DISTRESS = "DISTRESS", _("In distress")


class ConsentScope(TextChoices):
    TIME = "TIME", _("Time")
    PLACE = "PLACE", _("Place")
    CHANNEL = "CHANNEL", _("Channel")
    LOCATE = "LOCATE", _("Being asked for whereabouts")
