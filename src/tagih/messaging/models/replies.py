from django.db import models
from django.db.models import Q

from tagih.contacts.enums import Channel
from tagih.contacts.models import ContactPoint
from tagih.messaging import enums
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class Thread(models.Model):
    """All that was said with one person, over every channel. Without a person: a sender whom nobody knows."""

    customer = models.OneToOneField(Customer, null=True, on_delete=models.PROTECT, related_name="thread")
    sender_hash = models.BinaryField(null=True, help_text="Of an unknown sender's number or address")
    sender_masked = models.CharField(max_length=120, blank=True)
    branch = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    waits_since = models.DateTimeField(null=True, help_text="Oldest reply that nobody answered")
    answer_by = models.DateTimeField(null=True, help_text="Service level")
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender_hash"], condition=Q(customer__isnull=True), name="thread_of_stranger_once"
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], name="thread_waiting", condition=Q(waits_since__isnull=False)),
            models.Index(fields=["-last_at"], name="thread_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}"


class Reply(models.Model):
    """What a person wrote to us, once per provider and its reference."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="replies")
    channel = models.CharField(max_length=10, choices=Channel)
    provider = models.CharField(max_length=20)
    provider_ref = models.CharField(max_length=120)
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    text_cipher = models.BinaryField()
    intent = models.CharField(max_length=12, choices=enums.Intent)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_ref"], name="reply_once"),
            models.CheckConstraint(condition=Q(intent__in=enums.Intent.values), name="reply_intent_known"),
        ]
        indexes = [models.Index(fields=["thread", "-at"], name="reply_of_thread")]

    def __str__(self) -> str:
        return f"{self.channel} {self.at:%Y-%m-%d %H:%M}"


class Suggestion(models.Model):
    """What a reply seems to ask for; nothing of it happens before a person confirms."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="suggestions")
    intent = models.CharField(max_length=12, choices=enums.Intent)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=enums.SuggestionState, default=enums.SuggestionState.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "intent"], name="suggestion_once"),
            models.CheckConstraint(condition=Q(state__in=enums.SuggestionState.values), name="suggestion_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.intent} {self.state}"


class Snippet(models.Model):
    """A ready answer that an agent puts in with a few letters and reads before sending."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    body_id = models.TextField()
    body_en = models.TextField()
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code
