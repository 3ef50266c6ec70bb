"""What the gate answered, and the attempts that it allowed."""

from django.db import models
from django.db.models import Q

from tagih.contacts import enums
from tagih.contacts.models.points import ContactPoint
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class GateDecision(models.Model):
    """What the gate was asked, what it answered and the facts it used. Append-only."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=enums.Channel)
    purpose = models.CharField(max_length=14, choices=enums.Purpose)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    verdict = models.CharField(max_length=5, choices=enums.Verdict)
    reasons = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    packs = models.CharField(max_length=200)
    next_allowed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-asked_at"], name="decision_of_customer"),
            models.Index(fields=["-asked_at"], name="decision_refused", condition=Q(verdict="DENY")),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.channel} {self.asked_at:%Y-%m-%d %H:%M}"


class Attempt(models.Model):
    """One contact attempt. Exists only because the gate allowed it (`decision`)."""

    id = models.UUIDField(primary_key=True)
    decision = models.OneToOneField(GateDecision, on_delete=models.PROTECT, related_name="attempt")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="attempts")
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="attempts")
    value_hash = models.BinaryField(null=True)
    channel = models.CharField(max_length=10, choices=enums.Channel)
    purpose = models.CharField(max_length=14, choices=enums.Purpose)
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="attempts")
    state = models.CharField(max_length=10, choices=enums.AttemptState)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.opened_at:%Y-%m-%d %H:%M}"
