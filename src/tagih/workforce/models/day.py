from django.db import models
from django.db.models import Q

from tagih.staff.models import Person, Unit
from tagih.workforce import enums


class Measure(models.Model):
    """Something done about the day in one click, with the effect foreseen, and how to undo it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="measures")
    day = models.DateField()
    kind = models.CharField(max_length=14, choices=enums.MeasureKind)
    people = models.JSONField(default=list, help_text="Ids of those it touches")
    queue_id = models.BigIntegerField(null=True, help_text="Of the donor")
    from_min = models.PositiveSmallIntegerField()
    until_min = models.PositiveSmallIntegerField()
    before = models.JSONField(help_text="Foreseen without it")
    after = models.JSONField(help_text="Foreseen with it")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.MeasureKind.values), name="measure_kind_known"),
        ]
        indexes = [models.Index(fields=["unit", "day"], name="measure_of_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Rebalance(models.Model):
    """Cases given to other people at once: why, how many, from whom to whom."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=120)
    moved = models.PositiveIntegerField()
    shares = models.JSONField(help_text="[{person, before, after}]")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "-at"], name="rebalance_newest")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.at:%Y-%m-%d}"
