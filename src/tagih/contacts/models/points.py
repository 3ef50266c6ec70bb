"""Ways to reach somebody."""

from django.db import models
from django.db.models import Q

from tagih.contacts import enums
from tagih.portfolio.models import Customer


class ContactPoint(models.Model):
    """One way to reach somebody. The value is encrypted; `value_hash` finds the same value on other people."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=enums.PointKind)
    value_cipher = models.BinaryField()
    value_hash = models.BinaryField()
    masked = models.CharField(max_length=120)
    owner_role = models.CharField(max_length=20, choices=enums.OwnerRole)
    owner_name = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=20, blank=True)
    region_code = models.CharField(max_length=13, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    zone = models.CharField(max_length=4, blank=True, help_text="WIB, WITA, WIT; blank where the value does not tell")
    source = models.CharField(max_length=40, blank=True)
    obtained_on = models.DateField(null=True)
    state = models.CharField(max_length=14, choices=enums.PointState, default=enums.PointState.UNVERIFIED)
    state_changed_at = models.DateTimeField(null=True)
    unusable_reason = models.CharField(max_length=200, blank=True, help_text="Why it cannot be dialled as it stands")
    reached_at = models.DateTimeField(null=True, help_text="Last right-party contact here")
    failures = models.PositiveSmallIntegerField(default=0, help_text="Attempts without contact since then")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "value_hash", "owner_role"], name="contact_point_once"),
            models.CheckConstraint(condition=Q(state__in=enums.PointState.values), name="contact_point_state_known"),
            models.CheckConstraint(condition=Q(kind__in=enums.PointKind.values), name="contact_point_kind_known"),
        ]
        indexes = [models.Index(fields=["value_hash"], name="contact_point_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.masked}"


class FeedRow(models.Model):
    """A row of the lender's feed that is known here: unchanged rows cost the daily round nothing."""

    digest = models.CharField(max_length=32, primary_key=True)
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="feed_rows")

    def __str__(self) -> str:
        return self.digest
