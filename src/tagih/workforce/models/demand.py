from django.db import models
from django.db.models import F, Q

from tagih.staff.models import Person, Unit
from tagih.workforce import enums


class PlanningEvent(models.Model):
    """Days on which volumes differ, and by how much; the calendar of free days is kept by the house."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=enums.EventKind)
    name = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()
    factor = models.DecimalField(max_digits=4, decimal_places=2, help_text="Volumes are so many times the usual")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.EventKind.values), name="planning_event_kind_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="planning_event_period"),
            models.CheckConstraint(condition=Q(factor__gte=0, factor__lte=10), name="planning_event_factor"),
        ]

    def __str__(self) -> str:
        return self.name


class DemandForecast(models.Model):
    """Volumes foreseen for a unit by half hours, who made them with which method, and how wrong they proved."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="forecasts")
    kind = models.CharField(max_length=8, choices=enums.SeriesKind)
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    starts_min = models.PositiveSmallIntegerField(help_text="Of the first interval")
    length_min = models.PositiveSmallIntegerField(default=30)
    values = models.JSONField(help_text="[[volume by interval] by day]")
    method = models.CharField(max_length=40)
    expected_error = models.FloatField(null=True, help_text="Of the method on the past (WAPE)")
    scores = models.JSONField(default=dict)
    actual_error = models.FloatField(null=True, help_text="Found afterwards (WAPE)")
    judged_until = models.DateField(null=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.SeriesKind.values), name="forecast_kind_known"),
        ]
        indexes = [models.Index(fields=["unit", "kind", "-made_at"], name="forecast_newest")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.first_day}"
