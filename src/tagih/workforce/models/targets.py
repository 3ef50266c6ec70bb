from django.db import models

from tagih.staff.models import Person


class PersonTarget(models.Model):
    """What somebody should collect in a month, from what was assigned to them; and what reaching it earned."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="targets")
    month = models.DateField(help_text="Its first day")
    expected = models.DecimalField(max_digits=18, decimal_places=2, help_text="By the difficulty of what was assigned")
    basis = models.JSONField(help_text="[{bucket, cases, overdue, rate}] it was made of")
    collected = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    incentive = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    audit = models.JSONField(default=list, help_text="Each step of the calculation, as it was")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "month"], name="person_target_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month:%Y-%m}"
