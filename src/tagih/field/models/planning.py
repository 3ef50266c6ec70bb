"""Who visits where: collectors, territories, what is wanted, the plan of a day."""

from django.db import models
from django.db.models import F, Q

from tagih.cases.models import Case
from tagih.contacts.enums import Purpose
from tagih.contacts.models import ContactPoint
from tagih.field import enums
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit

DEGREES = {"max_digits": 9, "decimal_places": 6}


class Territory(models.Model):
    """A piece of a branch, drawn on the map: a preference of the plan, never a wall."""

    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="territories")
    name = models.CharField(max_length=80)
    ring = models.JSONField(help_text="[[longitude, latitude], ...] of its border")
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="territories")
    backup = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "name"], condition=Q(closed_at__isnull=True), name="territory_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Collector(models.Model):
    """What the plan knows of a person who visits: home, vehicle, hours, how many visits a day."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="collector")
    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="collectors")
    latitude = models.DecimalField(**DEGREES)
    longitude = models.DecimalField(**DEGREES)
    vehicle = models.CharField(max_length=10, choices=enums.Vehicle, default=enums.Vehicle.MOTORCYCLE)
    capacity = models.PositiveSmallIntegerField(default=25, help_text="Visits a day")
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    cash_limit = models.DecimalField(max_digits=18, decimal_places=2, default=10_000_000)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(vehicle__in=enums.Vehicle.values), name="collector_vehicle_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="collector_hours"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class WantedVisit(models.Model):
    """A visit that somebody above wants, once per `reference`. `prize`: what it is worth, in seconds of travel."""

    reference = models.CharField(max_length=80, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="wanted_visits")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="wanted_visits")
    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=14, choices=Purpose)
    reason = models.CharField(max_length=200, blank=True)
    prize = models.PositiveIntegerField(default=1800)
    promised_from = models.DateTimeField(null=True)
    promised_until = models.DateTimeField(null=True)
    letters = models.JSONField(default=list, help_text="Sources of letters to hand over, such as letter:42")
    due_on = models.DateField()
    service_s = models.PositiveIntegerField(default=900)
    state = models.CharField(max_length=10, choices=enums.WantState, default=enums.WantState.WANTED)
    close_reason = models.CharField(max_length=80, blank=True)
    wanted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.WantState.values), name="wanted_state_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="wanted_purpose_known"),
            models.CheckConstraint(
                condition=Q(promised_from__isnull=True) | Q(promised_until__gt=F("promised_from")),
                name="wanted_promised_slot",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "due_on"], name="wanted_open", condition=Q(state="WANTED")),
        ]

    def __str__(self) -> str:
        return self.reference


class DayPlan(models.Model):
    """The plan of a branch for a day: how it was asked for, what it costs, who could not be planned and why."""

    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=6, choices=enums.PlanState)
    priority = models.PositiveSmallIntegerField(default=50, help_text="0: short ways, 100: what is worth most")
    fairness = models.PositiveSmallIntegerField(default=0, help_text="0: short ways, 100: even hours")
    territory = models.PositiveSmallIntegerField(default=50, help_text="0: one ground for all, 100: to each his own")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    planned_at = models.DateTimeField(null=True)
    travel_s = models.PositiveIntegerField(default=0)
    shortest_s = models.PositiveIntegerField(default=0, help_text="Travel of a plan that only minds the way")
    hours = models.JSONField(default=dict, help_text="Seconds of each collector's day")
    left_out = models.JSONField(default=list, help_text="[{collector, reason}] who may not visit today")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "day"], name="day_plan_once"),
            models.CheckConstraint(condition=Q(state__in=enums.PlanState.values), name="day_plan_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.day}"


class Stop(models.Model):
    """A wanted visit on a day's plan: whose, when, or why not."""

    plan = models.ForeignKey(DayPlan, on_delete=models.CASCADE, related_name="stops")
    wanted = models.ForeignKey(WantedVisit, on_delete=models.PROTECT, related_name="stops")
    collector = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="stops")
    position = models.PositiveSmallIntegerField(default=0)
    arrives_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=enums.StopState)
    reason = models.CharField(max_length=40, blank=True, help_text="Why it is not planned, or was withdrawn")
    is_pinned = models.BooleanField(default=False, help_text="A leader fixed the collector")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "wanted"], name="stop_once"),
            models.CheckConstraint(condition=Q(state__in=enums.StopState.values), name="stop_state_known"),
        ]
        indexes = [models.Index(fields=["collector", "plan"], name="stop_of_collector")]
        ordering = ["plan_id", "collector_id", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.position}"
