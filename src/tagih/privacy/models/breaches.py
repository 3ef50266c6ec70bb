from django.db import models
from django.db.models import Q

from tagih.privacy import enums
from tagih.staff.models import Person


class Breach(models.Model):
    """A failure to protect personal data: what, when, how many, and what is done about it."""

    title = models.CharField(max_length=160)
    discovered_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Authority and people must know by then")
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    data = models.JSONField(default=list, help_text="Ids of the register of processing")
    people = models.PositiveIntegerField(null=True, help_text="How many; null while unknown")
    how = models.TextField(help_text="When and how it came out")
    remedy = models.TextField(blank=True, help_text="What is done to handle and mend it")
    status = models.CharField(max_length=8, choices=enums.BreachStatus, default=enums.BreachStatus.OPEN)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.BreachStatus.values), name="breach_status_known"),
        ]
        indexes = [models.Index(fields=["due_at"], name="breach_open", condition=Q(status="OPEN"))]

    def __str__(self) -> str:
        return self.title


class BreachNotice(models.Model):
    """Who was told of a breach, when, how, in which words. Append-only."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="notices")
    recipient = models.CharField(max_length=10, choices=enums.Recipient)
    told = models.CharField(max_length=200, help_text="Whom exactly, and how")
    text = models.TextField()
    sent_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(recipient__in=enums.Recipient.values), name="breach_recipient_known"),
        ]

    def __str__(self) -> str:
        return f"{self.breach_id} {self.recipient}"
