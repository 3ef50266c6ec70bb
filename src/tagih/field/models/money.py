"""Cash at the door: numbers, receipts, deposits, the closing of a day. Rows are facts; a wrong receipt is voided."""

from django.db import models
from django.db.models import F, Q

from tagih.cases.models import Case
from tagih.field import enums
from tagih.field.models.devices import Blob, Device, Operation
from tagih.field.models.visits import Visit
from tagih.portfolio.models import Contract, Customer
from tagih.staff.models import Person, Unit

AMOUNT = {"max_digits": 18, "decimal_places": 2}


class ReceiptBlock(models.Model):
    """Numbers for one phone of one person, used in order. Nobody shares a sequence that has no signal."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="blocks")
    prefix = models.CharField(max_length=40)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "first"], name="receipt_block_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="receipt_block_order"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.first}"


class Deposit(models.Model):
    """Cash that a collector handed over, until a cashier has seen it."""

    id = models.UUIDField(primary_key=True)
    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="+")
    collector = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deposits")
    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(**AMOUNT)
    channel = models.CharField(max_length=7, choices=enums.DepositChannel)
    reference = models.CharField(max_length=60, blank=True)
    slip = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=enums.DepositState, default=enums.DepositState.SUBMITTED)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    check_note = models.CharField(max_length=200, blank=True)
    bank_reference = models.CharField(max_length=60, blank=True, help_text="Line of the bank statement that matches")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="deposit_positive"),
            models.CheckConstraint(condition=Q(state__in=enums.DepositState.values), name="deposit_state_known"),
            models.UniqueConstraint(
                fields=["bank_reference"], condition=~Q(bank_reference=""), name="deposit_bank_line_once"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("collector")), name="deposit_checked_by_another"
            ),
        ]
        indexes = [models.Index(fields=["collector", "-made_at"], name="deposit_of_collector")]

    def __str__(self) -> str:
        return f"{self.collector_id} {self.made_at:%Y-%m-%d}"


class Receipt(models.Model):
    """One receipt for cash. Its number is the reference of the payment it became."""

    id = models.UUIDField(primary_key=True)
    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, unique=True)
    block = models.ForeignKey(ReceiptBlock, on_delete=models.PROTECT, related_name="receipts")
    place = models.PositiveIntegerField(help_text="In the sequence of the block's prefix")
    collector = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="receipts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="receipts")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="receipts")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="receipts")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="receipts")
    amount = models.DecimalField(**AMOUNT)
    words = models.CharField(max_length=300)
    issued_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=6, choices=enums.ReceiptState, default=enums.ReceiptState.ISSUED)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)
    signature = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    denied_at = models.DateTimeField(null=True, help_text="When the customer said: not mine, or not paid")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_positive"),
            models.CheckConstraint(condition=Q(state__in=enums.ReceiptState.values), name="receipt_state_known"),
        ]
        indexes = [models.Index(fields=["collector", "issued_at"], name="receipt_of_collector")]

    def __str__(self) -> str:
        return self.number


class DayClosing(models.Model):
    """The end of a collector's day with cash: nothing left in hand, to the rupiah."""

    collector = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="closings")
    day = models.DateField()
    received = models.DecimalField(**AMOUNT)
    deposited = models.DecimalField(**AMOUNT)
    receipts = models.PositiveIntegerField()
    voided = models.PositiveIntegerField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collector", "day"], name="day_closing_once")]

    def __str__(self) -> str:
        return f"{self.collector_id} {self.day}"
