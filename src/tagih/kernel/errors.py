"""The one family of errors that a person may see."""

from typing import Any


class Refusal(Exception):
    """What was asked cannot be done, and here is why and what helps.

    Declared beside the operation that raises it, named as the fact (`PromiseTooFar`). The command line prints one
    line and exits with 1, a screen shows it at its field. Anticipated: never logged as an error.
    """

    code = "REFUSED"

    def __init__(self, code: str, message: Any, *, field: str = "", value: Any = None, remedy: Any = "") -> None:
        self.code = code
        self.message = message
        self.field = field
        self.value = value
        self.remedy = remedy
        super().__init__(code)

    def __str__(self) -> str:
        """This will return one line: what is wrong, then what to do."""
        parts = [str(self.message).rstrip()]
        if self.remedy:
            parts.append(str(self.remedy).rstrip())
        return " ".join(parts).replace("\n", " ")

    def as_dict(self) -> dict[str, str]:
        """This will return the refusal for a machine. Never the value, it may be personal."""
        return {
            "code": self.code,
            "message": str(self.message),
            "field": self.field,
            "remedy": str(self.remedy),
        }
