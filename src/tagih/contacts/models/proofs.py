"""What a person asked for, and what the law wants proven: warning letters, default, the agent's assignment."""

from django.db import models
from django.db.models import F, Q

from tagih.contacts import enums
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class Wish(models.Model):
    """Hours, days and channels that a person asked for. One stands at a time; an older one is ended, never edited."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="wishes")
    not_before = models.TimeField(null=True)
    not_after = models.TimeField(null=True)
    days = models.JSONField(null=True, help_text="Such as [mon, tue]; null: any day")
    refused_channels = models.JSONField(default=list)
    evidence = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(ends_at__isnull=True), name="wish_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.starts_at:%Y-%m-%d}"


class LetterRecord(models.Model):
    """A warning letter as the gate needs to know it. Without a day of delivery it is the one about to go out."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="letter_records")
    contract_no = models.CharField(max_length=40)
    kind = models.CharField(max_length=6, choices=enums.LetterKind)
    source = models.CharField(max_length=80, unique=True, help_text="What wrote it, such as letter:42")
    content = models.JSONField(null=True, help_text="due_date, days_late, principal, interest, fee as in the letter")
    evidence = models.CharField(max_length=200, blank=True, help_text="How a delivery told by a person is known")
    issued_at = models.DateTimeField()
    delivered_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.LetterKind.values), name="letter_record_kind_known"),
        ]
        indexes = [
            models.Index(fields=["customer"], name="letter_record_valid", condition=Q(withdrawn_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.contract_no}"


class DefaultProof(models.Model):
    """How the default on a contract was proven, or that the customer objects. The newest that stands is what counts."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="default_proofs")
    contract_no = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=enums.ProofKind)
    proven_on = models.DateField()
    evidence = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.ProofKind.values), name="default_proof_kind_known"),
        ]
        indexes = [
            models.Index(fields=["customer"], name="default_proof_valid", condition=Q(withdrawn_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.contract_no}"


class AssignmentLetter(models.Model):
    """A letter of assignment (surat tugas): this agent may visit this person, or anybody where none is named."""

    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignment_letters")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, unique=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="assignment_letter_period"),
        ]
        indexes = [
            models.Index(fields=["agent"], name="assignment_letter_valid", condition=Q(withdrawn_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.number
