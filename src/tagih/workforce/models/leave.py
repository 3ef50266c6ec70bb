from django.db import models
from django.db.models import F, Q

from tagih.staff.models import Person
from tagih.workforce import enums


class LeaveKind(models.Model):
    """Annual leave, sickness, birth and the like; `yearly_days` blank: no balance is kept."""

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=80)
    yearly_days = models.PositiveSmallIntegerField(null=True)
    lead_days = models.PositiveSmallIntegerField(default=0, help_text="To be asked for so many days before")
    is_certain = models.BooleanField(default=False, help_text="Granted whatever the plan says: sickness, bereavement")
    source = models.CharField(max_length=120, blank=True, help_text="The law or rule behind it")

    def __str__(self) -> str:
        return self.name


class LeaveEntry(models.Model):
    """One line of a balance, in days: the yearly right, days taken, corrections. Append-only."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leave_entries")
    kind = models.ForeignKey(LeaveKind, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    days = models.SmallIntegerField()
    request = models.ForeignKey("LeaveRequest", null=True, on_delete=models.PROTECT, related_name="entries")
    reason = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "year"], name="leave_entry_balance")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year} {self.days:+d}"


class LeaveRequest(models.Model):
    """Somebody asks for days off. Granted by itself where the plan has room, else first come, first served."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leave_requests")
    kind = models.ForeignKey(LeaveKind, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="Working days that count against the balance")
    status = models.CharField(max_length=9, choices=enums.LeaveStatus)
    note = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True, help_text="Why it waits or was refused")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.LeaveStatus.values), name="leave_status_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="leave_period"),
        ]
        indexes = [
            models.Index(fields=["person", "first_day"], name="leave_of_person"),
            models.Index(fields=["asked_at"], name="leave_waiting", condition=Q(status="WAITING")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.first_day}"
