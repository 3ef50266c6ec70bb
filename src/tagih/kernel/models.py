"""The business calendar, the steps of long runs, tallies."""

from django.db import models

from tagih.kernel.enums import DayKind, DayStatus, StepStatus


class CalendarDay(models.Model):
    """A free day: from the shipped calendar, or as people corrected it."""

    date = models.DateField()
    kind = models.CharField(max_length=16, choices=DayKind)
    status = models.CharField(max_length=16, choices=DayStatus, default=DayStatus.CONFIRMED)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200, help_text="decree, law or library the date is taken from")
    is_cancelled = models.BooleanField(default=False, help_text="kept so that the library does not bring it back")
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["date", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["date", "kind"], name="calendar_day_once_per_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=DayKind.values), name="calendar_day_kind_known"),
            models.CheckConstraint(condition=models.Q(status__in=DayStatus.values), name="calendar_day_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"


class StepRun(models.Model):
    """One named step of one run, such as `roll` of the daily round of a date: what makes a run resumable."""

    run = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=8, choices=StepStatus)
    attempts = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    seconds = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    rows = models.JSONField(default=dict, help_text="counts by name")
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["run", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "name"], name="step_run_once"),
            models.CheckConstraint(condition=models.Q(status__in=StepStatus.values), name="step_run_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.name} {self.status}"


class Tally(models.Model):
    """How often something happened in a minute, over all processes: what a limit is held against."""

    key = models.CharField(max_length=200)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="tally_once_a_minute")]

    def __str__(self) -> str:
        return f"{self.key} {self.minute:%H:%M} {self.count}"
