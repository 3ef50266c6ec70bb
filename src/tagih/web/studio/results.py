"""The result of a trial in words: what may be said today, and what may not."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.kernel import money
from tagih.strategy.enums import Metric
from tagih.strategy.models import Release
from tagih.strategy.queries import TrialResult

GUARDS = {"CONTACTS": gettext_lazy("Contacts per person"), "COMPLAINTS": gettext_lazy("People who complain")}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both sides with its interval."""

    name: Any
    trial: str
    base: str
    apart: str
    between: str
    tone: str


@dataclass(frozen=True, slots=True)
class Told:
    """A trial's result, ready to be read."""

    release: Release
    result: TrialResult
    sentence: str
    tone: str
    rows: list[Row]


def told_result(release: Release, result: TrialResult) -> Told:
    """This will put a result into words."""
    rows = [_row(result.metric, Metric(result.metric).label, result.main, is_good_up=True)]
    rows += [_row(name, GUARDS[name], found, is_good_up=False) for name, found in result.guards.items()]
    sentence, tone = _sentence(result)
    return Told(release, result, sentence, tone, rows)


def _sentence(result: TrialResult) -> tuple[str, str]:
    main = result.main
    harmed = [str(GUARDS[name]) for name, found in result.guards.items() if found.verdict == "BETTER"]  # more of it
    if harmed:
        return _("The trial does harm: %(what)s rose. Take it back.") % {"what": ", ".join(harmed)}, "bad"
    if main.verdict == "TOO_FEW":
        return _("Too early to say anything: %(trial)d and %(base)d people have finished their %(days)d days.") % {
            "trial": main.trial.people, "base": main.base.people, "days": result.window
        }, "info"  # fmt: skip
    shown = {"apart": _figure(result.metric, main.apart, signed=True),
             "low": _figure(result.metric, main.low, signed=True),
             "high": _figure(result.metric, main.high, signed=True)}  # fmt: skip
    if main.verdict == "BETTER":
        return _("The trial is better: %(apart)s, between %(low)s and %(high)s, whenever one looks.") % shown, "ok"
    if main.verdict == "WORSE":
        return _("The trial is worse: %(apart)s, between %(low)s and %(high)s. Take it back.") % shown, "bad"
    return _("Nothing is decided: the difference lies between %(low)s and %(high)s. Go on, or widen the trial.") % (
        shown
    ), "info"


def _row(metric: str, name: Any, found: Any, *, is_good_up: bool) -> Row:
    tone = ""
    if found.verdict in ("BETTER", "WORSE"):
        tone = "ok" if (found.verdict == "BETTER") == is_good_up else "bad"
    between = "–" if math.isinf(found.low) else (
        f"{_figure(metric, found.low, signed=True)} … {_figure(metric, found.high, signed=True)}"
    )
    return Row(name, _figure(metric, found.trial.mean), _figure(metric, found.base.mean),
               _figure(metric, found.apart, signed=True), between, tone)  # fmt: skip


def _figure(metric: str, value: float, *, signed: bool = False) -> str:
    sign = "+" if signed and value > 0 else "−" if value < 0 else ""
    size = abs(value)
    if metric == "AMOUNT":
        return sign + money.rupiah(Decimal(round(size)))
    if metric == "CONTACTS":
        return sign + number_format(round(size, 2), 2)
    share = number_format(round(size * 100, 1), 1)
    # a difference of shares is told in points: from 30 % to 60 % are 30 of them, and twice as many people
    return _("%(share)s points") % {"share": sign + share} if signed else f"{sign}{share} %"
