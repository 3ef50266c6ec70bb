from django.db import models
from django.db.models import F, Q

from tagih.staff.models import Person
from tagih.workforce import enums


class Attendance(models.Model):
    """When somebody came and went on a local day, as the desk saw it; a correction is a row of its own."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendance")
    day = models.DateField(help_text="Local day on which the shift began")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_by_desk = models.BooleanField(default=True, help_text="Seen by the program, not told by a person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="attendance_period"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="attendance_of_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class AttendanceCorrection(models.Model):
    """Other hours than the desk saw, proposed by one person and approved by another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendance_corrections")
    day = models.DateField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    status = models.CharField(max_length=8, choices=enums.CorrectionStatus)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.CorrectionStatus.values), name="correction_status"),
            models.CheckConstraint(condition=Q(ended_at__gt=F("started_at")), name="correction_period"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="correction_two_people"
            ),
        ]
        indexes = [models.Index(fields=["person", "day"], name="correction_of_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.status}"
