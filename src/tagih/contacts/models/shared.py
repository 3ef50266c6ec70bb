"""Values that many people have."""

from django.db import models
from django.db.models import Q

from tagih.contacts import enums
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class SharedNumber(models.Model):
    """One number or e-mail that so many people gave as a way to reach them that somebody must look at it."""

    value_hash = models.BinaryField(unique=True)
    kind = models.CharField(max_length=10, choices=enums.PointKind)
    masked = models.CharField(max_length=120)
    people = models.PositiveIntegerField()
    state = models.CharField(max_length=6, choices=enums.SharedState, default=enums.SharedState.OPEN)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.SharedState.values), name="shared_number_state_known"),
            models.CheckConstraint(condition=Q(kind__in=enums.PointKind.values), name="shared_number_kind_known"),
        ]
        indexes = [models.Index(fields=["-people"], name="shared_number_open", condition=Q(state="OPEN"))]

    def __str__(self) -> str:
        return f"{self.masked} on {self.people} people"
