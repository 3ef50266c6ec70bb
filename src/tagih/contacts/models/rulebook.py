"""The lender's own rules of contact as versions: written, replayed, submitted, approved by somebody else."""

from django.db import models
from django.db.models import F, Q

from tagih.contacts import enums
from tagih.portfolio.models import Product
from tagih.staff.models import Person


class PackVersion(models.Model):
    """One version of a house or product pack. Its text does not change any more once it was submitted."""

    name = models.CharField(max_length=40, help_text="The pack's id, such as HOUSE_DEFAULT")
    number = models.IntegerField()
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+", help_text="Null: all")
    title = models.CharField(max_length=200)
    text = models.TextField(help_text="TOML, as tagih gate try reads it")
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, help_text="First day on which it no longer holds")
    status = models.CharField(max_length=9, choices=enums.PackStatus)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True)
    stamp = models.BigIntegerField(null=True, unique=True, help_text="Grows with each change of what is in force")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="pack_version_once"),
            models.CheckConstraint(condition=Q(status__in=enums.PackStatus.values), name="pack_version_status_known"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="pack_version_period",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")), name="pack_version_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.number}"


class PackReplay(models.Model):
    """What a draft would have changed in the answers of some days. Runs in batches and goes on after a kill."""

    version = models.ForeignKey(PackVersion, on_delete=models.CASCADE, related_name="replays")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text that is replayed")
    since = models.DateTimeField()
    until = models.DateTimeField()
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    cursor = models.BigIntegerField(default=0, help_text="The last decision that was asked again")
    newly_refused = models.IntegerField(default=0)
    newly_allowed = models.IntegerField(default=0)
    drifted = models.IntegerField(default=0, help_text="Would be answered otherwise today even without the draft")
    by_rule = models.JSONField(default=dict)
    examples = models.JSONField(default=list)
    started_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.version_id} {self.done}/{self.total}"
