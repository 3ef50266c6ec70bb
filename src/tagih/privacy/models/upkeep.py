from django.db import models
from django.db.models import F, Q

from tagih.staff.models import Person


class RetentionSwitch(models.Model):
    """Whether a retention rule works, and after how many months. Without a row it only reports."""

    rule = models.CharField(max_length=40, unique=True)
    is_on = models.BooleanField(default=False)
    months = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    approved_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="The second person, where the rule lets go of more than before",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("set_by")), name="retention_switch_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {'on' if self.is_on else 'off'}"


class RetentionRun(models.Model):
    """What a retention rule did, or would have done (`is_dry`), on a night."""

    rule = models.CharField(max_length=40)
    cutoff = models.DateField()
    is_dry = models.BooleanField()
    rows = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rule", "-started_at"], name="retention_run_newest")]

    def __str__(self) -> str:
        return f"{self.rule} {self.cutoff} {self.rows}"


class KeyRotation(models.Model):
    """How far the search hashes of a table are made anew with a key. What is encrypted tells its key by itself."""

    name = models.CharField(max_length=40)
    key = models.CharField(max_length=16, help_text="Fingerprint of the key, which says nothing about it")
    last_id = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "key"], name="key_rotation_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
