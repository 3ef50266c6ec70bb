import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tagih.dialer import enums
from tagih.dialer.models.calls import Call
from tagih.dialer.models.campaigns import Campaign
from tagih.staff.models import Person


class Seat(models.Model):
    """A person who takes calls: the telephone, the skills, what they do now."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="seat")
    address = models.CharField(max_length=120, help_text="What the switch rings")
    secret = models.BinaryField(null=True, help_text="Of the softphone, encrypted")
    skills = ArrayField(models.CharField(max_length=40), default=list)
    campaigns = models.ManyToManyField(Campaign, related_name="seats")
    state = models.CharField(max_length=9, choices=enums.SeatState, default=enums.SeatState.OFF)
    since = models.DateTimeField()
    call = models.ForeignKey(Call, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    is_connected = models.BooleanField(default=False, help_text="The telephone's leg stands")
    wants = models.CharField(
        max_length=9, choices=enums.SeatState, blank=True, help_text="The state after this conversation"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.SeatState.values), name="seat_state_known"),
            models.CheckConstraint(condition=Q(wants__in=["", *enums.SeatState.values]), name="seat_wish_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"


class SeatChange(models.Model):
    """When a person's state at the telephone changed. Append-only; the next row of the person ends it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seat_changes", db_index=False)
    state = models.CharField(max_length=9, choices=enums.SeatState)
    since = models.DateTimeField()
    call = models.ForeignKey(Call, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.SeatState.values), name="seat_change_state_known"),
        ]
        indexes = [models.Index(fields=["person", "since"], name="seat_change_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state} {self.since:%H:%M:%S}"


class Wish(models.Model):
    """What somebody at a screen asks the engine to do with a live call."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=9, choices=enums.WishKind)
    call = models.ForeignKey(Call, null=True, on_delete=models.CASCADE, related_name="wishes", db_index=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.WishKind.values), name="wish_kind_known"),
        ]
        indexes = [models.Index(fields=["asked_at"], name="wish_open", condition=Q(done_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%H:%M:%S}"
