"""Who may do what in `tagih.messaging`."""

from collections.abc import Mapping
from enum import StrEnum

GRANTS: Mapping[str, set[StrEnum]] = {}
