"""Strategies as versions: written, replayed, submitted, approved by somebody else, released to a share or to all."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from tagih.staff.models import Person
from tagih.strategy import enums


class StrategyVersion(models.Model):
    """One version of a strategy. Its text does not change any more once it was submitted."""

    name = models.CharField(max_length=40, help_text="What the text calls itself")
    number = models.IntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text")
    status = models.CharField(max_length=9, choices=enums.VersionStatus)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="strategy_version_once"),
            models.CheckConstraint(
                condition=Q(status__in=enums.VersionStatus.values), name="strategy_version_status_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("submitted_by")) & ~Q(decided_by=F("written_by"))),
                name="strategy_version_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.number}"


class StrategyReplay(models.Model):
    """What a version says of past days of the lake. A worker runs it; killed, it begins again."""

    version = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="replays")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text that is replayed")
    first = models.DateField()
    last = models.DateField()
    total = models.IntegerField(help_text="Days of the lake in the period")
    done = models.IntegerField(default=0)
    days = models.JSONField(default=list, help_text="One object a day: people, steps, channels, what was done")
    started_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.version_id} {self.done}/{self.total}"


class Release(models.Model):
    """A version put in force from a date, for everybody or for a share. Taken back, it never counts again."""

    version = models.ForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="releases")
    share = models.PositiveSmallIntegerField(help_text="Percent of people, by a salted hash of their number")
    salt = models.CharField(max_length=40)
    effective_on = models.DateField()
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    metric = models.CharField(max_length=6, choices=enums.Metric, default=enums.Metric.PAID)
    window_days = models.PositiveSmallIntegerField(default=7, help_text="Days of a person that count")
    worth_seeing = models.DecimalField(
        max_digits=12, decimal_places=4, default=Decimal("0.02"), help_text="Smallest difference that matters"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="release_share"),
            models.CheckConstraint(condition=Q(metric__in=enums.Metric.values), name="release_metric_known"),
            models.CheckConstraint(condition=Q(window_days__gte=1, window_days__lte=90), name="release_window"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.share}%"
