"""What a score must not know: what is known only after the contact that it helps to choose, and protected traits."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

AFTER = re.compile(
    r"(^|_)(duration|durasi|talk|wrap|hold_seconds|ring_seconds|ended|hung_up|answered|outcome|result|hasil|party|"
    r"promised|promise_made|disposition|recording|transcript|paid_after|label|target)(_|$)"
)
AFTER_WHOLE = frozenset({"y", "poutcome_now", "call_seconds", "seconds_talked", "call_duration"})
PROTECTED = re.compile(
    r"(^|_)(sex|gender|kelamin|age|umur|usia|birth|lahir|religion|agama|ethnic|suku|race|marital|marriage|nikah|region|"
    r"province|provinsi|kelurahan|disability|nationality)(_|$)"
)
KNOWN_BEFORE = re.compile(r"^(last_|previous_|prev_|days_since_|since_)|_(\d+d|90d|30d|7d)$")
"""Of earlier contacts: known before this one."""
STRONG_ALONE, LARGE_GAIN = 0.72, 0.06


@dataclass(frozen=True, slots=True)
class Leak:
    """One feature that a score must not have. `code`: AFTER_THE_FACT, PROTECTED, TOO_GOOD_ALONE."""

    code: str
    feature: str
    alone: float = 0.0
    without: float = 0.0
    together: float = 0.0


def by_name(features: Iterable[str]) -> list[Leak]:
    """This will name features that by their name are known only afterwards, or protected."""
    found = []
    for name in features:
        plain = name.lower()
        if PROTECTED.search(plain):
            found.append(Leak("PROTECTED", name))
        elif (AFTER.search(plain) or plain in AFTER_WHOLE) and not KNOWN_BEFORE.search(plain):
            found.append(Leak("AFTER_THE_FACT", name))
    return found


def is_too_good(alone: float, without: float, together: float) -> bool:
    """This will tell whether one feature alone carries what all others together do not: the mark of hindsight."""
    return alone >= STRONG_ALONE and (alone >= without or together - without >= LARGE_GAIN)
