"""The base of all business events."""

from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class BusinessEvent:
    """Something that happened, in the past tense: ids and primitives only.

    `subject` names the field that identifies the thing it happened to; `subject_kind` is its noun.
    """

    version: ClassVar[int] = 1
    subject_kind: ClassVar[str] = ""
    subject: ClassVar[str] = ""

    customer_no: str = ""

    @property
    def subject_id(self) -> str:
        return str(getattr(self, self.subject))

    @property
    def topics(self) -> tuple[str, ...]:
        """Live topics that open pages listen to: ids only."""
        return (f"{self.subject_kind}:{self.subject_id}",)

    def payload(self) -> dict:
        return asdict(self)
