"""Choices of the kernel's own tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """Why a day is free. National holidays and joint leave are different things in law."""

    NATIONAL = "NATIONAL", _("national holiday")
    JOINT_LEAVE = "JOINT_LEAVE", _("joint leave")
    COMPANY = "COMPANY", _("company holiday")


class DayStatus(models.TextChoices):
    """Whether the date is final. Islamic dates of later years are estimates until decreed."""

    CONFIRMED = "CONFIRMED", _("confirmed")
    ESTIMATED = "ESTIMATED", _("estimated")


class StepStatus(models.TextChoices):
    """How far a step of a run came."""

    RUNNING = "RUNNING", _("running")
    DONE = "DONE", _("done")
    FAILED = "FAILED", _("failed")
