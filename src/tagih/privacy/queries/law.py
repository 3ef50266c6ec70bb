"""The law as data: the register of processing, grounds of refusal, retention rules. Read once from the package."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tagih.kernel.errors import Refusal
from tagih.privacy.rules.retention import Rule

BASES = {
    "CONSENT": _("Consent"),
    "CONTRACT": _("Contract"),
    "LEGAL_OBLIGATION": _("Legal obligation"),
    "VITAL_INTEREST": _("Vital interest"),
    "PUBLIC_TASK": _("Public task"),
    "LEGITIMATE_INTEREST": _("Legitimate interest"),
}


class GroundUnknown(Refusal):
    """A request is refused on a ground of the list, and on one that fits its kind."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "GROUND_UNKNOWN", format_lazy(_("{code} is no ground for refusing this request."), code=code or "-"),
            field="ground", value=code, remedy=_("Choose one from the list."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Processing:
    """One kind of data: of whom, what for, on which basis, from where, told to whom, let go by which rule."""

    id: str
    data: str
    of: str
    purpose: str
    basis: str
    law: str
    source: str
    recipients: str
    retention: str
    is_masked: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of refusal with its law."""

    id: str
    kinds: tuple[str, ...]
    law: str
    text: str


def processing() -> list[Processing]:
    """This will return the register of processing in the reader's language."""
    return [
        Processing(
            id=row["id"], data=_said(row, "data"), of=_said(row, "of"), purpose=_said(row, "purpose"),
            basis=str(BASES[row["basis"]]), law=row["law"], source=_said(row, "source"),
            recipients=_said(row, "recipients"), retention=row["retention"], is_masked=row["is_masked"],
        )
        for row in _told("processing")["data"]
    ]  # fmt: skip


def grounds(kind: str) -> list[Ground]:
    """This will return the grounds on which a kind of request may be refused, in the reader's language."""
    found = [Ground(row["id"], tuple(row["for"]), row["law"], _said(row, "text")) for row in _told("grounds")["ground"]]
    return [ground for ground in found if kind in ground.kinds]


def ground(code: str, *, kind: str) -> Ground:
    """This will return one ground.

    :raises GroundUnknown: unknown, or not for this kind of request
    """
    for known in grounds(kind):
        if known.id == code:
            return known
    raise GroundUnknown(code)


@cache
def retention_rules() -> tuple[Rule, ...]:
    """This will return the retention rules as they ship."""
    return tuple(Rule(**row) for row in _told("retention")["rule"])


def retention_rule(code: str) -> Rule:
    """This will return one retention rule.

    :raises KeyError: no such rule
    """
    return {rule.id: rule for rule in retention_rules()}[code]


@cache
def _told(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("tagih.privacy") / "law" / f"{name}.toml").read_text(encoding="utf-8"))


def _said(row: dict[str, Any], name: str) -> str:
    return row[f"{name}_en"] if (get_language() or "").startswith("en") else row[f"{name}_id"]
