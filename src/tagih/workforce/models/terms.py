from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from tagih.staff.models import Person, Unit


class ShiftKind(models.Model):
    """A shift of a unit and those below it, in minutes of the local day; over midnight `ends_min` passes 1440."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    starts_min = models.PositiveSmallIntegerField(validators=[MaxValueValidator(1439)])
    ends_min = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(2880)])
    paid_min = models.PositiveSmallIntegerField(help_text="Without unpaid breaks")
    tone = models.PositiveSmallIntegerField(default=0, help_text="Which of the colours of the plan")
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["starts_min", "code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="shift_kind_code_once"),
            models.CheckConstraint(condition=Q(ends_min__gt=F("starts_min")), name="shift_kind_ends_after_start"),
            models.CheckConstraint(
                condition=Q(paid_min__gt=0, paid_min__lte=F("ends_min") - F("starts_min")),
                name="shift_paid_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class WorkTerms(models.Model):
    """What somebody's contract of work allows, from a day on."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="work_terms")
    days_week = models.PositiveSmallIntegerField(default=5)
    hours_week = models.DecimalField(max_digits=4, decimal_places=1, default=40)
    is_senior = models.BooleanField(default=False, help_text="Counts where a shift needs somebody experienced")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, help_text="First day on which they no longer hold")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days_week__range=(1, 6)), name="work_terms_days"),
            models.CheckConstraint(condition=Q(hours_week__gt=0, hours_week__lte=40), name="work_terms_hours"),
            models.UniqueConstraint(fields=["person", "starts_on"], name="work_terms_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"
