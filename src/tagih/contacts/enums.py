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


class RepairState(TextChoices):
    OPEN = "OPEN", _("Not begun")
    SEARCHING = "SEARCHING", _("Being searched")
    FOUND = "FOUND", _("Found, not yet proven")
    EXHAUSTED = "EXHAUSTED", _("Everything tried")
    REPAIRED = "REPAIRED", _("Repaired")
    DROPPED = "DROPPED", _("No longer needed")


class TraceKind(TextChoices):
    """Steps of a search."""

    OTHER_CONTRACTS = "OTHER_CONTRACTS", _("The person's other records")
    EMERGENCY_CONTACT = "EMERGENCY_CONTACT", _("Emergency contact, asked for whereabouts")
    EMPLOYER = "EMPLOYER", _("Employer, asked for whereabouts")
    FIELD_VISIT = "FIELD_VISIT", _("Visit to the address")
    PROVIDER_LOOKUP = "PROVIDER_LOOKUP", _("Look-up at a provider")


class Finding(TextChoices):
    """What a step of a search brought."""

    NUMBER = "NUMBER", _("A number")
    ADDRESS = "ADDRESS", _("An address")
    KNOWS_NOTHING = "KNOWS_NOTHING", _("Nothing")
    REFUSES = "REFUSES", _("Would not say")
    NO_ANSWER = "NO_ANSWER", _("Nobody answered")
    BAD_NUMBER = "BAD_NUMBER", _("Wrong or dead number")
    NOT_POSSIBLE = "NOT_POSSIBLE", _("Not possible here")


class RequestState(TextChoices):
    SUBMITTED = "SUBMITTED", _("Waits for a second person")
    APPROVED = "APPROVED", _("Approved")
    REJECTED = "REJECTED", _("Rejected")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class CodeState(TextChoices):
    ISSUED = "ISSUED", _("On its way")
    SENT = "SENT", _("Sent")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    SPENT = "SPENT", _("Too many wrong tries")
    EXPIRED = "EXPIRED", _("Expired")
    REPLACED = "REPLACED", _("Replaced by a newer one")
    FAILED = "FAILED", _("Could not be sent")


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
    RESTRICTED = "RESTRICTED", _("Processing restricted")


class ConsentScope(TextChoices):
    TIME = "TIME", _("Time")
    PLACE = "PLACE", _("Place")
    CHANNEL = "CHANNEL", _("Channel")
    LOCATE = "LOCATE", _("Being asked for whereabouts")


class EvidenceKind(TextChoices):
    DIAL = "DIAL", _("Dial")
    DELIVERY = "DELIVERY", _("Delivery")
    BOUNCE = "BOUNCE", _("Bounce")
    CONVERSATION = "CONVERSATION", _("Conversation")
    VISIT = "VISIT", _("Visit")
    CUSTOMER_UPDATE = "CUSTOMER_UPDATE", _("Customer's own update")
    DOCUMENT = "DOCUMENT", _("Document")
    LOOKUP = "LOOKUP", _("Look-up")


class EvidenceOutcome(TextChoices):
    RPC = "RPC", _("Right party")
    TPC = "TPC", _("Third party")
    NC = "NC", _("No contact")
    WRONG_PERSON = "WRONG_PERSON", _("Wrong person")
    DEAD = "DEAD", _("Cannot be reached for good")
    DELIVERED = "DELIVERED", _("Delivered")
    FAILED = "FAILED", _("Failed this time")
    CONFIRMED = "CONFIRMED", _("Confirmed")
    DENIED = "DENIED", _("Denied")


class SharedState(TextChoices):
    OPEN = "OPEN", _("To be looked at")
    KEPT = "KEPT", _("May be shared")
    OWNED = "OWNED", _("Belongs to one person")
    WRONG = "WRONG", _("Wrong for everybody")


class LetterKind(TextChoices):
    SP1 = "SP1", _("First warning letter (SP1)")
    SP2 = "SP2", _("Second warning letter (SP2)")
    SP3 = "SP3", _("Third warning letter (SP3)")
    SOMASI = "SOMASI", _("Formal demand (somasi)")


class ProofKind(TextChoices):
    WRITTEN_AGREEMENT = "WRITTEN_AGREEMENT", _("Written agreement that there is default")
    VOLUNTARY_SURRENDER = "VOLUNTARY_SURRENDER", _("Voluntary surrender")
    COURT_DECISION = "COURT_DECISION", _("Court decision")
    LAPS_DECISION = "LAPS_DECISION", _("Decision of LAPS SJK")
    OTHER_LAWFUL = "OTHER_LAWFUL", _("Another lawful proof")
    OBJECTED = "OBJECTED", _("The customer objects")


class Weekday(TextChoices):
    MON = "mon", _("Monday")
    TUE = "tue", _("Tuesday")
    WED = "wed", _("Wednesday")
    THU = "thu", _("Thursday")
    FRI = "fri", _("Friday")
    SAT = "sat", _("Saturday")
    SUN = "sun", _("Sunday")


class PackStatus(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted")
    APPROVED = "APPROVED", _("Approved")
    REJECTED = "REJECTED", _("Rejected")
