from tagih.field.models.devices import Blob, Device, Operation, Panic, TrackPoint
from tagih.field.models.money import DayClosing, Deposit, Receipt, ReceiptBlock
from tagih.field.models.planning import Collector, DayPlan, Stop, Territory, WantedVisit
from tagih.field.models.visits import PinProposal, Visit, VisitBlob

__all__ = [
    "Blob",
    "Collector",
    "DayClosing",
    "DayPlan",
    "Deposit",
    "Device",
    "Operation",
    "Panic",
    "PinProposal",
    "Receipt",
    "ReceiptBlock",
    "Stop",
    "Territory",
    "TrackPoint",
    "Visit",
    "VisitBlob",
    "WantedVisit",
]
