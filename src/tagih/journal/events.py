"""The base of all business events."""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

_classes: dict[str, type["BusinessEvent"]] = {}


@dataclass(frozen=True, kw_only=True)
class BusinessEvent:
    """Something that happened, in the past tense: ids and primitives only.

    `subject` names the field that identifies the thing it happened to; `subject_kind` is its noun.
    """

    version: ClassVar[int] = 1
    subject_kind: ClassVar[str] = ""
    subject: ClassVar[str] = ""
    words: ClassVar[tuple[str, ...]] = ()
    """Fields that somebody wrote about a person: they go when that person is erased."""

    customer_no: str = ""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        _classes[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """The package and the class, such as `cases.PromiseMade`."""
        return f"{cls.__module__.removeprefix('tagih.').removesuffix('.events')}.{cls.__name__}"

    @property
    def subject_id(self) -> str:
        return str(getattr(self, self.subject))

    @property
    def topics(self) -> tuple[str, ...]:
        """Live topics that open pages listen to: ids only."""
        return (f"{self.subject_kind}:{self.subject_id}",)

    def payload(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def revived(cls, payload: dict[str, Any]) -> Self:
        """The event from a stored payload; fields that a later version dropped are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})


def class_named(name: str) -> type[BusinessEvent] | None:
    """This will return the class of a stored event's name, None if the program no longer has it."""
    return _classes.get(name)


def all_classes() -> list[type[BusinessEvent]]:
    """This will return every loaded event class that can be published: those that name their subject."""
    found = [known for _, known in sorted(_classes.items()) if known.subject and not _is_base(known)]
    return [known for known in found if known.__module__.startswith("tagih.")]


def _is_base(known: type[BusinessEvent]) -> bool:
    return any(other is not known and known in other.__bases__ for other in _classes.values())
