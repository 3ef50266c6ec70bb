"""Texts with variables: which there are, how they are filled in, and the life of a version."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tagih.messaging.enums import VersionState

VARIABLE = re.compile(r"\{([^{}]*)\}")
TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.SUBMITTED}),
    VersionState.SUBMITTED: frozenset({VersionState.APPROVED, VersionState.REJECTED}),
    VersionState.APPROVED: frozenset({VersionState.REPLACED}),
    VersionState.REJECTED: frozenset({VersionState.DRAFT}),
    VersionState.REPLACED: frozenset(),
}
VARIABLES: dict[str, str] = {
    "lender": "PT Contoh Multifinance",
    "name": "Siti Aminah",
    "contract_no": "KTR-••0001",
    "amount_due": "Rp1.250.000",
    "due_date": "5 November 2026",
    "days_late": "12",
    "promise_amount": "Rp750.000",
    "promise_date": "25 November 2026",
    "paid_amount": "Rp1.250.000",
    "va_number": "8889912345678901",
    "phone": "1500 123",
    "link": "https://tagih.example/p/K7Q2M9RX4T",
    "stop": "Balas STOP untuk berhenti",
}
"""Every variable with an example: what a preview without a case shows."""
TELL_DEBT = frozenset({"amount_due", "days_late", "contract_no", "va_number", "due_date"})
"""Variables from which somebody else would learn of the debt."""


class VariableMissing(ValueError):
    """A text asks for something that is not known of this person; `name` says what."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass(frozen=True, slots=True)
class Text:
    """What is said in one language. Short messages have no subject."""

    body: str
    subject: str = ""


def may_become(state: str, target: str) -> bool:
    """This will tell whether a version in `state` may go to `target`."""
    return target in TRANSITIONS[VersionState(state)]


def variables_of(text: str) -> list[str]:
    """This will list the names between braces in order, each once."""
    return list(dict.fromkeys(VARIABLE.findall(text)))


def filled(text: Text, values: Mapping[str, str]) -> Text:
    """This will put values in the place of variables; what values say is never read as a variable again.

    :raises VariableMissing: a value is not known, or blank
    """

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        if not values.get(name):
            raise VariableMissing(name)
        return values[name]

    return Text(VARIABLE.sub(value_of, text.body), VARIABLE.sub(value_of, text.subject))


def example(text: Text) -> Text:
    """This will fill a text with examples; an unknown variable stays as it is written."""
    known = {name: VARIABLES.get(name, f"{{{name}}}") for name in variables_of(f"{text.subject} {text.body}")}
    return filled(text, known)
