"""What the bank says happened on our account, beside what we were told."""

from django.db import models
from django.db.models import Q

from tagih.payments import enums
from tagih.payments.models.ledger import Payment
from tagih.payments.models.ways import Bank
from tagih.staff.models import Person


class Statement(models.Model):
    """One statement file, read once."""

    bank = models.ForeignKey(Bank, null=True, on_delete=models.PROTECT, related_name="statements")
    account = models.CharField(max_length=60, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    form = models.CharField(max_length=8, choices=enums.StatementForm)
    currency = models.CharField(max_length=3, default="IDR")
    opens_with = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    closes_with = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    from_on = models.DateField()
    until_on = models.DateField()
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(form__in=enums.StatementForm.values), name="statement_form_known"),
            models.CheckConstraint(condition=Q(until_on__gte=models.F("from_on")), name="statement_period"),
        ]

    def __str__(self) -> str:
        return self.file_name


class StatementLine(models.Model):
    """One booking. What is not matched is a task until somebody settles it with a word why."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    booked_on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, help_text="Negative: money that left")
    reference = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=enums.LineState)
    payment = models.OneToOneField(Payment, null=True, on_delete=models.PROTECT, related_name="statement_line")
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="statement_line_once"),
            models.CheckConstraint(condition=Q(state__in=enums.LineState.values), name="statement_line_state_known"),
            models.CheckConstraint(
                condition=~Q(state="MATCHED") | Q(payment__isnull=False), name="statement_line_matched_to"
            ),
        ]
        indexes = [models.Index(fields=["booked_on"], name="statement_line_open", condition=Q(state="OPEN"))]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.number}"
