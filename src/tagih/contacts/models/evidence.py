"""What happened at contact points, what is believed of them, and what the population does."""

from django.db import models
from django.db.models import Q

from tagih.contacts import enums
from tagih.contacts.models.points import ContactPoint


class Evidence(models.Model):
    """One thing that told something about a contact point. Append-only; `key` makes a repeated telling one."""

    contact_point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=16, choices=enums.EvidenceKind)
    outcome = models.CharField(max_length=14, choices=enums.EvidenceOutcome)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    hour = models.SmallIntegerField(null=True, help_text="Local hour of the person tried")
    weekday = models.SmallIntegerField(null=True, help_text="Local weekday, Monday is 0")
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact_point", "key"], name="evidence_once"),
            models.CheckConstraint(condition=Q(kind__in=enums.EvidenceKind.values), name="evidence_kind_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=enums.EvidenceOutcome.values), name="evidence_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome} {self.at:%Y-%m-%d %H:%M}"


class PointBelief(models.Model):
    """Sums of the evidence about one point, each piece faded to `as_of`. Rebuilt from evidence it is the same.

    `hours` and `weekdays` hold [tried, answered] under the slots in which something was tried.
    """

    contact_point = models.OneToOneField(
        ContactPoint, on_delete=models.CASCADE, related_name="belief", primary_key=True
    )
    as_of = models.DateTimeField()
    right = models.FloatField(default=0)
    third = models.FloatField(default=0)
    wrong = models.FloatField(default=0)
    dead = models.FloatField(default=0)
    tried = models.FloatField(default=0)
    answered = models.FloatField(default=0)
    hours = models.JSONField(default=dict)
    weekdays = models.JSONField(default=dict)
    rival_at = models.DateTimeField(null=True, help_text="Last right party at the same value on somebody unrelated")

    def __str__(self) -> str:
        return f"{self.contact_point_id}: {self.right:.1f} right, {self.wrong:.1f} wrong"


class PointNorm(models.Model):
    """What the population of a kind of contact point does, as learned at an instant. Append-only."""

    kind = models.CharField(max_length=10, choices=enums.PointKind)
    learned_at = models.DateTimeField()
    figures = models.JSONField()
    credits = models.JSONField(default=list, help_text="By source: points, right, wrong")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.PointKind.values), name="point_norm_kind_known"),
            models.UniqueConstraint(fields=["kind", "learned_at"], name="point_norm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.learned_at:%Y-%m-%d}"
