from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionStatus(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted")
    APPROVED = "APPROVED", _("Approved")
    REJECTED = "REJECTED", _("Sent back")


class Metric(TextChoices):
    PAID = "PAID", _("Share of people who pay")
    AMOUNT = "AMOUNT", _("Rupiah paid per person")


class WorkOrder(TextChoices):
    POINTS = "POINTS", _("the points of the house")
    STEPS = "STEPS", _("the steps of the strategy")
