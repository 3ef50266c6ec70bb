"""Terms of complaints in working days, as data of the rule, and what a complaint holds. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from tagih.cases.enums import ComplaintChannel as Channel
from tagih.cases.enums import ComplaintClass as Class
from tagih.cases.enums import ComplaintStatus as Status
from tagih.cases.enums import DebtElement as Element

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.OPEN: frozenset({Status.EXTENDED, Status.ANSWERED, Status.WITHDRAWN}),
    Status.EXTENDED: frozenset({Status.ANSWERED, Status.WITHDRAWN}),
    Status.ANSWERED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Term:
    """Working days to answer, and by how many it may be extended once; its source."""

    days: int
    extension: int
    source: str


TERMS: Mapping[Channel, Term] = {
    Channel.ORAL: Term(5, 0, "POJK 18/POJK.07/2018"),
    Channel.WRITTEN: Term(10, 10, "POJK 22/2023"),
    Channel.PORTAL: Term(10, 10, "POJK 22/2023"),
    Channel.REGULATOR: Term(10, 10, "POJK 22/2023, APPK"),
}


def stops_contact(kind: Class, element: Element | None) -> bool:
    """This will tell whether all contact rests until the answer: about conduct, person or data, or the whole debt.

    A dispute about one component holds that component alone; the rest of the debt may be spoken of.
    """
    return kind in (Class.CONDUCT, Class.PRIVACY, Class.IDENTITY) or element in (Element.WHOLE, Element.PRINCIPAL)
