from django.db import models

from tagih.reporting.enums import Format


class Target(models.Model):
    """What a figure should reach, from a day on, for a unit and below."""

    figure = models.CharField(max_length=40)
    unit = models.ForeignKey("staff.Unit", on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=18, decimal_places=4)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.figure} {self.value}"


class DailyFigures(models.Model):
    """The counts of one business date for one group; ratios are made from counts when shown."""

    business_date = models.DateField()
    dimension = models.CharField(max_length=8, help_text="AGENT, TEAM, BUCKET, BRANCH")
    key = models.CharField(max_length=60)
    unit_path = models.CharField(max_length=200, blank=True, help_text="Decides who may see it")
    label = models.CharField(max_length=120)
    counts = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_date", "dimension", "key", "unit_path"], name="daily_figures_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business_date} {self.dimension} {self.key}"


class StoredReport(models.Model):
    """A daily report as the evening made it for a unit, kept as a file."""

    business_date = models.DateField()
    unit = models.ForeignKey("staff.Unit", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=4, choices=Format)
    language = models.CharField(max_length=5)
    stored_as = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_date", "unit", "form", "language"], name="stored_report_once"),
        ]

    def __str__(self) -> str:
        return f"{self.business_date} {self.unit_id} {self.form}"
