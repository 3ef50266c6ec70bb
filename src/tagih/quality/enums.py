from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanStatus(TextChoices):
    DRAFT = "DRAFT", _("Being planned")
    DRAWN = "DRAWN", _("Drawn")
    CLOSED = "CLOSED", _("Closed")


class Sample(TextChoices):
    RANDOM = "RANDOM", _("At random")
    RISK = "RISK", _("By risk")
    MANDATORY = "MANDATORY", _("Must be heard")


class MustHear(TextChoices):
    """Why a contact must be heard whatever the draw."""

    COMPLAINT = "COMPLAINT", _("Complaint afterwards")
    DISPUTE = "DISPUTE", _("Dispute afterwards")
    ESCALATION = "ESCALATION", _("Care needed afterwards")
    NEW_STARTER = "NEW_STARTER", _("One of the first contacts of a new colleague")
    CERTIFICATE = "CERTIFICATE", _("Certificate about to expire")


class ReviewStatus(TextChoices):
    OPEN = "OPEN", _("To be reviewed")
    DONE = "DONE", _("Reviewed")
    DROPPED = "DROPPED", _("Not to be reviewed")


class FormStatus(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("In force")
    RETIRED = "RETIRED", _("No longer in force")


class EvaluationKind(TextChoices):
    REVIEW = "REVIEW", _("Review")
    DOUBLE = "DOUBLE", _("Second score, unseen")
    CALIBRATION = "CALIBRATION", _("Calibration")
    RESCORE = "RESCORE", _("New score after a dispute")
    OBSERVED = "OBSERVED", _("Observed contact")


class EvaluationStatus(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Scored")
    RELEASED = "RELEASED", _("Released")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Acknowledged")
    DISPUTED = "DISPUTED", _("Disputed")
    UPHELD = "UPHELD", _("Stands after a dispute")
    REPLACED = "REPLACED", _("Replaced after a dispute")


class DisputeStatus(TextChoices):
    OPEN = "OPEN", _("Open")
    UPHELD = "UPHELD", _("Score stands")
    OVERTURNED = "OVERTURNED", _("Overturned")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class RecordingState(TextChoices):
    KEPT = "KEPT", _("Kept")
    MISSING = "MISSING", _("Missing")
    DELETED = "DELETED", _("Deleted by retention")


class CalibrationStatus(TextChoices):
    OPEN = "OPEN", _("Being scored, blind")
    DISCUSSED = "DISCUSSED", _("Being discussed")
    CLOSED = "CLOSED", _("Consensus reached")


class CoachingStatus(TextChoices):
    OPEN = "OPEN", _("To be talked about")
    AGREED = "AGREED", _("Step agreed")
    CHECKING = "CHECKING", _("Follow-up being heard")
    CLOSED = "CLOSED", _("Closed")


class CoachingOutcome(TextChoices):
    BETTER = "BETTER", _("Better")
    WORSE = "WORSE", _("Worse")
    CANNOT_TELL = "CANNOT_TELL", _("Cannot be told from chance")


class IncidentKind(TextChoices):
    WRONG_PERSON = "WRONG_PERSON", _("Debt told to another person")
    THREAT = "THREAT", _("Threat or insult")
    HOUR_OR_DAY = "HOUR_OR_DAY", _("Forbidden hour or day")
    NO_IDENTIFICATION = "NO_IDENTIFICATION", _("No identification")
    FALSE_CLAIM = "FALSE_CLAIM", _("False legal claim")
    UNRECORDED_ARRANGEMENT = "UNRECORDED_ARRANGEMENT", _("Arrangement not recorded")
    PRIVATE_ACCOUNT = "PRIVATE_ACCOUNT", _("Cash to a private account")
    OTHER = "OTHER", _("Other")


class IncidentStatus(TextChoices):
    OPEN = "OPEN", _("Reported")
    INQUIRY = "INQUIRY", _("Being looked into")
    HEARING = "HEARING", _("The agent is heard")
    DECIDED = "DECIDED", _("Decided")
    DROPPED = "DROPPED", _("Nothing in it")


class Measure(TextChoices):
    TALK = "TALK", _("Talk")
    COACHING = "COACHING", _("Coaching")
    WARNING = "WARNING", _("Written warning")
    SUSPENSION = "SUSPENSION", _("Taken off contact with customers")
    DISMISSAL = "DISMISSAL", _("End of employment proposed")


class HardLevel(TextChoices):
    SHOUTED = "SHOUTED", _("Shouted at or insulted")
    THREATENED = "THREATENED", _("Threatened")
    DISTRESSING = "DISTRESSING", _("Distressing")


class Rest(TextChoices):
    OFFERED = "OFFERED", _("Offered")
    TAKEN = "TAKEN", _("Taken")
    DECLINED = "DECLINED", _("Declined")
