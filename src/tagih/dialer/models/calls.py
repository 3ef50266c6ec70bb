from django.db import models
from django.db.models import Q

from tagih.cases.models import Case
from tagih.contacts.models import Attempt, ContactPoint
from tagih.dialer import enums
from tagih.dialer.models.campaigns import Campaign, Entry
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class Call(models.Model):
    """One call. An outgoing one carries the id of the attempt that the gate allowed."""

    id = models.UUIDField(primary_key=True)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="calls", db_index=False)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="calls", db_index=False)
    attempt = models.OneToOneField(Attempt, null=True, on_delete=models.PROTECT, related_name="call")
    direction = models.CharField(max_length=3, choices=enums.Direction)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="calls", db_index=False)
    node = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=enums.CallState)
    outcome = models.CharField(max_length=10, choices=enums.Outcome, blank=True)
    cause = models.CharField(max_length=12, choices=enums.Cause, blank=True)
    keys = models.CharField(max_length=20, blank=True, help_text="Pressed by the customer")
    dialed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    connected_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    wrapped_at = models.DateTimeField(null=True, help_text="When the agent was free again")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.CallState.values), name="call_state_known"),
            models.CheckConstraint(condition=Q(direction__in=enums.Direction.values), name="call_direction_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *enums.Outcome.values]), name="call_outcome_known"),
            models.CheckConstraint(condition=Q(cause__in=["", *enums.Cause.values]), name="call_cause_known"),
        ]
        indexes = [
            models.Index(fields=["campaign", "dialed_at"], name="call_of_campaign"),
            models.Index(fields=["agent", "-dialed_at"], name="call_of_agent"),
            models.Index(fields=["customer", "-dialed_at"], name="call_of_customer"),
            models.Index(fields=["node"], name="call_alive", condition=~Q(state="ENDED")),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.dialed_at:%Y-%m-%d %H:%M:%S}"


class Recording(models.Model):
    """One side of a call, as long as one person speaks. The file is encrypted; its hash is of the sound before."""

    id = models.UUIDField(primary_key=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="recordings")
    side = models.CharField(max_length=8, choices=enums.Side)
    name = models.CharField(max_length=80, unique=True, help_text="At the switch")
    state = models.CharField(max_length=7, choices=enums.TapeState, default=enums.TapeState.RUNNING)
    began_at = models.DateTimeField()
    stored_at = models.DateTimeField(null=True)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    seconds = models.FloatField(default=0)
    size = models.PositiveIntegerField(default=0)
    pauses = models.JSONField(default=list, help_text="[from, until] in seconds of the call")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=enums.Side.values), name="tape_side_known"),
            models.CheckConstraint(condition=Q(state__in=enums.TapeState.values), name="tape_state_known"),
        ]
        indexes = [
            models.Index(fields=["began_at"], name="tape_running", condition=Q(state="RUNNING")),
        ]

    def __str__(self) -> str:
        return self.name
