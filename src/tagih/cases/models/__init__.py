from tagih.cases.models.activity import Activity, Document, Note
from tagih.cases.models.agents import AgentStateChange
from tagih.cases.models.case import Case, Hold
from tagih.cases.models.codes import Code
from tagih.cases.models.promise import Promise, PromiseLeg, PromiseLimit
from tagih.cases.models.work import Queue, WorkItem

__all__ = [
    "Activity",
    "AgentStateChange",
    "Case",
    "Code",
    "Document",
    "Hold",
    "Note",
    "Promise",
    "PromiseLeg",
    "PromiseLimit",
    "Queue",
    "WorkItem",
]
