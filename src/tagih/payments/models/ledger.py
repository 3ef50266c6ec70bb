"""Money as it was told to us. Rows are facts: they are added and reversed, never edited."""

from django.db import models
from django.db.models import Q

from tagih.payments import enums
from tagih.portfolio.models import Contract


class Payment(models.Model):
    """One payment or reversal, once per `payment_ref`. `paid_on` is when it counts, `recorded_at` when we knew."""

    payment_ref = models.CharField(max_length=80, unique=True)
    contract_no = models.CharField(max_length=40, help_text="As the sender wrote it")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="payments")
    match = models.CharField(max_length=10, choices=enums.Match)
    paid_on = models.DateField()
    paid_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    channel = models.CharField(max_length=40, blank=True)
    reversal_of = models.CharField(max_length=80, blank=True, help_text="payment_ref of what this undoes")
    source = models.CharField(max_length=8, choices=enums.Source)
    fed_on = models.DateField(null=True, help_text="Business date of the core system's first file with it")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(match__in=enums.Match.values), name="payment_match_known"),
            models.CheckConstraint(condition=Q(source__in=enums.Source.values), name="payment_source_known"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.UniqueConstraint(fields=["reversal_of"], condition=~Q(reversal_of=""), name="payment_reversed_once"),
        ]
        indexes = [
            models.Index(fields=["contract", "paid_on"], name="payment_of_contract"),
            models.Index(fields=["contract_no"], name="payment_contract_no"),
            models.Index(fields=["paid_on"], name="payment_day"),
            models.Index(fields=["recorded_at"], name="payment_suspense", condition=Q(match="SUSPENSE")),
        ]

    def __str__(self) -> str:
        return self.payment_ref


class Assignment(models.Model):
    """A cashier's decision that money in suspense belongs to a contract. The newest one holds."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="assignments")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey("staff.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.payment_id} -> {self.contract_id}"


class Notice(models.Model):
    """A delivery from a payment provider, kept whole, with what became of it."""

    provider = models.CharField(max_length=40)
    delivery_id = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    body = models.JSONField()
    outcome = models.CharField(max_length=20)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "delivery_id"], name="notice_delivered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.delivery_id}"
