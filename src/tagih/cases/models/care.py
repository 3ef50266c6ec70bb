from django.db import models
from django.db.models import Q

from tagih.cases import enums
from tagih.cases.models.case import Case, Hold
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class CareTask(models.Model):
    """A person whom we must not harm, waiting for somebody trained. Holds no words of the person, only where they are.

    The pause itself is the hold (or, without a case, the flag `source`); this is who looks after it.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="care_tasks")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="care_tasks")
    hold = models.OneToOneField(Hold, null=True, on_delete=models.PROTECT, related_name="care_task")
    branch = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Decides row scope"
    )
    reason = models.CharField(max_length=16, choices=enums.HoldReason)
    level = models.CharField(max_length=8, choices=enums.CareLevel)
    source = models.CharField(max_length=8, choices=enums.CareSource)
    source_ref = models.CharField(max_length=80, blank=True, help_text="Such as note:42; what set the flag")
    signs = models.JSONField(default=list, help_text="Ids of the phrases that were found")
    status = models.CharField(max_length=6, choices=enums.CareStatus, default=enums.CareStatus.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.CareStatus.values), name="care_status_known"),
            models.CheckConstraint(condition=Q(level__in=enums.CareLevel.values), name="care_level_known"),
            models.CheckConstraint(
                condition=~Q(status="ENDED") | (Q(ended_by__isnull=False) & ~Q(end_reason="")),
                name="care_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="TAKEN") | Q(taken_by__isnull=False), name="care_taken_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="care_waiting", condition=~Q(status="ENDED")),
            models.Index(fields=["customer", "-opened_at"], name="care_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.reason} {self.status}"
