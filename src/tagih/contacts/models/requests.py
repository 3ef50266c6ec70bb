"""Changes of contact data that wait for a second pair of eyes, and one-time codes."""

from django.db import models
from django.db.models import F, Q

from tagih.contacts import enums
from tagih.contacts.models.attempts import Attempt
from tagih.contacts.models.points import ContactPoint
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class UpdateRequest(models.Model):
    """A new number or address with proof. One person asks, another decides; the database insists."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="update_requests")
    branch = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Decides row scope"
    )
    kind = models.CharField(max_length=10, choices=enums.PointKind)
    value_cipher = models.BinaryField()
    value_hash = models.BinaryField()
    masked = models.CharField(max_length=120)
    owner_role = models.CharField(max_length=20, choices=enums.OwnerRole)
    owner_name = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=20, blank=True)
    region_code = models.CharField(max_length=13, blank=True)
    note = models.CharField(max_length=400, blank=True)
    proof_name = models.CharField(max_length=200)
    proof_type = models.CharField(max_length=60)
    proof_sha256 = models.CharField(max_length=64)
    proof_stored_as = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=enums.RequestState, default=enums.RequestState.SUBMITTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.RequestState.values), name="update_request_state_known"),
            models.CheckConstraint(condition=Q(kind__in=enums.PointKind.values), name="update_request_kind_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="update_request_second_person",
            ),
            models.UniqueConstraint(
                fields=["customer", "kind", "value_hash", "owner_role"], condition=Q(state="SUBMITTED"),
                name="update_request_waits_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["branch", "requested_at"], name="update_request_waits", condition=Q(state="SUBMITTED")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.masked} {self.state}"


class OneTimeCode(models.Model):
    """A code sent to a number to prove who holds it. Compared by keyed hash; the digits go when it is sent."""

    contact_point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="codes")
    state = models.CharField(max_length=9, choices=enums.CodeState, default=enums.CodeState.ISSUED)
    value_hash = models.BinaryField(help_text="Of the number, so that limits hold over all people who have it")
    code_hash = models.BinaryField()
    code_cipher = models.BinaryField(null=True)
    reference = models.UUIDField(unique=True, help_text="Of the message, for the provider")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    provider = models.CharField(max_length=40, blank=True)
    attempt = models.ForeignKey(
        Attempt,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What the gate allowed: the call, or this message",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.CodeState.values), name="one_time_code_state_known"),
            models.UniqueConstraint(
                fields=["contact_point"], condition=Q(state__in=["ISSUED", "SENT"]), name="one_time_code_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["value_hash", "-issued_at"], name="one_time_code_of_value"),
            models.Index(fields=["issued_by", "-issued_at"], name="one_time_code_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_point_id} {self.state}"


class SandboxMessage(models.Model):
    """A message that the sandbox provider took instead of a telephone network. Never real people's."""

    reference = models.UUIDField(unique=True)
    text_cipher = models.BinaryField()
    masked = models.CharField(max_length=120)
    taken_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-taken_at"], name="sandbox_message_newest")]

    def __str__(self) -> str:
        return f"{self.masked} {self.taken_at:%Y-%m-%d %H:%M}"
