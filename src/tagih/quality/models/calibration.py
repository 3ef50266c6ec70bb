"""Sessions in which reviewers score the same contacts blind, compare, and agree."""

from django.db import models
from django.db.models import Q

from tagih.contacts.models import Attempt
from tagih.quality import enums
from tagih.quality.models.scores import Evaluation, ScorecardVersion
from tagih.staff.models import Person, Unit


class Calibration(models.Model):
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(ScorecardVersion, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=9, choices=enums.CalibrationStatus, default=enums.CalibrationStatus.OPEN)
    reviewers = models.ManyToManyField(Person, related_name="calibrations")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    discussed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, help_text="What was agreed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=enums.CalibrationStatus.values), name="calibration_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalibrationContact(models.Model):
    """One contact of a session; its blind scores are linked, its consensus is what the reviewers agreed on."""

    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, related_name="contacts")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    evaluations = models.ManyToManyField(Evaluation, related_name="calibration_contacts")
    consensus = models.JSONField(default=dict, help_text="Item -> answer agreed on")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calibration", "attempt"], name="calibration_contact_once")]

    def __str__(self) -> str:
        return f"{self.calibration_id} {self.attempt_id}"
