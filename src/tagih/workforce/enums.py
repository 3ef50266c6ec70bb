from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanStatus(TextChoices):
    WAITING = "WAITING", _("Being made")
    DRAFT = "DRAFT", _("Draft")
    FAILED = "FAILED", _("Could not be made")
    PUBLISHED = "PUBLISHED", _("Published")
    REPLACED = "REPLACED", _("Replaced by a newer version")


class CellOrigin(TextChoices):
    SOLVER = "SOLVER", _("By the search")
    PERSON = "PERSON", _("By hand")
    REPAIR = "REPAIR", _("Called in for an absence")
    SWAP = "SWAP", _("Swapped")
    BID = "BID", _("Taken as an open shift")
    OVERTIME = "OVERTIME", _("Overtime, agreed")


class LeaveStatus(TextChoices):
    WAITING = "WAITING", _("On the waiting list")
    GRANTED = "GRANTED", _("Granted")
    REFUSED = "REFUSED", _("Refused")
    CANCELLED = "CANCELLED", _("Withdrawn")


class SwapStatus(TextChoices):
    OFFERED = "OFFERED", _("Waits for the colleague")
    AGREED = "AGREED", _("Waits for approval")
    APPROVED = "APPROVED", _("Swapped")
    REFUSED = "REFUSED", _("Refused")
    CANCELLED = "CANCELLED", _("Withdrawn")


class OfferKind(TextChoices):
    OPEN_SHIFT = "OPEN_SHIFT", _("Open shift")
    OVERTIME = "OVERTIME", _("Overtime")


class OfferStatus(TextChoices):
    OPEN = "OPEN", _("Open")
    FILLED = "FILLED", _("Filled")
    CLOSED = "CLOSED", _("Closed")


class CorrectionStatus(TextChoices):
    PROPOSED = "PROPOSED", _("Waits for a second person")
    APPROVED = "APPROVED", _("Approved")
    REFUSED = "REFUSED", _("Refused")


class DepartureKind(TextChoices):
    RESIGNATION = "RESIGNATION", _("Resignation")
    TERMINATION = "TERMINATION", _("Termination")
    CONTRACT_END = "CONTRACT_END", _("End of the contract")


class MoveStatus(TextChoices):
    ASKED = "ASKED", _("Waits for approval")
    APPROVED = "APPROVED", _("Approved")
    REFUSED = "REFUSED", _("Refused")


class MeasureKind(TextChoices):
    MOVE_BREAKS = "MOVE_BREAKS", _("Move breaks")
    MOVE_TRAINING = "MOVE_TRAINING", _("Postpone meetings and training")
    BORROW = "BORROW", _("Borrow from a queue with room")
    CALL_IN = "CALL_IN", _("Offer overtime")


class SeriesKind(TextChoices):
    OUTBOUND = "OUTBOUND", _("Cases worked")
    INBOUND = "INBOUND", _("Calls that come in")


class EventKind(TextChoices):
    PAYDAY = "PAYDAY", _("Payday")
    HOLIDAY_SEASON = "HOLIDAY_SEASON", _("Holiday season")
    CUT_OFF = "CUT_OFF", _("Cut-off of the core system")
    DISASTER = "DISASTER", _("Disaster")
    CAMPAIGN = "CAMPAIGN", _("Campaign")
