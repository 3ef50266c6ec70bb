from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    PRE_DUE = "PRE_DUE", _("Before the due date")
    EARLY = "EARLY", _("Desk")
    LATE = "LATE", _("Field")
    REMEDIAL = "REMEDIAL", _("Remedial")
    WRITTEN_OFF = "WRITTEN_OFF", _("Written off")


class CaseStatus(TextChoices):
    OPEN = "OPEN", _("Open")
    CLOSED = "CLOSED", _("Closed")


class CloseReason(TextChoices):
    CURED = "CURED", _("Nothing overdue any more")
    SETTLED = "SETTLED", _("Contract closed")
    SOLD = "SOLD", _("Contract sold")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn from collection")


class Precedence(IntegerChoices):
    """Business events outrank routine; a smaller number goes first."""

    REMINDER = 10, _("Reminder that falls due")
    BROKEN_PROMISE = 20, _("Broken promise")
    CALLBACK = 30, _("Callback")
    NEW_EVIDENCE = 40, _("New evidence")
    LIST = 90, _("The day's list")


class ItemStatus(TextChoices):
    READY = "READY", _("Ready")
    LEASED = "LEASED", _("In work")
    DONE = "DONE", _("Done")
    CANCELLED = "CANCELLED", _("Cancelled")


class PromiseStatus(TextChoices):
    OPEN = "OPEN", _("Open")
    KEPT = "KEPT", _("Kept")
    PARTIAL = "PARTIAL", _("Partly paid")
    BROKEN = "BROKEN", _("Broken")
    CANCELLED = "CANCELLED", _("Cancelled")
    SUPERSEDED = "SUPERSEDED", _("Replaced")


class HoldReason(TextChoices):
    CLAIM_PAID = "CLAIM_PAID", _("Says it is paid")
    DISPUTE = "DISPUTE", _("Dispute")
    COMPLAINT = "COMPLAINT", _("Complaint")
    DECEASED = "DECEASED", _("Deceased")
    ILLNESS = "ILLNESS", _("Illness")
    DISASTER = "DISASTER", _("Disaster")
    RELIEF_REQUEST = "RELIEF_REQUEST", _("Asks for relief")
    DISTRESS = "DISTRESS", _("In distress")
    LEGAL = "LEGAL", _("In legal hands")
    MANAGEMENT = "MANAGEMENT", _("By decision of management")


class CareSource(TextChoices):
    NOTE = "NOTE", _("Note")
    ACTIVITY = "ACTIVITY", _("Result of a contact")
    MESSAGE = "MESSAGE", _("Message")
    HOLD = "HOLD", _("Pause entered by hand")
    AREA = "AREA", _("Disaster area")


class CareLevel(TextChoices):
    CRITICAL = "CRITICAL", _("Danger to life")
    SEVERE = "SEVERE", _("Grave")
    NORMAL = "NORMAL", _("With care")


class CareStatus(TextChoices):
    OPEN = "OPEN", _("Waiting for a trained person")
    TAKEN = "TAKEN", _("In a trained person's hands")
    ENDED = "ENDED", _("Ended")


class CodeKind(TextChoices):
    ACTION = "ACTION", _("Action")
    RESULT = "RESULT", _("Result")
    PARTY = "PARTY", _("Person contacted")
    PLACE = "PLACE", _("Place")
    DELAY = "DELAY", _("Cause of delay")


class AgentState(TextChoices):
    READY = "READY", _("Ready")
    WORKING = "WORKING", _("Working a case")
    BREAK = "BREAK", _("Break")
    PRAYER = "PRAYER", _("Prayer")
    MEETING = "MEETING", _("Meeting")
    TRAINING = "TRAINING", _("Training")
    OFF = "OFF", _("Signed out")


class Measure(TextChoices):
    AMOUNT = "AMOUNT", _("Overdue amount")
    DAYS = "DAYS", _("Days overdue")
    FAILED = "FAILED", _("Promises not kept in 90 days")


class ArrangementKind(TextChoices):
    NEW_DUE_DATE = "NEW_DUE_DATE", _("New due date")
    EXTENSION = "EXTENSION", _("Extension")
    INSTALMENT_PLAN = "INSTALMENT_PLAN", _("Arrears in instalments")
    RESCHEDULE = "RESCHEDULE", _("Longer term")
    RESTRUCTURE = "RESTRUCTURE", _("Restructuring")
    WAIVER = "WAIVER", _("Charges waived")
    SETTLEMENT = "SETTLEMENT", _("Settlement at a discount")
    HOLIDAY = "HOLIDAY", _("Payment holiday")
    SURRENDER = "SURRENDER", _("Voluntary surrender")


class ArrangementStatus(TextChoices):
    PROPOSED = "PROPOSED", _("Waiting for approval")
    APPROVED = "APPROVED", _("Waiting for signature")
    ACTIVE = "ACTIVE", _("On track")
    LATE = "LATE", _("Late")
    BROKEN = "BROKEN", _("Broken")
    COMPLETED = "COMPLETED", _("Completed")
    REFUSED = "REFUSED", _("Refused")
    CANCELLED = "CANCELLED", _("Cancelled")
    EXPIRED = "EXPIRED", _("Expired")


class ArrangementWarning(TextChoices):
    DUE_SOON = "DUE_SOON", _("A payment falls due soon")
    LATE_BEFORE = "LATE_BEFORE", _("Falls due soon, and the last one was late")
    LATE = "LATE", _("A payment is late")


class SignedBy(TextChoices):
    DRAWN = "DRAWN", _("Drawn on the screen")
    CODE = "CODE", _("One-time code")
    PAPER = "PAPER", _("On paper")


class Decision(TextChoices):
    APPROVED = "APPROVED", _("Approved")
    REFUSED = "REFUSED", _("Refused")


class OnBreak(TextChoices):
    OLD_TERMS = "OLD_TERMS", _("The old terms hold again, what was waived is owed again")
    KEEP_WAIVERS = "KEEP_WAIVERS", _("The old terms hold again, what was waived stays waived")


class ComplaintChannel(TextChoices):
    ORAL = "ORAL", _("By word of mouth")
    WRITTEN = "WRITTEN", _("By letter or e-mail")
    PORTAL = "PORTAL", _("In the portal")
    REGULATOR = "REGULATOR", _("Through the regulator")


class ComplaintClass(TextChoices):
    CONDUCT = "CONDUCT", _("Conduct of a collector")
    AMOUNT = "AMOUNT", _("Amount owed")
    NOT_POSTED = "NOT_POSTED", _("Payment not posted")
    PRIVACY = "PRIVACY", _("Personal data")
    IDENTITY = "IDENTITY", _("Not the person's debt")
    COLLATERAL = "COLLATERAL", _("Collateral")
    OTHER = "OTHER", _("Other")


class DebtElement(TextChoices):
    WHOLE = "WHOLE", _("The whole debt")
    PRINCIPAL = "PRINCIPAL", _("Principal")
    INTEREST = "INTEREST", _("Interest")
    FEE = "FEE", _("Fees")
    PENALTY = "PENALTY", _("Late charge")


class ComplaintStatus(TextChoices):
    OPEN = "OPEN", _("Open")
    EXTENDED = "EXTENDED", _("Extended")
    ANSWERED = "ANSWERED", _("Answered")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Verdict(TextChoices):
    UPHELD = "UPHELD", _("Upheld")
    PARTLY = "PARTLY", _("Upheld in part")
    REJECTED = "REJECTED", _("Not upheld")


class EscalationReason(TextChoices):
    THREAT = "THREAT", _("Threat or violence")
    ILLNESS = "ILLNESS", _("Illness or death")
    LAWYER = "LAWYER", _("A lawyer speaks for the person")
    PRESS = "PRESS", _("Press or social media")
    REGULATOR = "REGULATOR", _("Regulator or police")
    FRAUD = "FRAUD", _("Suspected fraud")
    ABOVE_MANDATE = "ABOVE_MANDATE", _("Above my mandate")
    ASKS_FOR_LEADER = "ASKS_FOR_LEADER", _("Asks to speak to a leader")
    UNSURE = "UNSURE", _("I do not know what to do")


class EscalationLevel(TextChoices):
    LEADER = "LEADER", _("Team leader")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    COMPLIANCE = "COMPLIANCE", _("Compliance")
    MANAGEMENT = "MANAGEMENT", _("Management")


class EscalationStatus(TextChoices):
    OPEN = "OPEN", _("Waiting")
    TAKEN = "TAKEN", _("Taken")
    CLOSED = "CLOSED", _("Closed")
