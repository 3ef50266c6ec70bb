"""`tagih gate`: asks the contact gate about cases that carry all their facts."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import click
from django.utils.translation import gettext as _

from tagih.contacts import packs
from tagih.contacts.rules.answers import Decision
from tagih.contacts.rules.casefile import CaseFault, read
from tagih.contacts.rules.decision import decide
from tagih.contacts.rules.facts import Case
from tagih.contacts.rules.packs import PackFault
from tagih.kernel.errors import Refusal

BOM = b"\xef\xbb\xbf"


@click.group()
def gate() -> None:
    """May this person be contacted now, on this channel, about this?"""


@gate.command("try")
@click.argument("file", type=click.File("rb"))
def try_(file: BinaryIO) -> int:
    """Ask the gate about each line of FILE (JSON, one case a line; - for standard input), one answer a line.

    A line that cannot be read gets an answer with `error` instead of a verdict, a line on standard error, and exit
    status 1; all other lines are answered.
    """
    try:
        packs.known()
    except PackFault as fault:
        told = _("A policy pack cannot be used: %(fault)s.") % {"fault": fault}
        raise Refusal("PACK_UNUSABLE", told, field="pack", remedy=_("Mend the file and ask again.")) from None
    faults = 0
    for number, text in _lines(file):
        answer, fault = _answer(number, text)
        click.echo(json.dumps(answer))
        if fault:
            faults += 1
            click.echo(f"line {number}: {fault}", err=True)
    return 1 if faults else 0


@gate.command("packs")
def packs_() -> None:
    """List the policy packs with their dates."""
    for pack in packs.known():
        until = pack.effective_to.isoformat() if pack.effective_to else "          "
        click.echo(f"{pack.id:<24} {pack.effective_from.isoformat()} {until} {pack.title}")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    for number, text in enumerate(file, start=1):
        line = (text.removeprefix(BOM) if number == 1 else text).strip()
        if line:
            yield number, line


def _answer(number: int, text: bytes) -> tuple[dict[str, Any], CaseFault | None]:
    parsed: Any = None
    try:
        parsed = _parsed(text)
        case = read(parsed)
        return _told(case, _decision(case)), None
    except CaseFault as fault:
        named = parsed.get("id") if isinstance(parsed, dict) else None
        error = {"line": number, "field": fault.field, "value": _short(fault.value), "problem": fault.problem}
        return {"id": named, "error": {**error, "remedy": fault.remedy}}, fault


def _parsed(text: bytes) -> Any:
    remedy = "write one JSON object a line, in UTF-8"
    try:
        return json.loads(text.decode("utf-8"))
    except UnicodeDecodeError:
        raise CaseFault("line", repr(text[:40]), "is not UTF-8", remedy) from None
    except ValueError as fault:
        raise CaseFault("line", text[:40].decode("utf-8", "replace"), f"is not JSON ({fault})", remedy) from None
    except RecursionError:
        raise CaseFault("line", text[:40].decode("utf-8", "replace"), "is nested too deeply", remedy) from None


def _decision(case: Case) -> Decision:
    try:
        asked = packs.named(case.pack, case.at.date())
    except packs.UnknownPack as unknown:
        known = f"use one of {', '.join(packs.names())}, or several joined by +"
        raise CaseFault("pack", str(unknown.args[0]), "is not a known pack", known) from None
    return decide(case, asked, packs.library_calendars(asked))


def _told(case: Case, decision: Decision) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": case.id,
        "verdict": decision.verdict,
        "reasons": [
            {
                "rule": reason.rule,
                "severity": reason.severity,
                "source": reason.source,
                "basis": reason.basis,
                "pack": reason.pack,
                "next_allowed_at": reason.until.isoformat() if reason.until else None,
            }
            for reason in decision.reasons
        ],
        "next_allowed_at": decision.next_allowed_at.isoformat() if decision.next_allowed_at else None,
    }
    if decision.lifted:
        told["lifted_by_consent"] = list(decision.lifted)
    if decision.unknown:
        told["unknown"] = list(decision.unknown)
    return told


def _short(value: Any) -> Any:
    text = value if isinstance(value, str | int | float | bool) or value is None else repr(value)
    return text[:80] if isinstance(text, str) else text
