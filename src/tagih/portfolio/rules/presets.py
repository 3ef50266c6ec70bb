"""The schemes that Tagih ships. The first of each kind is the default of every product."""

from typing import Any

from tagih.portfolio.enums import SchemeKind
from tagih.portfolio.rules.schemes import COMPONENTS, TIMINGS

_ORDER = [f"{timing}.{component}" for timing in TIMINGS for component in COMPONENTS]
_BY_COMPONENT = [f"PAST_DUE.{component}" for component in COMPONENTS] + _ORDER[len(COMPONENTS) :]

# kind: code: (name, definition, source)
PRESETS: dict[SchemeKind, dict[str, tuple[str, dict[str, Any], str]]] = {
    SchemeKind.BUCKET: {
        "cycle": (
            "Cycle: C0 = 1-30 days",
            {"base": "", "start": 1, "step": 30, "prefix": "C", "first_number": 0},
            "",
        ),
        "current": (
            "Current: C0 = not late, C1 = 1-30 days",
            {"base": "C0", "start": 1, "step": 30, "prefix": "C", "first_number": 1},
            "",
        ),
    },
    SchemeKind.COLLECTABILITY: {
        "multifinance": ("Multifinance", {"last_days": [10, 90, 120, 180]}, "POJK 35/POJK.05/2018"),
        "bank": ("Bank", {"last_days": [0, 90, 120, 180]}, "POJK 40/POJK.03/2019"),
        "rural_bank": ("Rural bank", {"last_days": [30, 90, 180, 360]}, "POJK 33/POJK.03/2018"),
    },
    SchemeKind.ALLOCATION: {
        "oldest_instalment": (
            "Oldest instalment first: late charge, fee, interest, principal",
            {"first": "INSTALMENT", "order": _ORDER},
            "",
        ),
        "by_component": (
            "All overdue late charges first, then fees, interest, principal",
            {"first": "COMPONENT", "order": _BY_COMPONENT},
            "",
        ),
    },
    SchemeKind.PENALTY: {
        "contract_daily": ("Per day at the contract's rate", {"method": "DAILY"}, ""),
        "none": ("No late charge", {"method": "NONE"}, ""),
        "motorcycle": ("0.5 % a day", {"method": "DAILY", "rate": "0.005", "cap_rate": "1"}, ""),
        "car": ("0.2 % a day", {"method": "DAILY", "rate": "0.002", "cap_rate": "1"}, ""),
        "flat": ("Rp50.000 for each late instalment", {"method": "FLAT", "amount": "50000"}, ""),
    },
    SchemeKind.DELINQUENCY: {
        "calendar_days": ("The day after the due date is day 1", {"due_date_is_day": 0}, ""),
        "due_date_counts": ("The unpaid due date itself is day 1", {"due_date_is_day": 1}, ""),
    },
}
