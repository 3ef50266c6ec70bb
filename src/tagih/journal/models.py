from django.db import models


class Event(models.Model):
    """One business event, as it happened. Append-only; no foreign keys, so that history outlives what it tells of."""

    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, help_text="staff.Person; null for the system")
    actor_label = models.CharField(max_length=120)
    customer_no = models.CharField(max_length=40, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["customer_no", "-occurred_at"], name="event_of_customer"),
            models.Index(fields=["subject_kind", "subject_id", "-occurred_at"], name="event_of_subject"),
            models.Index(fields=["name", "-occurred_at"], name="event_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_kind}:{self.subject_id}"


class Access(models.Model):
    """Who saw what of whose personal data, and why."""

    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    person_label = models.CharField(max_length=120)
    what = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    customer_no = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer_no", "-at"], name="access_of_customer"),
            models.Index(fields=["person_id", "-at"], name="access_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_label} {self.what} {self.subject_kind}:{self.subject_id}"
