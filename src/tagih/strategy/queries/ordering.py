"""What work lists follow."""

from tagih.strategy.enums import WorkOrder
from tagih.strategy.models import Ordering


def work_order() -> WorkOrder:
    """This will return what work lists follow now: the points of the house until somebody chose otherwise."""
    newest = Ordering.objects.order_by("-pk").first()
    return WorkOrder(newest.order) if newest else WorkOrder.POINTS
