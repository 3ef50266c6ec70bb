"""Who may do what in `tagih.workforce`."""

from collections.abc import Mapping
from enum import StrEnum

GRANTS: Mapping[str, set[StrEnum]] = {}
