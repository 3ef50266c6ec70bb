from django.db import models


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
