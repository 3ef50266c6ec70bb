"""What of the lake is in scope: delinquent, close to the due date, or with an open case."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Collate, Upper

from tagih.portfolio import enums
from tagih.staff.models import Unit

AMOUNT = {"max_digits": 18, "decimal_places": 2}


class Scheme(models.Model):
    """A rule of arithmetic as data: how days become buckets, in which order money is allocated, and the like."""

    kind = models.CharField(max_length=14, choices=enums.SchemeKind)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    definition = models.JSONField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="scheme_code_once"),
            models.CheckConstraint(condition=Q(kind__in=enums.SchemeKind.values), name="scheme_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Product(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    is_provisional = models.BooleanField(default=False)
    is_sharia = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class SchemeAssignment(models.Model):
    """Which scheme of a kind holds for a product (null: all) from `starts_on` until before `ends_on`."""

    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="schemes")
    kind = models.CharField(max_length=14, choices=enums.SchemeKind)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="assignments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="assignment_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product or '*'} {self.scheme}"


class Customer(models.Model):
    customer_no = models.CharField(max_length=40, unique=True)
    full_name = models.CharField(max_length=200)
    identity_type = models.CharField(max_length=20, blank=True)
    identity_cipher = models.BinaryField(null=True)
    identity_hash = models.BinaryField(null=True)
    identity_masked = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True)
    gender = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=10, blank=True)
    occupation = models.CharField(max_length=120, blank=True)
    is_vulnerable = models.BooleanField(default=False)
    deceased_on = models.DateField(null=True)
    is_provisional = models.BooleanField(default=False, help_text="Named by a contract, not by the customers feed")

    class Meta:
        indexes = [
            models.Index(fields=["identity_hash"], name="customer_identity", condition=Q(identity_hash__isnull=False)),
            models.Index(Collate(Upper("full_name"), "C"), name="customer_name_in_capitals"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Contract(models.Model):
    """One loan in scope. What changes rarely is stored: days past due = business date minus `oldest_unmet_due_on`."""

    contract_no = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contracts")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="contracts")
    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contracts")
    currency = models.CharField(max_length=3, default="IDR")
    disbursed_on = models.DateField(null=True)
    principal = models.DecimalField(**AMOUNT, null=True)
    tenor = models.PositiveSmallIntegerField(null=True)
    instalment_amount = models.DecimalField(**AMOUNT, null=True)
    due_day = models.PositiveSmallIntegerField(null=True)
    outstanding_principal = models.DecimalField(**AMOUNT, null=True)
    status = models.CharField(max_length=12, choices=enums.ContractStatus)
    collateral_type = models.CharField(max_length=40, blank=True)
    collateral_no = models.CharField(max_length=40, blank=True, help_text="Plate or serial number")
    fiducia_no = models.CharField(max_length=60, blank=True)
    fiducia_on = models.DateField(null=True)
    score = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    penalty_daily_rate = models.DecimalField(max_digits=9, decimal_places=6, null=True)

    # Delinquency, restated by the daily round and by money. See portfolio.rules.delinquency.
    arithmetic = models.CharField(max_length=8, choices=enums.Arithmetic, default=enums.Arithmetic.NONE)
    oldest_unmet_due_on = models.DateField(null=True, help_text="Due date of the oldest instalment not met")
    next_due_on = models.DateField(null=True)
    dpd_offset = models.IntegerField(default=0, help_text="1 where the scheme counts the due date itself as day 1")
    clock_days = models.PositiveIntegerField(default=0, help_text="Days the clock stood still, plus grace")
    instalments_overdue = models.PositiveSmallIntegerField(default=0)
    overdue_principal = models.DecimalField(**AMOUNT, default=0)
    overdue_interest = models.DecimalField(**AMOUNT, default=0)
    overdue_fee = models.DecimalField(**AMOUNT, default=0)
    overdue_penalty = models.DecimalField(**AMOUNT, default=0, help_text="As at `penalty_as_of`")
    penalty_per_day = models.DecimalField(**AMOUNT, default=0, help_text="Growth of the penalty a day from then on")
    penalty_as_of = models.DateField(null=True)
    bucket = models.CharField(max_length=12, blank=True)
    collectability = models.CharField(max_length=20, blank=True)
    balance = models.JSONField(null=True, help_text="What the core system said, where it does the arithmetic")
    last_payment_on = models.DateField(null=True)
    last_payment_amount = models.DecimalField(**AMOUNT, null=True)
    is_in_scope = models.BooleanField(default=True)
    restated_at = models.DateTimeField(null=True, help_text="When money last changed this row between two rounds")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.ContractStatus.values), name="contract_status_known"),
        ]
        indexes = [
            models.Index(fields=["collateral_no"], name="contract_plate", condition=~Q(collateral_no="")),
            models.Index(fields=["restated_at"], name="contract_restated", condition=Q(restated_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.contract_no


class Instalment(models.Model):
    """The schedule of a contract in scope, as the core system says it."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_date = models.DateField()
    principal = models.DecimalField(**AMOUNT)
    interest = models.DecimalField(**AMOUNT)
    fee = models.DecimalField(**AMOUNT, default=0)
    penalty = models.DecimalField(**AMOUNT, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="instalment_number_once")]
        ordering = ["contract_id", "due_date", "number"]

    def __str__(self) -> str:
        return f"{self.contract_id}/{self.number}"


class ClockAction(models.Model):
    """Days on which the delinquency clock of a contract in scope stands still; `end_date` is exclusive."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="clock_actions")
    start_date = models.DateField()
    end_date = models.DateField()
    reason = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "start_date", "end_date", "reason"], name="clock_action_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.start_date}..{self.end_date}"


class Landing(models.Model):
    """One feed file on its way into the lake."""

    feed = models.CharField(max_length=20, choices=enums.Feed)
    business_date = models.DateField()
    profile = models.CharField(max_length=60, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, default="", help_text="Content, profile and rules of reading")
    size = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=enums.LandingStatus)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Per cent")
    rows = models.BigIntegerField(null=True)
    accepted = models.BigIntegerField(null=True)
    rejected = models.BigIntegerField(null=True)
    repaired = models.BigIntegerField(null=True)
    lake_version = models.PositiveIntegerField(null=True)
    rejects_file = models.CharField(max_length=400, blank=True)
    staged_file = models.CharField(max_length=400, blank=True)
    findings = models.JSONField(default=list, help_text="What a person should know: [{code, message, count}]")
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=120)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    is_ours = models.BooleanField(default=False, help_text="The staged file is deleted when it has landed")
    note = models.CharField(max_length=400, blank=True, help_text="Why it failed or was refused")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.LandingStatus.values), name="landing_status_known"),
            models.UniqueConstraint(
                fields=["feed", "business_date", "fingerprint"],
                condition=Q(status="LANDED"),
                name="landing_content_once",
            ),
        ]
        indexes = [models.Index(fields=["-received_at"], name="landing_newest")]

    def __str__(self) -> str:
        return f"{self.feed} {self.business_date} {self.file_name}"


class BusinessDay(models.Model):
    """One business date of the portfolio, from the start of its round to the closing of its books."""

    date = models.DateField(primary_key=True)
    status = models.CharField(max_length=6, choices=enums.DayStatus, default=enums.DayStatus.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    round_mark = models.CharField(max_length=32, blank=True, help_text="Files that the last whole round was made of")
    round_ended_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopen_reason = models.CharField(max_length=400, blank=True)
    lake_version = models.PositiveIntegerField(null=True, help_text="Version of the portfolio partition")
    published_version = models.PositiveIntegerField(null=True, help_text="Version whose difference PostgreSQL holds")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.DayStatus.values), name="business_day_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.date}"
