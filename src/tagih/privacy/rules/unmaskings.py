"""How often a person looks at masked values, and when that is worth a question."""

from collections.abc import Mapping
from statistics import median

AT_LEAST = 20
TIMES_MEDIAN = 3


def unusual(counts: Mapping[int, int]) -> frozenset[int]:
    """This will return who unmasked far more than their colleagues: over 20, and over three times the median."""
    if not counts:
        return frozenset()
    middle = median(counts.values())
    return frozenset(person for person, n in counts.items() if n > AT_LEAST and n > TIMES_MEDIAN * middle)
