from django.db import models
from django.db.models import F, Q

from tagih.cases import enums
from tagih.cases.models.activity import Document
from tagih.cases.models.case import Case
from tagih.cases.models.codes import Code
from tagih.contacts.models import ContactPoint
from tagih.kernel.ids import short_code
from tagih.portfolio.models import Contract, Product
from tagih.staff.models import Person, Unit

AMOUNT = {"max_digits": 18, "decimal_places": 2, "default": 0}
PREFIX = "J"


class ArrangementPolicy(models.Model):
    """What the house allows of a kind of agreement; `product` null: for all that have no row of their own."""

    kind = models.CharField(max_length=16, choices=enums.ArrangementKind)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    min_days_late = models.PositiveSmallIntegerField(default=0)
    max_days_late = models.PositiveSmallIntegerField(default=9999)
    max_months = models.PositiveSmallIntegerField(default=3)
    max_days = models.PositiveSmallIntegerField(default=14)
    max_waived = models.JSONField(default=dict, help_text="Percent by component: penalty, fee, interest, principal")
    max_per_year = models.PositiveSmallIntegerField(default=2)
    rate = models.DecimalField(max_digits=8, decimal_places=6, null=True, help_text="Yearly; null keeps the contract's")
    capitalise = models.BooleanField(default=False, help_text="Arrears join the principal; otherwise carried forward")
    assumed_re_default = models.DecimalField(max_digits=5, decimal_places=4, default="0.3000")
    grace_days = models.PositiveSmallIntegerField(default=3)
    on_break = models.CharField(max_length=12, choices=enums.OnBreak, default=enums.OnBreak.OLD_TERMS)
    is_offered = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "product"], nulls_distinct=False, name="arrangement_policy_once"),
            models.CheckConstraint(
                condition=Q(kind__in=enums.ArrangementKind.values), name="arrangement_policy_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(on_break__in=enums.OnBreak.values), name="arrangement_policy_break_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.product_id or '*'}"


class ArrangementMandate(models.Model):
    """What a role may agree to by itself; `product` null: for all that have no row of their own."""

    role = models.CharField(max_length=40)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)
    max_months = models.PositiveSmallIntegerField(default=0)
    max_amount = models.DecimalField(**AMOUNT)
    max_waived = models.JSONField(default=dict, help_text="Percent by component")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "product"], nulls_distinct=False, name="arrangement_mandate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.product_id or '*'}"


class Arrangement(models.Model):
    """An agreement about one contract: from the proposal over its approval and signature to its end."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="arrangements")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="arrangements")
    kind = models.CharField(max_length=16, choices=enums.ArrangementKind)
    status = models.CharField(max_length=10, choices=enums.ArrangementStatus)
    cause = models.ForeignKey(Code, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    income = models.DecimalField(**AMOUNT | {"default": None}, null=True)
    essentials = models.DecimalField(**AMOUNT | {"default": None}, null=True)
    other_debts = models.DecimalField(**AMOUNT | {"default": None}, null=True)
    months = models.PositiveSmallIntegerField(default=0)
    replaces = models.BooleanField(default=False, help_text="The payments replace the schedule of the contract")
    waived_principal = models.DecimalField(**AMOUNT)
    waived_interest = models.DecimalField(**AMOUNT)
    waived_fee = models.DecimalField(**AMOUNT)
    waived_penalty = models.DecimalField(**AMOUNT)
    total = models.DecimalField(**AMOUNT)
    present_value = models.DecimalField(**AMOUNT)
    cost = models.DecimalField(**AMOUNT)
    re_default = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    grace_days = models.PositiveSmallIntegerField(default=0)
    on_break = models.CharField(max_length=12, choices=enums.OnBreak)
    is_evergreen = models.BooleanField(default=False, help_text="The one before was broken, or there were many")
    reason = models.CharField(max_length=400, help_text="Why this plan, in the words of who proposed it")
    asked_from = models.CharField(max_length=20, blank=True, help_text="Blank: a colleague; PORTAL: the person")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    bucket = models.CharField(max_length=12, blank=True)
    sign_by = models.DateTimeField(null=True, help_text="Unsigned after that, it expires")
    sign_token = models.CharField(max_length=64, blank=True, help_text="Digest of the secret in the signing address")
    sign_point = models.ForeignKey(
        ContactPoint, null=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The number that a one-time code for the signature went to",
    )  # fmt: skip
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=6, choices=enums.SignedBy, blank=True)
    signature = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    starts_on = models.DateField(null=True, help_text="Money from this day counts")
    last_due_on = models.DateField()
    paid = models.DecimalField(**AMOUNT)
    warning = models.CharField(max_length=12, choices=enums.ArrangementWarning, blank=True)
    judged_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=enums.ArrangementStatus.values), name="arrangement_status_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=enums.ArrangementKind.values), name="arrangement_kind_known"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(status__in=["PROPOSED", "APPROVED", "ACTIVE", "LATE"]),
                name="arrangement_one_a_contract",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ACTIVE", "LATE", "BROKEN", "COMPLETED"])
                | Q(signed_at__isnull=False, starts_on__isnull=False),
                name="arrangement_runs_signed",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["case", "-proposed_at"], name="arrangement_of_case"),
            models.Index(
                fields=["last_due_on"], name="arrangement_running", condition=Q(status__in=["ACTIVE", "LATE"])
            ),
            models.Index(fields=["sign_token"], name="arrangement_token", condition=~Q(sign_token="")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What people call it."""
        return short_code(self.pk, prefix=PREFIX)

    @property
    def waived(self) -> object:
        """Rupiah forgiven in all."""
        return self.waived_principal + self.waived_interest + self.waived_fee + self.waived_penalty


class ArrangementLeg(models.Model):
    """One payment of an agreement."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="legs")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    principal = models.DecimalField(**AMOUNT)
    interest = models.DecimalField(**AMOUNT)
    carried = models.DecimalField(**AMOUNT)
    amount = models.DecimalField(**AMOUNT)
    paid = models.DecimalField(**AMOUNT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "number"], name="arrangement_leg_once"),
            models.CheckConstraint(
                condition=Q(amount=F("principal") + F("interest") + F("carried")), name="arrangement_leg_adds_up"
            ),
        ]
        ordering = ["arrangement_id", "number"]

    def __str__(self) -> str:
        return f"{self.arrangement_id}/{self.number}"


class ArrangementApproval(models.Model):
    """One rung that must agree. Decided within its time, or it goes a rung up."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="approvals")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=40)
    asked_at = models.DateTimeField(null=True, help_text="Null until the rung below agreed")
    due_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True, help_text="Not decided in time: the rung above may decide as well")
    decision = models.CharField(max_length=8, choices=enums.Decision, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    instead_of = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Whose deputy decided"
    )
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "position"], name="arrangement_approval_once"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="arrangement_approval_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="arrangement_approval_waits", condition=Q(decision="")),
        ]
        ordering = ["arrangement_id", "position"]

    def __str__(self) -> str:
        return f"{self.arrangement_id} {self.role}"


class Deputy(models.Model):
    """Who decides and answers for somebody who is away, from a day to a day, both included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="deputy_period"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} -> {self.deputy_id}"
