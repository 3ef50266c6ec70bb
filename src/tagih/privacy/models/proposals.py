"""What one person proposes and another decides. The database insists on the other."""

from django.db import models
from django.db.models import F, Q

from tagih.privacy.enums import ProposalStatus
from tagih.privacy.models.requests import DataRequest
from tagih.staff.models import Person


class TwoPeople(models.Model):
    """Who proposed it and why; who decided it, and the word with which it was declined."""

    status = models.CharField(max_length=9, choices=ProposalStatus, default=ProposalStatus.WAITING)
    reason = models.CharField(max_length=400)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ProposalStatus.values), name="%(class)s_status_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="%(class)s_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["APPROVED", "DECLINED"]) | Q(decided_by__isnull=False),
                name="%(class)s_decided_by_somebody",
            ),
        ]


class Lifting(TwoPeople):
    """The end of a restriction that a person asked for and was granted."""

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="liftings")

    class Meta(TwoPeople.Meta):
        constraints = [
            *TwoPeople.Meta.constraints,
            models.UniqueConstraint(fields=["request"], condition=Q(status="WAITING"), name="lifting_waits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.status}"


class RetentionProposal(TwoPeople):
    """A retention rule that is to let go of more than it does now."""

    rule = models.CharField(max_length=40)
    is_on = models.BooleanField()
    months = models.PositiveSmallIntegerField()

    class Meta(TwoPeople.Meta):
        constraints = [
            *TwoPeople.Meta.constraints,
            models.UniqueConstraint(
                fields=["rule"], condition=Q(status="WAITING"), name="retentionproposal_waits_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rule} {self.months} {self.status}"
