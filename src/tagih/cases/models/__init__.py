from tagih.cases.models.activity import Activity, Document, Note
from tagih.cases.models.agents import AgentStateChange
from tagih.cases.models.areas import DisasterArea
from tagih.cases.models.arrangement import (
    Arrangement,
    ArrangementApproval,
    ArrangementLeg,
    ArrangementMandate,
    ArrangementPolicy,
    Deputy,
)
from tagih.cases.models.care import CareTask
from tagih.cases.models.case import Case, Hold
from tagih.cases.models.codes import Code
from tagih.cases.models.complaint import Complaint, Escalation
from tagih.cases.models.promise import Promise, PromiseLeg, PromiseLimit
from tagih.cases.models.work import PriorityWeight, Queue, Rank, StageBand, WorkItem

__all__ = [
    "Activity",
    "AgentStateChange",
    "Arrangement",
    "ArrangementApproval",
    "ArrangementLeg",
    "ArrangementMandate",
    "ArrangementPolicy",
    "CareTask",
    "Case",
    "Code",
    "Complaint",
    "Deputy",
    "DisasterArea",
    "Document",
    "Escalation",
    "Hold",
    "Note",
    "PriorityWeight",
    "Promise",
    "PromiseLeg",
    "PromiseLimit",
    "Queue",
    "Rank",
    "StageBand",
    "WorkItem",
]
