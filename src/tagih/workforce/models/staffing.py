from django.db import models
from django.db.models import F, Q

from tagih.staff.models import Membership, Person, Unit
from tagih.workforce import enums


class Departure(models.Model):
    """Somebody leaves: noticed on a day, no new cases from then, access until an instant, accounts handed over."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="departure")
    kind = models.CharField(max_length=12, choices=enums.DepartureKind)
    noticed_on = models.DateField()
    last_day = models.DateField()
    access_ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    cases_handed_over = models.PositiveIntegerField(default=0)
    promises_kept = models.PositiveIntegerField(default=0, help_text="Open promises that went with their cases")
    callbacks_kept = models.PositiveIntegerField(default=0)
    access_ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.DepartureKind.values), name="departure_kind_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("noticed_on")), name="departure_after_notice"),
        ]
        indexes = [
            models.Index(fields=["access_ends_at"], name="departure_due", condition=Q(access_ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.last_day}"


class Transfer(models.Model):
    """Somebody moves to another team from a day, for good or until a day, once a second person agrees."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="Where to")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="First day back in the old team; null for good")
    reason = models.CharField(max_length=200)
    status = models.CharField(max_length=8, choices=enums.MoveStatus)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.MoveStatus.values), name="transfer_status_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="transfer_period"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="transfer_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.starts_on}"
