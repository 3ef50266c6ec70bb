"""What Tagih asks of whoever looks people up."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the provider is told: no debt, no amount, no reason."""

    customer_no: str
    full_name: str
    birth_date: str


class Lookup(Protocol):
    """Answers with telephone numbers that a person may have, the likeliest first; none is an answer."""

    name: str

    def numbers_of(self, wanted: Wanted) -> list[str]:
        """This will ask the provider. Raises whatever the network raises."""
