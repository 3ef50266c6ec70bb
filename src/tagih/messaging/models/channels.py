from django.db import models
from django.db.models import Q

from tagih.contacts.enums import Channel
from tagih.staff.models import Person


class ChannelSetting(models.Model):
    """Whether a channel is open, who carries it, how fast and at what cost. WhatsApp opens only with a legal basis."""

    channel = models.CharField(max_length=10, choices=Channel, unique=True)
    provider = models.CharField(max_length=20, blank=True)
    is_open = models.BooleanField(default=False)
    rate_per_second = models.PositiveSmallIntegerField(default=20)
    cost_per_part = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    sender_name = models.CharField(max_length=80, blank=True)
    legal_basis = models.CharField(max_length=400, blank=True)
    legal_basis_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    legal_basis_at = models.DateTimeField(null=True)
    paused_reason = models.CharField(max_length=200, blank=True, help_text="Why an open channel rests, such as a fault")
    paused_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="channel_setting_known"),
            models.CheckConstraint(
                condition=~Q(channel="WHATSAPP", is_open=True) | ~Q(legal_basis=""), name="channel_whatsapp_has_basis"
            ),
        ]

    def __str__(self) -> str:
        return self.channel
