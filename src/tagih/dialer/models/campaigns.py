from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tagih.cases.models import Case, Queue
from tagih.contacts.enums import Purpose
from tagih.dialer import enums
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class Campaign(models.Model):
    """Calls of one kind, with the pace, the limits and the people for them."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=12, choices=enums.Mode)
    purpose = models.CharField(max_length=14, choices=Purpose, default=Purpose.COLLECT)
    queues = models.ManyToManyField(Queue, related_name="+", help_text="Whose work fills the list")
    teams = models.ManyToManyField(Unit, related_name="+", help_text="Who serves it; none: whoever has the skill")
    skill = models.CharField(max_length=40, blank=True, help_text="That an agent needs, such as a language")
    priority = models.SmallIntegerField(default=50, help_text="Higher goes first where agents are shared")
    is_running = models.BooleanField(default=False)
    target_share = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.030"))
    ring_s = models.PositiveSmallIntegerField(default=25)
    wrap_s = models.PositiveSmallIntegerField(default=60, help_text="After which a leader sees that wrap-up is long")
    most_lines = models.PositiveSmallIntegerField(default=30)
    calls_per_second = models.PositiveSmallIntegerField(default=5)
    detects_machines = models.BooleanField(default=False)
    records = models.BooleanField(default=True)
    caller_id = models.CharField(max_length=40, blank=True)
    inbound_number = models.CharField(max_length=40, blank=True)
    sounds = models.JSONField(default=dict, help_text="Names of prompts: abandoned, queue, reminder, thanks")
    pacing = models.JSONField(default=dict, help_text="What was learned, kept over restarts")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=enums.Mode.values), name="campaign_mode_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="campaign_purpose_known"),
            models.CheckConstraint(condition=Q(ring_s__gte=15), name="campaign_rings_15_s"),
            models.CheckConstraint(
                condition=Q(target_share__gte=0) & Q(target_share__lte=Decimal("0.05")), name="campaign_target_low"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """Somebody to be called in a campaign. `reference` makes filling a list repeatable."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="entries", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=80)
    reason = models.CharField(max_length=80)
    script = models.CharField(max_length=40, blank=True)
    priority = models.IntegerField(default=0, help_text="Higher goes first")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=enums.EntryState, default=enums.EntryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    wants = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Who knows the person"
    )
    closed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=80, blank=True, help_text="Why it was withdrawn, or what the gate said last")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "reference"], name="entry_reference_once"),
            models.UniqueConstraint(
                fields=["campaign", "customer"], condition=Q(state__in=["WAITING", "TAKEN"]), name="entry_open_once"
            ),
            models.CheckConstraint(condition=Q(state__in=enums.EntryState.values), name="entry_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "-priority", "due_at", "id"], name="entry_next", condition=Q(state="WAITING")
            ),
            models.Index(
                fields=["customer"], name="entry_of_customer", condition=Q(state__in=["WAITING", "TAKEN"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.reference}"


class Now(models.Model):
    """What the lines and agents of a campaign do at this moment, told by the engine once a second."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, primary_key=True, related_name="now")
    told_at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    causes = ArrayField(models.CharField(max_length=40), default=list)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.told_at:%H:%M:%S}"
