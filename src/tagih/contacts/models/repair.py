"""The search for people whom nobody can reach, and proof that a number is theirs."""

from django.db import models
from django.db.models import Q

from tagih.contacts import enums
from tagih.contacts.models.attempts import Attempt
from tagih.contacts.models.points import ContactPoint
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class RepairItem(models.Model):
    """A person in arrears without a number that can be dialled. At most one is open."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="repair_items")
    branch = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Decides row scope"
    )
    state = models.CharField(max_length=10, choices=enums.RepairState, default=enums.RepairState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    overdue_amount = models.DecimalField(max_digits=18, decimal_places=2, help_text="Of all contracts, without charges")
    bucket = models.CharField(max_length=12, blank=True, help_text="Of the contract furthest behind")
    oldest_unmet_due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(closed_at__isnull=True), name="repair_open_once"),
            models.CheckConstraint(condition=Q(state__in=enums.RepairState.values), name="repair_state_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=["OPEN", "SEARCHING", "FOUND", "EXHAUSTED"])
                | Q(closed_at__isnull=False, state__in=["REPAIRED", "DROPPED"]),
                name="repair_closed_when_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["branch", "-overdue_amount"], name="repair_waiting", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=["closed_at"], name="repair_closed", condition=Q(closed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.state}"


class RepairStep(models.Model):
    """One step of a search: what was tried, what it brought and cost, who did it. Append-only."""

    item = models.ForeignKey(RepairItem, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=enums.TraceKind)
    finding = models.CharField(max_length=16, choices=enums.Finding)
    cost = models.DecimalField(max_digits=18, decimal_places=2)
    note = models.CharField(max_length=400, blank=True)
    asked = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    found = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    attempt = models.OneToOneField(Attempt, null=True, on_delete=models.PROTECT, related_name="repair_step")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.TraceKind.values), name="repair_step_kind_known"),
            models.CheckConstraint(condition=Q(finding__in=enums.Finding.values), name="repair_step_finding_known"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="repair_step_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind} {self.finding}"
