from django.db import models
from django.db.models import F, Q

from tagih.kernel.ids import short_code
from tagih.portfolio.models import Customer
from tagih.privacy import enums
from tagih.staff.models import Person

CODE_PREFIX = "P"


class DataRequest(models.Model):
    """What a person asked about their data, who proposed the answer, who decided it, and until when."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=12, choices=enums.RequestKind)
    status = models.CharField(max_length=8, choices=enums.RequestStatus, default=enums.RequestStatus.RECEIVED)
    intake = models.CharField(max_length=10, choices=enums.Intake)
    identified_by = models.CharField(max_length=200, help_text="How we know that it is the person")
    wish = models.TextField(blank=True, help_text="In the person's words")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    escalated_at = models.DateTimeField(null=True)
    proposal = models.CharField(max_length=6, choices=enums.Proposal, blank=True)
    ground = models.CharField(max_length=24, blank=True, help_text="Of refusal, see law/grounds.toml")
    reasoning = models.TextField(blank=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict, help_text="What was done: counts by name")
    stored_as = models.CharField(max_length=200, blank=True, help_text="The exported file, until its time is over")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=enums.RequestStatus.values), name="data_request_status_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=enums.RequestKind.values), name="data_request_kind_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="data_request_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED") | (~Q(ground="") & Q(decided_by__isnull=False)),
                name="data_request_refused_on_a_ground",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="data_request_open", condition=Q(status__in=["RECEIVED", "PROPOSED", "GRANTED"])
            ),
            models.Index(fields=["customer", "-asked_at"], name="data_request_of_customer"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What people call the request."""
        return short_code(self.pk, prefix=CODE_PREFIX)

    @property
    def source(self) -> str:
        """What the contact gate knows a granted restriction by."""
        return f"request:{self.pk}"
