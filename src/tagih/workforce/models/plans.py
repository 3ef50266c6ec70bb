import datetime as dt

from django.db import models
from django.db.models import Q

from tagih.staff.models import Person, Unit
from tagih.workforce import enums
from tagih.workforce.models.terms import ShiftKind


class Plan(models.Model):
    """Who works when in a unit, for a span of days. Published it stands; a change after that is a new version."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=9, choices=enums.PlanStatus)
    demand = models.JSONField(help_text="{starts: [minute], length, need: [[agents by interval] by day], source}")
    rules = models.JSONField(default=dict, help_text="rest_h, max_consecutive_days, max_hours_week, min_seniors")
    seconds = models.PositiveSmallIntegerField(default=20, help_text="How long the search may take")
    cost = models.FloatField(null=True, help_text="Agent-intervals missing")
    bound = models.FloatField(null=True, help_text="What no plan can go below, proven")
    problem = models.TextField(blank=True, help_text="Why it could not be made")
    remedies = models.JSONField(default=list, help_text="[{code, missing}], the best first")
    conflict = models.JSONField(default=list, help_text="Rules that cannot hold together with full cover")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.PlanStatus.values), name="shift_plan_status"),
            models.CheckConstraint(condition=Q(days__range=(1, 62)), name="plan_days"),
            models.CheckConstraint(
                condition=~Q(status="PUBLISHED") | Q(published_at__isnull=False), name="plan_published_when"
            ),
            models.UniqueConstraint(fields=["unit", "first_day", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["unit", "first_day"], condition=Q(status="PUBLISHED"), name="plan_published_once"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-first_day"], name="plan_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.first_day} v{self.version}"

    @property
    def last_day(self) -> dt.date:
        return self.first_day + dt.timedelta(days=self.days - 1)


class Cell(models.Model):
    """One day of one person in a plan that is not empty: a shift, or a day off that was fixed."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="cells")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    shift = models.ForeignKey(ShiftKind, null=True, on_delete=models.PROTECT, related_name="+")
    break_min = models.PositiveSmallIntegerField(null=True, help_text="Where the unpaid break begins, minutes")
    is_pinned = models.BooleanField(default=False, help_text="The search leaves it as it is")
    origin = models.CharField(max_length=8, choices=enums.CellOrigin, default=enums.CellOrigin.SOLVER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "person", "day"], name="cell_once"),
            models.CheckConstraint(condition=Q(origin__in=enums.CellOrigin.values), name="cell_origin_known"),
            models.CheckConstraint(condition=Q(shift__isnull=False) | Q(is_pinned=True), name="cell_is_something"),
        ]
        indexes = [models.Index(fields=["person", "day"], name="cell_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.shift_id}"


class Acknowledgement(models.Model):
    """Somebody read the own shifts of a published plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="acknowledgement_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.person_id}"
