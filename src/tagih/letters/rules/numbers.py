"""Numbers of letters: per branch, year and kind, as people write them: `0042/SP1/LPG/XI/2026`."""

import datetime as dt

MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
SHORT = {"ASSIGNMENT": "ST", "SETTLEMENT": "SPP", "PAID_IN_FULL": "SKL", "AGREEMENT": "SK", "ANSWER": "JP"}


def number_of(position: int, *, kind: str, branch: str, on: dt.date) -> str:
    """This will write the number of a letter."""
    return f"{position:04}/{SHORT.get(kind, kind)}/{branch}/{MONTHS[on.month - 1]}/{on.year}"
