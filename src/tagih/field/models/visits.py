"""What happened at the door, with its evidence."""

from django.db import models
from django.db.models import Q

from tagih.cases.models import Activity, Case
from tagih.contacts.models import Attempt, ContactPoint, GateDecision
from tagih.field import enums
from tagih.field.models.devices import Blob, Device, Operation
from tagih.field.models.planning import DEGREES, WantedVisit
from tagih.portfolio.models import Customer
from tagih.staff.models import Person


class Visit(models.Model):
    """One visit, as the phone told it. A fact: never edited, what is thought of it stands beside it."""

    id = models.UUIDField(primary_key=True)
    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="visit")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", db_index=False)
    collector = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    wanted = models.ForeignKey(WantedVisit, null=True, on_delete=models.PROTECT, related_name="visits")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="visits")
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(GateDecision, on_delete=models.PROTECT, related_name="+")
    attempt = models.OneToOneField(Attempt, null=True, on_delete=models.PROTECT, related_name="visit")
    activity = models.OneToOneField(Activity, null=True, on_delete=models.PROTECT, related_name="visit")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    latitude = models.DecimalField(**DEGREES, null=True)
    longitude = models.DecimalField(**DEGREES, null=True)
    accuracy_m = models.PositiveIntegerField(null=True)
    fence = models.CharField(max_length=7, choices=enums.Fence)
    distance_m = models.PositiveIntegerField(null=True)
    outside_reason = models.CharField(max_length=200, blank=True)
    attest = models.JSONField(default=dict, help_text="What a native wrapper proves of the phone, where there is one")
    conflicts = models.JSONField(default=list, help_text="[{code}] what had changed while the collector was there")
    risk = models.PositiveSmallIntegerField(default=0)
    signals = models.JSONField(default=list, help_text="[{code, points, facts}] of which the risk is the sum")
    review = models.CharField(max_length=9, choices=enums.ReviewState)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    review_note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(fence__in=enums.Fence.values), name="visit_fence_known"),
            models.CheckConstraint(condition=Q(review__in=enums.ReviewState.values), name="visit_review_known"),
        ]
        indexes = [
            models.Index(fields=["collector", "-arrived_at"], name="visit_of_collector"),
            models.Index(fields=["arrived_at"], name="visit_to_review", condition=Q(review="OPEN")),
        ]

    def __str__(self) -> str:
        return f"{self.collector_id} {self.arrived_at:%Y-%m-%d %H:%M}"


class VisitBlob(models.Model):
    """A picture that belongs to a visit. The same content may belong to several."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="pictures")
    blob = models.OneToOneField(Blob, on_delete=models.PROTECT, related_name="of_visit")

    def __str__(self) -> str:
        return f"{self.visit_id} {self.blob_id}"


class PinProposal(models.Model):
    """Where a door really is, told by a good visit; a leader decides."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="pin")
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="+")
    latitude = models.DecimalField(**DEGREES)
    longitude = models.DecimalField(**DEGREES)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_adopted = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"{self.contact_point_id}"
