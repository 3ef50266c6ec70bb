from django.db import models
from django.db.models import Q

from tagih.staff.models import Person


class DisasterArea(models.Model):
    """A region struck by a disaster: everybody who lives there is left in peace until a trained person ends it."""

    region_code = models.CharField(max_length=13, help_text="Kemendagri code; everything below it is meant")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200, help_text="Who declared it, such as BNPB or the governor")
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region_code"], condition=Q(ended_at__isnull=True), name="disaster_area_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.name}"
