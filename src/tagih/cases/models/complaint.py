from django.db import models
from django.db.models import Q

from tagih.cases import enums
from tagih.cases.models.case import Case, Hold
from tagih.contacts.models import Attempt
from tagih.kernel.ids import short_code
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class Complaint(models.Model):
    """What a person says is wrong: a ticket with a term in working days, an owner and an answer."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="complaints")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="complaints")
    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="Decides row scope")
    contract_no = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=9, choices=enums.ComplaintChannel)
    kind = models.CharField(max_length=10, choices=enums.ComplaintClass)
    element = models.CharField(max_length=9, choices=enums.DebtElement, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text="Disputed")
    subject = models.CharField(max_length=120)
    text = models.TextField()
    collector = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=80, blank=True, help_text="Of the regulator's portal or the sender")
    status = models.CharField(max_length=9, choices=enums.ComplaintStatus, default=enums.ComplaintStatus.OPEN)
    received_on = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField(help_text="Last working day of the term")
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="complaints")
    hold = models.ForeignKey(Hold, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(max_length=8, choices=enums.Verdict, blank=True)
    answer = models.TextField(blank=True)
    restitution = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    answered_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.ComplaintStatus.values), name="complaint_status_known"),
            models.CheckConstraint(
                condition=Q(channel__in=enums.ComplaintChannel.values), name="complaint_channel_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=enums.ComplaintClass.values), name="complaint_kind_known"),
            models.CheckConstraint(
                condition=~Q(status="ANSWERED") | (Q(answered_by__isnull=False) & ~Q(answer="") & ~Q(verdict="")),
                name="complaint_answered_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="complaint_waiting", condition=Q(status__in=["OPEN", "EXTENDED"])),
            models.Index(fields=["customer", "-received_at"], name="complaint_of_customer"),
            models.Index(fields=["received_on"], name="complaint_of_day"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The register number that the person is told."""
        return short_code(self.pk, prefix="A")


class Escalation(models.Model):
    """Something that somebody above must hear of now."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    reason = models.CharField(max_length=16, choices=enums.EscalationReason)
    level = models.CharField(max_length=10, choices=enums.EscalationLevel)
    status = models.CharField(max_length=6, choices=enums.EscalationStatus, default=enums.EscalationStatus.OPEN)
    note = models.CharField(max_length=400)
    attempt = models.ForeignKey(
        Attempt, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="The call that ran"
    )
    hold = models.ForeignKey(Hold, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_at = models.DateTimeField(help_text="Somebody takes it until then")
    passed_on = models.PositiveSmallIntegerField(default=0, help_text="How often it went a rung up")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    instead_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=enums.EscalationStatus.values), name="escalation_status_known"
            ),
            models.CheckConstraint(condition=Q(level__in=enums.EscalationLevel.values), name="escalation_level_known"),
            models.CheckConstraint(
                condition=Q(reason__in=enums.EscalationReason.values), name="escalation_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(status="OPEN") | Q(taken_by__isnull=False), name="escalation_taken_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="escalation_waiting", condition=Q(status="OPEN")),
            models.Index(fields=["case", "-raised_at"], name="escalation_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"
