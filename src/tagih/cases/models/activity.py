from django.db import models
from django.db.models import Q

from tagih.cases.models.case import Case
from tagih.cases.models.codes import Code
from tagih.contacts.models import Attempt, ContactPoint
from tagih.staff.models import Person, Unit


class Activity(models.Model):
    """What was done and what came of it: action x result x party x place x cause. Corrected by a new row."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="activities")
    attempt = models.OneToOneField(Attempt, null=True, on_delete=models.PROTECT, related_name="activity")
    corrects = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    action = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", db_index=False)
    result = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey(Code, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Code, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    delay_reason = models.ForeignKey(Code, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="activities")
    team = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", help_text="Team of that day")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    notes = models.TextField(blank=True)
    follow_up_at = models.DateTimeField(null=True)
    business_date = models.DateField()
    dpd = models.IntegerField(help_text="Days past due at that moment")
    bucket = models.CharField(max_length=12, blank=True)
    overdue_amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-started_at"], name="activity_of_case"),
            models.Index(fields=["business_date", "agent"], name="activity_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.started_at:%Y-%m-%d %H:%M}"


class Note(models.Model):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "-written_at"], name="note_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.written_at:%Y-%m-%d %H:%M}"


class Document(models.Model):
    """A file attached to a case. `sha256` of the content is also its name in the store."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=24)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=200)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sha256"], condition=Q(removed_at__isnull=True), name="document_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
