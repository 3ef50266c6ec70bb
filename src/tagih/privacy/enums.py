from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestKind(TextChoices):
    ACCESS = "ACCESS", _("Access")
    CORRECTION = "CORRECTION", _("Correction")
    RESTRICTION = "RESTRICTION", _("Restriction")
    ERASURE = "ERASURE", _("Erasure")


class RequestStatus(TextChoices):
    RECEIVED = "RECEIVED", _("Received")
    PROPOSED = "PROPOSED", _("Waiting for the second person")
    GRANTED = "GRANTED", _("Granted, to be carried out")
    DONE = "DONE", _("Carried out")
    REFUSED = "REFUSED", _("Refused")


class Proposal(TextChoices):
    GRANT = "GRANT", _("Grant")
    REFUSE = "REFUSE", _("Refuse")


class ProposalStatus(TextChoices):
    WAITING = "WAITING", _("Waiting for the second person")
    APPROVED = "APPROVED", _("Approved")
    DECLINED = "DECLINED", _("Declined")
    OVERTAKEN = "OVERTAKEN", _("Overtaken by another change")


class Intake(TextChoices):
    BRANCH = "BRANCH", _("At a branch")
    PHONE = "PHONE", _("By telephone")
    EMAIL = "EMAIL", _("By e-mail")
    LETTER = "LETTER", _("By letter")
    REGULATOR = "REGULATOR", _("Through the regulator")


class BreachStatus(TextChoices):
    OPEN = "OPEN", _("Being looked into")
    NOTIFIED = "NOTIFIED", _("Authority and people told")
    CLOSED = "CLOSED", _("Closed")


class Recipient(TextChoices):
    AUTHORITY = "AUTHORITY", _("Data protection authority")
    REGULATOR = "REGULATOR", _("Financial regulator")
    SUBJECTS = "SUBJECTS", _("The people concerned")
    PUBLIC = "PUBLIC", _("The public")
    PARTNER = "PARTNER", _("A partner")
