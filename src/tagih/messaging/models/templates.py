from django.db import models
from django.db.models import Q

from tagih.contacts.enums import Channel, Purpose
from tagih.messaging import enums
from tagih.staff.models import Person


class Template(models.Model):
    """What may be said on one channel on one occasion. Its words are those of the version in use."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    channel = models.CharField(max_length=10, choices=Channel)
    purpose = models.CharField(max_length=14, choices=Purpose)
    level = models.PositiveSmallIntegerField(default=10, help_text="Of several for one person and day the highest goes")
    is_service = models.BooleanField(
        default=False, help_text="Answers something that the person did, such as paying; no reminder"
    )
    fallback = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", help_text="Said on another channel if this fails"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="template_channel_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="template_purpose_known"),
        ]

    def __str__(self) -> str:
        return self.code


class TemplateVersion(models.Model):
    """The words in both languages, from draft to use. A version that was submitted is never edited."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=enums.VersionState, default=enums.VersionState.DRAFT)
    subject_id = models.CharField(max_length=150, blank=True)
    body_id = models.TextField(blank=True)
    subject_en = models.CharField(max_length=150, blank=True)
    body_en = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decision_note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state="APPROVED"), name="template_version_in_use_once"
            ),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state__in=["DRAFT", "SUBMITTED"]), name="template_version_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=enums.VersionState.values), name="template_version_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id}/{self.number}"
