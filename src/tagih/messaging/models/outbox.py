from django.db import models
from django.db.models import Q

from tagih.cases.models import Case
from tagih.contacts.enums import Channel
from tagih.contacts.models import Attempt, ContactPoint
from tagih.messaging import enums
from tagih.messaging.models.templates import Template, TemplateVersion
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class Message(models.Model):
    """One message to one person, from its order to its receipt. The id is what a provider recognises it by."""

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=120, unique=True, help_text="Of who ordered it; ordered twice it is once")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="messages", db_index=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False)
    contract_no = models.CharField(max_length=40, blank=True, help_text="Blank: about all contracts of the person")
    about_due_on = models.DateField(null=True, help_text="Due date of which it reminds")
    template = models.ForeignKey(Template, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(TemplateVersion, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    purpose = models.CharField(max_length=14)
    level = models.PositiveSmallIntegerField(default=0)
    is_service = models.BooleanField(default=False)
    reason = models.CharField(max_length=80, blank=True, help_text="Why it was ordered")
    step = models.CharField(max_length=80, blank=True, help_text="Step of the strategy")
    arm = models.CharField(max_length=40, blank=True, help_text="Arm of the experiment")
    priority = models.IntegerField(default=0)
    extra = models.JSONField(default=dict, help_text="Values of variables that only who ordered it knows")
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    due_on = models.DateField(help_text="Day of `due_at` in Jakarta")
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=enums.MessageState, default=enums.MessageState.QUEUED)
    problem = models.CharField(max_length=200, blank=True, help_text="Why it was not sent or delivered")
    tries = models.PositiveSmallIntegerField(default=0)
    attempt = models.OneToOneField(Attempt, null=True, on_delete=models.PROTECT, related_name="message")
    contact_point = models.ForeignKey(
        ContactPoint, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    text_cipher = models.BinaryField(null=True, help_text="The words as they were sent")
    subject = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=enums.Language, default=enums.Language.INDONESIAN)
    parts = models.PositiveSmallIntegerField(default=0)
    cost = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    provider = models.CharField(max_length=20, blank=True)
    provider_ref = models.CharField(max_length=120, blank=True)
    reserved_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    stands_in_for = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="stand_in", help_text="Failed on another channel"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.MessageState.values), name="message_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="message_channel_known"),
        ]
        indexes = [
            models.Index(fields=["channel", "-priority", "due_at"], name="message_due", condition=Q(state="QUEUED")),
            models.Index(
                fields=["customer"], name="message_waiting_of_person", condition=Q(state__in=["QUEUED", "RESERVED"])
            ),
            models.Index(fields=["customer", "-ordered_at"], name="message_of_person"),
            models.Index(
                fields=["reserved_at"], name="message_under_way", condition=Q(state__in=["RESERVED", "HANDED"])
            ),
            models.Index(
                fields=["provider", "provider_ref"], name="message_at_provider", condition=~Q(provider_ref="")
            ),
            models.Index(fields=["due_on", "channel"], name="message_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.reference}"
