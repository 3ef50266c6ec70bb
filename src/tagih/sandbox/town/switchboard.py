"""A telephone exchange without a town behind it: answers by fixed shares, for colleagues in a demonstration."""

import datetime as dt

import numpy as np

from tagih.sandbox.town.exchange import Call
from tagih.sandbox.town.speech import WORDS, Speech

OUTCOMES = {"NO_ANSWER": 0.46, "BUSY": 0.06, "VOICEMAIL": 0.05, "REJECTED": 0.04, "NOT_CONNECTED": 0.05, "SAID": 0.34}
SAID = {
    "PROMISE": 0.60, "CALL_BACK": 0.11, "REFUSES": 0.07, "MESSAGE_LEFT": 0.10, "CLAIMS_PAID": 0.03, "ASKS_RELIEF": 0.03,
    "CUT_OFF": 0.04, "WRONG_NUMBER": 0.02,
}  # fmt: skip
CAUSES = ("FORGOT", "PAYDAY_GAP", "BUSINESS_SLOW", "INCOME_FELL", "TRAVELLING", "ILLNESS")
PARTIES = {"MESSAGE_LEFT": "FAMILY", "WRONG_NUMBER": "UNKNOWN"}
WRAP_MEDIAN_S = 25.0


class Switchboard:
    """Lines whose answers are drawn from a seed, in the order of the calls."""

    def __init__(self, seed: int) -> None:
        self.wrap_median_s = WRAP_MEDIAN_S
        self._rng = np.random.default_rng([seed, 104])

    def dial(self, number: str, at: dt.datetime, *, tone: float = 0.5) -> Call:
        """This will answer a call by chance."""
        rng = self._rng
        outcome = str(rng.choice(list(OUTCOMES), p=list(OUTCOMES.values())))
        ring = float(np.clip(rng.exponential(14), 3, 30))
        if outcome != "SAID":
            return Call(outcome, 30.0 if outcome == "NO_ANSWER" else ring, 2.0)
        result = str(rng.choice(list(SAID), p=list(SAID.values())))
        pays_on = at.date() + dt.timedelta(days=int(rng.integers(1, 5))) if result == "PROMISE" else None
        speech = Speech(
            result, WORDS[result].format(day=f"{pays_on:%d/%m}" if pays_on else ""), PARTIES.get(result, "CONSUMER"),
            pays_on, 1.0, str(rng.choice(CAUSES)) if result in ("PROMISE", "REFUSES", "ASKS_RELIEF") else "",
            int(rng.integers(3_000, 12_000)) if result == "CALL_BACK" else None,
        )  # fmt: skip
        return Call("CONSUMER", ring, float(np.clip(rng.lognormal(4.4, 0.6), 15, 420)), speech)
