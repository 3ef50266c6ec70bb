from django.db import models
from django.db.models import Q

from tagih.cases import enums
from tagih.cases.models.case import Case
from tagih.staff.models import Person, Unit


class Queue(models.Model):
    """A list of work that certain teams serve, such as the desk queue of a branch."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    stage = models.CharField(max_length=12, choices=enums.Stage)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="Whose cases it holds")
    teams = models.ManyToManyField(Unit, related_name="queues")
    is_paused = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "stage"], name="queue_of_unit_and_stage")]

    def __str__(self) -> str:
        return self.name


class WorkItem(models.Model):
    """Something to do about a case now. A case has at most one that is ready or in work: nobody gets two callers."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="work_items", db_index=False)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="items", db_index=False)
    is_moved = models.BooleanField(default=False, help_text="A leader chose queue or person; the round keeps them")
    precedence = models.PositiveSmallIntegerField(choices=enums.Precedence)
    priority = models.IntegerField(help_text="Higher goes first within a precedence")
    reasons = models.JSONField(default=list, help_text="Why this person now: [{code, facts}], spoken on the screen")
    facts_hash = models.BigIntegerField(default=0, help_text="Of the reasons, so that the round sees what changed")
    due_at = models.DateTimeField()
    business_date = models.DateField()
    status = models.CharField(max_length=9, choices=enums.ItemStatus, default=enums.ItemStatus.READY)
    assignee = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Only for"
    )
    leased_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="leases", db_index=False)
    leased_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(status__in=["READY", "LEASED"]), name="work_item_open_once"
            ),
            models.UniqueConstraint(fields=["leased_by"], condition=Q(status="LEASED"), name="work_item_one_each"),
            models.CheckConstraint(condition=Q(status__in=enums.ItemStatus.values), name="work_item_status_known"),
            models.CheckConstraint(
                condition=~Q(status="LEASED") | Q(leased_by__isnull=False, leased_until__isnull=False),
                name="work_item_lease_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "precedence", "-priority", "id"],
                name="work_item_next",
                condition=Q(status="READY"),
            ),
            models.Index(
                fields=["assignee"],
                name="work_item_reserved",
                condition=Q(status="READY", assignee__isnull=False),
            ),
            models.Index(fields=["business_date", "case"], name="work_item_done", condition=Q(status="DONE")),
            models.Index(
                # not by status: the planner would take it for the look-up by person, too
                fields=["leased_until"],
                name="work_item_lease_end",
                condition=Q(leased_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_precedence_display()}"


class Rank(models.Model):
    """Where a strategy wants a case among the work of its precedence, and by which step."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="rank")
    points = models.IntegerField(help_text="Higher goes first; within equal points the weights of the house decide")
    segment = models.CharField(max_length=40)
    step = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    strategy = models.CharField(max_length=60)
    decided_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.points}"


class StageBand(models.Model):
    """From how many delinquent days a stage begins; below zero: days before the due date."""

    stage = models.CharField(max_length=12, choices=enums.Stage, unique=True)
    from_days = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.stage} {self.from_days}"


class PriorityWeight(models.Model):
    """Points that a measure adds from `at_least` on; the highest band of each measure counts."""

    measure = models.CharField(max_length=8, choices=enums.Measure)
    at_least = models.DecimalField(max_digits=18, decimal_places=2)
    points = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "at_least"], name="priority_weight_once"),
            models.CheckConstraint(condition=Q(measure__in=enums.Measure.values), name="priority_measure_known"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.at_least}"
