"""What limits contact with a person."""

from django.db import models
from django.db.models import Q

from tagih.contacts import enums
from tagih.portfolio.models import Customer


class Consent(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=8, choices=enums.ConsentScope)
    granted_on = models.DateField()
    revoked_on = models.DateField(null=True)
    evidence = models.CharField(max_length=200)
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.customer_id} {self.scope}"


class PersonFlag(models.Model):
    """Something about a person that limits contact. Set by holds, complaints and what people tell us."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="flags")
    flag = models.CharField(max_length=12, choices=enums.Flag)
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=80, blank=True, help_text="What set it, such as hold:42")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["customer"], name="flag_open", condition=Q(ends_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.flag}"


class Restraint(models.Model):
    """A reason, told to the gate by a package above, not to press a person about a contract (null: about any)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="restraints")
    contract_no = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=16, choices=enums.RestraintKind)
    due_on = models.DateField(null=True, help_text="For a promise: the day on which it falls due")
    source = models.CharField(max_length=80, help_text="What set it, such as promise:42")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "contract_no"], condition=Q(ends_at__isnull=True), name="restraint_open_once"
            ),
        ]
        indexes = [models.Index(fields=["customer"], name="restraint_open", condition=Q(ends_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind}"
