from django.db import models
from django.db.models import Q

from tagih.cases import enums
from tagih.cases.models.activity import Activity
from tagih.cases.models.case import Case
from tagih.portfolio.models import Contract
from tagih.staff.models import Person, Unit


class Promise(models.Model):
    """A promise to pay (janji bayar), in one or more legs. `contract` null: over all contracts of the case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="promises")
    activity = models.OneToOneField(Activity, null=True, on_delete=models.PROTECT, related_name="promise")
    status = models.CharField(max_length=10, choices=enums.PromiseStatus, default=enums.PromiseStatus.OPEN)
    made_at = models.DateTimeField()
    made_on = models.DateField(help_text="Business date; money effective from this day counts")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="promises")
    team = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    bucket = models.CharField(max_length=12, blank=True)
    tolerance = models.DecimalField(max_digits=18, decimal_places=2, default=0, help_text="Missing rupiah forgiven")
    grace_days = models.PositiveSmallIntegerField(default=0)
    total = models.DecimalField(max_digits=18, decimal_places=2)
    paid = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    last_due_on = models.DateField()
    judged_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.PromiseStatus.values), name="promise_status_known"),
            models.UniqueConstraint(
                fields=["case", "contract"],
                condition=Q(status="OPEN"),
                nulls_distinct=False,
                name="promise_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["last_due_on"], name="promise_due", condition=Q(status="OPEN")),
            models.Index(fields=["made_on", "made_by"], name="promise_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.status}"


class PromiseLeg(models.Model):
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="legs")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    channel = models.CharField(max_length=40, blank=True)
    paid = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    status = models.CharField(max_length=10, choices=enums.PromiseStatus, default=enums.PromiseStatus.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promise", "number"], name="promise_leg_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="promise_leg_positive"),
        ]
        indexes = [models.Index(fields=["due_on"], name="promise_leg_due")]
        ordering = ["promise_id", "number"]

    def __str__(self) -> str:
        return f"{self.promise_id}/{self.number}"


class PromiseLimit(models.Model):
    """How much a role may accept in a promise: how late, how small a share, in how many legs, how often."""

    role = models.CharField(max_length=40, unique=True)
    max_days_ahead = models.PositiveSmallIntegerField(default=7)
    min_share_percent = models.PositiveSmallIntegerField(default=25, help_text="Of what is overdue")
    max_legs = models.PositiveSmallIntegerField(default=2)
    max_open_per_month = models.PositiveSmallIntegerField(default=3, help_text="Promises per case in 30 days")
    tolerance_percent = models.PositiveSmallIntegerField(default=0)
    grace_days = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.role
