from django.db import models
from django.db.models import Q

from tagih.contacts import enums
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class ContactPoint(models.Model):
    """One way to reach somebody. The value is encrypted; `value_hash` finds the same value on other people."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=enums.PointKind)
    value_cipher = models.BinaryField()
    value_hash = models.BinaryField()
    masked = models.CharField(max_length=120)
    owner_role = models.CharField(max_length=20, choices=enums.OwnerRole)
    owner_name = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=20, blank=True)
    region_code = models.CharField(max_length=13, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    zone = models.CharField(max_length=4, blank=True, help_text="WIB, WITA, WIT; blank where the value does not tell")
    source = models.CharField(max_length=40, blank=True)
    obtained_on = models.DateField(null=True)
    state = models.CharField(max_length=14, choices=enums.PointState, default=enums.PointState.UNVERIFIED)
    state_changed_at = models.DateTimeField(null=True)
    unusable_reason = models.CharField(max_length=200, blank=True, help_text="Why it cannot be dialled as it stands")
    reached_at = models.DateTimeField(null=True, help_text="Last right-party contact here")
    failures = models.PositiveSmallIntegerField(default=0, help_text="Attempts without contact since then")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "value_hash", "owner_role"], name="contact_point_once"),
            models.CheckConstraint(condition=Q(state__in=enums.PointState.values), name="contact_point_state_known"),
            models.CheckConstraint(condition=Q(kind__in=enums.PointKind.values), name="contact_point_kind_known"),
        ]
        indexes = [models.Index(fields=["value_hash"], name="contact_point_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.masked}"


class FeedRow(models.Model):
    """A row of the lender's feed that is known here: unchanged rows cost the daily round nothing."""

    digest = models.CharField(max_length=32, primary_key=True)
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="feed_rows")

    def __str__(self) -> str:
        return self.digest


class Consent(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=8, choices=enums.ConsentScope)
    granted_on = models.DateField()
    revoked_on = models.DateField(null=True)
    evidence = models.CharField(max_length=200)
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.customer_id} {self.scope}"


class PersonFlag(models.Model):
    """Something about a person that limits contact. Set by holds, complaints and what people tell us."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="flags")
    flag = models.CharField(max_length=12, choices=enums.Flag)
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=80, blank=True, help_text="What set it, such as hold:42")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["customer"], name="flag_open", condition=Q(ends_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.flag}"


class Restraint(models.Model):
    """A reason, told to the gate by a package above, not to press a person about a contract (null: about any)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="restraints")
    contract_no = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=16, choices=enums.RestraintKind)
    due_on = models.DateField(null=True, help_text="For a promise: the day on which it falls due")
    source = models.CharField(max_length=80, help_text="What set it, such as promise:42")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "contract_no"], condition=Q(ends_at__isnull=True), name="restraint_open_once"
            ),
        ]
        indexes = [models.Index(fields=["customer"], name="restraint_open", condition=Q(ends_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind}"


class GateDecision(models.Model):
    """What the gate was asked, what it answered and the facts it used. Append-only."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=enums.Channel)
    purpose = models.CharField(max_length=14, choices=enums.Purpose)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    verdict = models.CharField(max_length=5, choices=enums.Verdict)
    reasons = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    packs = models.CharField(max_length=200)
    next_allowed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-asked_at"], name="decision_of_customer"),
            models.Index(fields=["-asked_at"], name="decision_refused", condition=Q(verdict="DENY")),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.channel} {self.asked_at:%Y-%m-%d %H:%M}"


class Attempt(models.Model):
    """One contact attempt. Exists only because the gate allowed it (`decision`)."""

    id = models.UUIDField(primary_key=True)
    decision = models.OneToOneField(GateDecision, on_delete=models.PROTECT, related_name="attempt")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="attempts")
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="attempts")
    value_hash = models.BinaryField(null=True)
    channel = models.CharField(max_length=10, choices=enums.Channel)
    purpose = models.CharField(max_length=14, choices=enums.Purpose)
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="attempts")
    state = models.CharField(max_length=10, choices=enums.AttemptState)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result_class = models.CharField(max_length=3, choices=enums.ResultClass, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.AttemptState.values), name="attempt_state_known"),
        ]
        indexes = [
            models.Index(fields=["customer", "-opened_at"], name="attempt_of_customer"),
            models.Index(fields=["value_hash", "-opened_at"], name="attempt_of_value"),
            models.Index(fields=["opened_at"], name="attempt_reserved", condition=Q(state="RESERVED")),
            models.Index(fields=["agent", "-opened_at"], name="attempt_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.opened_at:%Y-%m-%d %H:%M}"
