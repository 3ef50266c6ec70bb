from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContractStatus(TextChoices):
    ACTIVE = "ACTIVE", _("Active")
    CLOSED = "CLOSED", _("Closed")
    WRITTEN_OFF = "WRITTEN_OFF", _("Written off")
    SOLD = "SOLD", _("Sold")


class Roll(TextChoices):
    NEW = "NEW", _("New")
    FORWARD = "FORWARD", _("Rolled forward")
    STAY = "STAY", _("Stayed")
    BACK = "BACK", _("Rolled back")
    CURED = "CURED", _("Cured")
    CLOSED = "CLOSED", _("Closed")


class Arithmetic(TextChoices):
    SCHEDULE = "SCHEDULE", _("Computed from the schedule")
    BALANCE = "BALANCE", _("As the core system says")
    NONE = "NONE", _("No schedule and no balance")


class Component(TextChoices):
    """The parts of what is owed, and of where money went."""

    PENALTY = "PENALTY", _("Late charge")
    FEE = "FEE", _("Fee")
    INTEREST = "INTEREST", _("Interest")
    PRINCIPAL = "PRINCIPAL", _("Principal")
    CREDIT = "CREDIT", _("Credit")


class Timing(TextChoices):
    """What an instalment is on the day of a payment."""

    PAST_DUE = "PAST_DUE", _("Past due")
    DUE = "DUE", _("Due")
    IN_ADVANCE = "IN_ADVANCE", _("In advance")


class SchemeKind(TextChoices):
    BUCKET = "BUCKET", _("Bucket")
    COLLECTABILITY = "COLLECTABILITY", _("Collectability")
    ALLOCATION = "ALLOCATION", _("Order of allocation")
    PENALTY = "PENALTY", _("Late charge")
    DELINQUENCY = "DELINQUENCY", _("Counting of days")


class Feed(TextChoices):
    CUSTOMERS = "customers", _("Customers")
    CONTACT_POINTS = "contact_points", _("Contact points")
    CONTRACTS = "contracts", _("Contracts")
    INSTALMENTS = "instalments", _("Instalments")
    PAYMENTS = "payments", _("Payments")
    CLOCK_ACTIONS = "clock_actions", _("Clock actions")
    BALANCES = "balances", _("Balances")


class LandingStatus(TextChoices):
    RECEIVED = "RECEIVED", _("Received")
    LANDING = "LANDING", _("Landing")
    WAITING = "WAITING", _("Waiting for approval")
    LANDED = "LANDED", _("Landed")
    REFUSED = "REFUSED", _("Refused")
    FAILED = "FAILED", _("Failed")


class DayStatus(TextChoices):
    OPEN = "OPEN", _("Open")
    CLOSED = "CLOSED", _("Closed")


class Turn(TextChoices):
    """What runs by itself."""

    ROUND = "ROUND", _("Daily round")
    EVENING = "EVENING", _("Evening")
