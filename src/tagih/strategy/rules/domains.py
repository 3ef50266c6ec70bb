"""Sets of values of one variable: what a comparison with a constant leaves. Exact, for doubles as for whole numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tagih.strategy.rules.conditions import Value
from tagih.strategy.rules.variables import Kind, Variable

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Domain:
    """Stretches of numbers with both ends; or texts (`is_others`: all but these); and whether unknown belongs to it.

    A flag is the two numbers 0 and 1.
    """

    stretches: tuple[Stretch, ...] = ()
    texts: frozenset[str] = frozenset()
    is_others: bool = False
    has_unknown: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.stretches or self.texts or self.is_others or self.has_unknown)

    def meet(self, other: "Domain") -> "Domain":
        """This will return what belongs to both."""
        stretches = tuple(
            (max(low, from_), min(high, until))
            for low, high in self.stretches for from_, until in other.stretches
            if max(low, from_) <= min(high, until)
        )  # fmt: skip
        match self.is_others, other.is_others:
            case False, False:
                texts = self.texts & other.texts
            case False, True:
                texts = self.texts - other.texts
            case True, False:
                texts = other.texts - self.texts
            case _:
                texts = self.texts | other.texts
        return Domain(stretches, texts, self.is_others and other.is_others, self.has_unknown and other.has_unknown)

    def example(self, preferred: Iterable[float] = ()) -> Value:
        """This will return one value that belongs to it: a round one where there is a choice."""
        for low, high in self.stretches:
            inside = [value for value in preferred if low <= value <= high]
            return inside[0] if inside else low if low > -math.inf else high
        if self.texts and not self.is_others:
            return min(self.texts)
        if self.is_others:
            return next(name for name in ("OTHER", *(f"OTHER_{n}" for n in range(1000))) if name not in self.texts)
        return None


def everything(variable: Variable) -> Domain:
    """This will return all that a variable can be."""
    if variable.is_number:
        return Domain(((variable.low, variable.high),), has_unknown=variable.is_nullable)
    if variable.kind is Kind.FLAG:
        return Domain(((0.0, 0.0), (1.0, 1.0)), has_unknown=variable.is_nullable)
    if variable.values:
        return Domain(texts=frozenset(variable.values), has_unknown=variable.is_nullable)
    return Domain(is_others=True, has_unknown=variable.is_nullable)


def unknown() -> Domain:
    return Domain(has_unknown=True)


def compared(variable: Variable, sign: str, value: float | str) -> Domain:
    """This will return the known values for which `variable sign value` is true."""
    if isinstance(value, str):
        texts = Domain(texts=frozenset([value]), is_others=sign == "<>")
        return _known(everything(variable)).meet(texts)
    return _known(everything(variable)).meet(Domain(_stretches(variable.kind is Kind.COUNT, sign, value)))


def listed(variable: Variable, values: Iterable[float | str], *, is_in: bool) -> Domain:
    """This will return the known values that are, or are not, in a list."""
    found = _known(everything(variable))
    if not is_in:
        for value in values:
            found = found.meet(compared(variable, "<>", value))
        return found
    parts = [compared(variable, "=", value) for value in values]
    stretches = tuple(sorted({stretch for part in parts for stretch in part.stretches}))
    return Domain(stretches, frozenset(text for part in parts for text in part.texts))


def _known(domain: Domain) -> Domain:
    return Domain(domain.stretches, domain.texts, domain.is_others)


def _stretches(is_whole: bool, sign: str, value: float) -> tuple[Stretch, ...]:
    """Both ends belong to a stretch: beside an open end stands the nearest number that does."""
    below = math.ceil(value) - 1.0 if is_whole else math.nextafter(value, -math.inf)
    above = math.floor(value) + 1.0 if is_whole else math.nextafter(value, math.inf)
    down = math.floor(value) if is_whole else value
    up = math.ceil(value) if is_whole else value
    match sign:
        case "<":
            return ((-math.inf, below),)
        case "<=":
            return ((-math.inf, float(down)),)
        case ">":
            return ((above, math.inf),)
        case ">=":
            return ((float(up), math.inf),)
        case "<>":
            return ((-math.inf, below), (above, math.inf))
    return ((value, value),) if not is_whole or value == down else ()
