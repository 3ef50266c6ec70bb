"""What each figure means and how groups are put together. Pure."""

from tagih.reporting.rules.arithmetic import Counts, added, change, parsed, reached, stored, value
from tagih.reporting.rules.figures import BY_CODE, FIGURES, GROUPS, Better, Figure, Kind

__all__ = [
    "BY_CODE",
    "FIGURES",
    "GROUPS",
    "Better",
    "Counts",
    "Figure",
    "Kind",
    "added",
    "change",
    "parsed",
    "reached",
    "stored",
    "value",
]
