"""Phones, and what they send: each operation once, each picture piece by piece."""

from django.db import models
from django.db.models import Q

from tagih.field import enums
from tagih.field.models.planning import DEGREES
from tagih.staff.models import Person


class Device(models.Model):
    """A phone of one person. It proves itself by a secret of which only the hash is here."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="devices")
    code = models.CharField(max_length=8, help_text="Its part of receipt numbers")
    name = models.CharField(max_length=120, blank=True)
    token_hash = models.BinaryField()
    registered_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    app_version = models.PositiveIntegerField()
    blocked_at = models.DateTimeField(null=True)
    block_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "code"], name="device_code_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.code}"


class Operation(models.Model):
    """What a phone sent, once per id, with the answer it got: sent again it gets the same answer.

    `number`, `previous` and `digest` chain the operations of a phone, so that one taken out or changed shows.
    """

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="operations")
    kind = models.CharField(max_length=8, choices=enums.OperationKind)
    number = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    app_version = models.PositiveIntegerField()
    happened_at = models.DateTimeField(help_text="By the phone's clock, set right by what it was off")
    received_at = models.DateTimeField()
    clock_off_s = models.IntegerField(default=0, help_text="How far the phone's clock was ahead")
    state = models.CharField(max_length=8, choices=enums.OperationState)
    answer = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.OperationKind.values), name="operation_kind_known"),
            models.CheckConstraint(condition=Q(state__in=enums.OperationState.values), name="operation_state_known"),
        ]
        indexes = [
            models.Index(fields=["device", "number"], name="operation_of_device"),
            models.Index(fields=["received_at"], name="operation_received"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Blob(models.Model):
    """A picture on its way, by offset; whole when its content has the promised hash."""

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="blobs")
    kind = models.CharField(max_length=9, choices=enums.BlobKind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    stored_as = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    likeness = models.CharField(max_length=16, blank=True, help_text="Perceptual hash: like pictures have like ones")
    begun_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=enums.BlobKind.values), name="blob_kind_known")]
        indexes = [
            models.Index(fields=["sha256"], name="blob_content"),
            models.Index(fields=["completed_at"], name="blob_whole", condition=Q(completed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class TrackPoint(models.Model):
    """Where a phone was, within the shift. Kept 90 days."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="track", db_index=False)
    at = models.DateTimeField()
    latitude = models.DecimalField(**DEGREES)
    longitude = models.DecimalField(**DEGREES)
    accuracy_m = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "at"], name="track_point_once")]
        indexes = [models.Index(fields=["at"], name="track_point_age")]

    def __str__(self) -> str:
        return f"{self.device_id} {self.at:%H:%M}"


class Panic(models.Model):
    """Somebody calls for help."""

    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    latitude = models.DecimalField(**DEGREES, null=True)
    longitude = models.DecimalField(**DEGREES, null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="panic_open", condition=Q(answered_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d %H:%M}"
