"""What work lists follow: an append-only list, the newest row holds."""

from django.db import models
from django.db.models import Q

from tagih.staff.models import Person
from tagih.strategy import enums


class Ordering(models.Model):
    """From when work lists follow the points of the house or the steps of the strategy."""

    order = models.CharField(max_length=6, choices=enums.WorkOrder)
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(order__in=enums.WorkOrder.values), name="work_order_known"),
        ]

    def __str__(self) -> str:
        return self.order
