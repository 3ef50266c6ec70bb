from tagih.workforce.models.attendance import Attendance, AttendanceCorrection
from tagih.workforce.models.day import Measure, Rebalance
from tagih.workforce.models.demand import DemandForecast, PlanningEvent
from tagih.workforce.models.leave import LeaveEntry, LeaveKind, LeaveRequest
from tagih.workforce.models.plans import Acknowledgement, Cell, Plan
from tagih.workforce.models.staffing import Departure, Transfer
from tagih.workforce.models.targets import PersonTarget
from tagih.workforce.models.terms import ShiftKind, WorkTerms
from tagih.workforce.models.trades import Bid, Offer, Swap

__all__ = [
    "Acknowledgement",
    "Attendance",
    "AttendanceCorrection",
    "Bid",
    "Cell",
    "DemandForecast",
    "Departure",
    "LeaveEntry",
    "LeaveKind",
    "LeaveRequest",
    "Measure",
    "Offer",
    "PersonTarget",
    "Plan",
    "PlanningEvent",
    "Rebalance",
    "ShiftKind",
    "Swap",
    "Transfer",
    "WorkTerms",
]
