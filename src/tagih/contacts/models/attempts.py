"""What the gate answered, and the attempts that it allowed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from tagih.contacts import enums
from tagih.contacts.models.points import ContactPoint
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class GateDecision(models.Model):
    """What the gate was asked, what it answered and the facts it used. Append-only."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=enums.Channel)
    purpose = models.CharField(max_length=14, choices=enums.Purpose)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+", help_text="The agent's that day, else the branch"
    )
    verdict = models.CharField(max_length=5, choices=enums.Verdict)
    reasons = models.JSONField(default=list)
    refused_by = ArrayField(models.CharField(max_length=40), default=list, help_text="The rules among the reasons")
    facts = models.JSONField(default=dict)
    packs = models.CharField(max_length=400)
    next_allowed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-asked_at"], name="decision_of_customer"),
            models.Index(fields=["-asked_at"], name="decision_refused", condition=Q(verdict="DENY")),
            BrinIndex(fields=["asked_at"], name="decision_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.channel} {self.asked_at:%Y-%m-%d %H:%M}"


class Attempt(models.Model):
    """One contact attempt. Exists only because the gate allowed it (`decision`)."""

    id = models.UUIDField(primary_key=True)
    decision = models.OneToOneField(GateDecision, on_delete=models.PROTECT, related_name="attempt")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="attempts", db_index=False)
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="attempts")
    value_hash = models.BinaryField(null=True)
    channel = models.CharField(max_length=10, choices=enums.Channel)
    purpose = models.CharField(max_length=14, choices=enums.Purpose)
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="attempts", db_index=False)
    state = models.CharField(max_length=10, choices=enums.AttemptState)
    opened_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, help_text="When it left us; until then it can be called back")
    closed_at = models.DateTimeField(null=True)
    is_abandoned = models.BooleanField(default=False, help_text="The person answered and nobody was there")
    result_class = models.CharField(max_length=3, choices=enums.ResultClass, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.AttemptState.values), name="attempt_state_known"),
        ]
        indexes = [
            models.Index(fields=["customer", "-opened_at"], name="attempt_of_customer"),
            models.Index(fields=["value_hash", "-opened_at"], name="attempt_of_value"),
            models.Index(fields=["opened_at"], name="attempt_reserved", condition=Q(state="RESERVED")),
            models.Index(fields=["agent", "-opened_at"], name="attempt_of_agent"),
            models.Index(
                fields=["opened_at"], name="attempt_waiting", condition=Q(state="RESERVED", started_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.opened_at:%Y-%m-%d %H:%M}"
