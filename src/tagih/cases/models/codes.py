from django.db import models
from django.db.models import F, Q

from tagih.cases import enums


class Code(models.Model):
    """One entry of a code list (action, result, party, place, cause of delay): data with flags and validity."""

    kind = models.CharField(max_length=8, choices=enums.CodeKind)
    code = models.CharField(max_length=24)
    short = models.CharField(max_length=4, blank=True, help_text="What an agent types, such as JB")
    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    actions = models.JSONField(default=list, help_text="For a result: the action codes it answers; empty = all")
    result_class = models.CharField(max_length=3, blank=True, help_text="RPC, TPC, NC or BAD")
    is_worked = models.BooleanField(default=True, help_text="Counts as work done")
    is_connected = models.BooleanField(default=False)
    is_right_party = models.BooleanField(default=False)
    is_promise = models.BooleanField(default=False)
    retires_contact_point = models.BooleanField(default=False)
    opens_hold = models.CharField(max_length=16, blank=True, help_text="Reason of the hold it opens")
    needs = models.JSONField(default=list, help_text="What must be entered: promise, proof, follow_up, reason, note")
    next_action = models.CharField(max_length=24, blank=True)
    cool_down_hours = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, help_text="Last valid day")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.CodeKind.values), name="code_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="code_period"
            ),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=Q(valid_until__isnull=True), name="code_valid_once"
            ),
        ]
        ordering = ["kind", "position", "code"]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
