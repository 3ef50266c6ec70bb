from django.db import models
from django.db.models import F, Q

from tagih.cases import enums
from tagih.cases.models.areas import DisasterArea
from tagih.kernel.ids import short_code
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit

CODE_PREFIX = "K"


class Case(models.Model):
    """What we do about one person, over all of that person's contracts. At most one is open."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="cases")
    branch = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Decides row scope"
    )
    stage = models.CharField(max_length=12, choices=enums.Stage)
    status = models.CharField(max_length=6, choices=enums.CaseStatus, default=enums.CaseStatus.OPEN)
    close_reason = models.CharField(max_length=10, choices=enums.CloseReason, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False)
    team = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    bucket = models.CharField(max_length=12, blank=True, help_text="Of the contract furthest behind")
    oldest_unmet_due_on = models.DateField(null=True, help_text="Of the contract furthest behind")
    overdue_amount = models.DecimalField(max_digits=18, decimal_places=2, default=0, help_text="Without late charges")
    outstanding_principal = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    contract_count = models.PositiveSmallIntegerField(default=0)
    next_action_at = models.DateTimeField(null=True, help_text="Routine work not before")
    callback_at = models.DateTimeField(null=True, help_text="When somebody promised to call back")
    callback_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    last_contact_at = models.DateTimeField(null=True, help_text="Last contact with the right party")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(status="OPEN"), name="case_open_once"),
            models.CheckConstraint(condition=Q(stage__in=enums.Stage.values), name="case_stage_known"),
            models.CheckConstraint(condition=Q(status__in=enums.CaseStatus.values), name="case_status_known"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="case_closes_after_opening"
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "bucket"], name="case_open_branch", condition=Q(status="OPEN")),
            models.Index(fields=["owner"], name="case_of_owner", condition=Q(status="OPEN", owner__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What people call the case: made from the id, so it is neither stored nor ever wrong."""
        return short_code(self.pk, prefix=CODE_PREFIX)


class Hold(models.Model):
    """A pause of collection on a case, with its reason and its end. `contract_no` blank: on all contracts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    contract_no = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=16, choices=enums.HoldReason)
    note = models.CharField(max_length=400, blank=True)
    starts_at = models.DateTimeField()
    ends_on = models.DateField(null=True, help_text="Last day; null until somebody lifts it")
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lift_reason = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(DisasterArea, null=True, on_delete=models.PROTECT, related_name="holds")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=enums.HoldReason.values), name="hold_reason_known"),
            models.CheckConstraint(
                condition=~Q(reason__in=["DECEASED", "ILLNESS", "DISASTER", "DISTRESS"]) | Q(ends_on__isnull=True),
                name="hold_care_has_no_end",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="hold_open", condition=Q(lifted_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"
