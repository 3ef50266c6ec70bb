"""Letters set by typst as PDF/A-2b, with a code that anybody may verify; print files joined by pypdf."""

import functools
import hashlib
import io
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import segno
import typst

STANDARD = "a-2b"
ORDINALS = {"id": {"SP1": "I", "SP2": "II", "SP3": "III"}, "en": {"SP1": "1", "SP2": "2", "SP3": "3"}}
OWED = ("contract_no", "product", "collateral", "due_date", "days_late", "principal", "interest", "fee", "total")
FACTS: Mapping[str, tuple[str, ...]] = {
    "SP": OWED,
    "SOMASI": OWED,
    "ASSIGNMENT": ("agent", "employee_no", "certificate_no", "customer", "contract_no", "valid_from", "valid_until"),
    "SETTLEMENT": ("contract_no", "product", "collateral", "outstanding", "waived", "total", "pay_by"),
    "PAID_IN_FULL": ("contract_no", "product", "collateral", "paid_on"),
    "AGREEMENT": ("contract_no", "product", "collateral", "waived", "total"),
    "BAST": ("contract_no", "collateral", "fiducia_no", "principal", "interest", "fee", "cost"),
    "ANSWER": (),
}  # fmt: skip
STRONG = frozenset({"total", "days_late", "valid_until"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter ready to be set: everything already written out in its language."""

    kind: str
    language: str
    number: str
    place_and_day: str
    to: tuple[str, ...]
    content: Mapping[str, Any]  # written out: amounts and days as people read them
    head: Mapping[str, str]
    check_address: str
    timestamp: int
    in_words: str = ""
    signed_name: str = ""
    signed_how: str = ""
    signature: bytes | None = None


def paper(sheet: Sheet) -> bytes:
    """This will return the letter as PDF/A. The same sheet gives the same bytes."""
    told = {"file": json.dumps(_laid_out(sheet), ensure_ascii=False)}
    return _compiler().compile(format="pdf", sys_inputs=told, pdf_standards=STANDARD, timestamp=sheet.timestamp)


def picture(sheet: Sheet) -> bytes:
    """This will return the first page as PNG, to look at."""
    told = {"file": json.dumps(_laid_out(sheet), ensure_ascii=False)}
    pages = _compiler().compile(format="png", ppi=110, sys_inputs=told, timestamp=sheet.timestamp)
    return pages[0] if isinstance(pages, list) else pages


def joined(papers: Iterable[bytes]) -> bytes:
    """This will return one PDF of many, in their order: what goes to the printer."""
    from pypdf import PdfWriter  # noqa: PLC0415 (lazy: start-up time)

    writer = PdfWriter()
    for content in papers:
        writer.append(io.BytesIO(content), import_outline=False)
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    writer.close()
    return out.getvalue()


def template_version() -> str:
    """This will return a sign of layout and texts, to tell which version a letter was set with."""
    folder = resources.files("tagih.letters")
    texts = (folder / "adapters" / "letter.typ").read_bytes() + (folder / "texts" / "letters.toml").read_bytes()
    return hashlib.sha256(texts).hexdigest()[:12]


@functools.cache
def _compiler() -> typst.Compiler:
    template = Path(str(resources.files("tagih.letters.adapters") / "letter.typ"))
    return typst.Compiler(
        template, font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True, sys_inputs={"file": ""}
    )


@functools.cache
def _texts(name: str) -> Mapping[str, Any]:
    return tomllib.loads((resources.files("tagih.letters") / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def _laid_out(sheet: Sheet) -> dict[str, Any]:
    family = "SP" if sheet.kind in ("SP1", "SP2", "SP3") else sheet.kind
    texts, labels = _texts("letters")[family][sheet.language], _texts("labels")[sheet.language]
    names = _Known({"ordinal": ORDINALS[sheet.language].get(sheet.kind, "")} | dict(sheet.content))
    before = [text.format_map(names) for text in texts["before"]]
    if sheet.content.get("former_number") and "former" in texts:
        before.append(texts["former"].format_map(names))
    facts = [
        (labels[name], f"{sheet.content[name]} {labels['days']}" if name == "days_late" else str(sheet.content[name]),
         name in STRONG)
        for name in FACTS[family] if sheet.content.get(name) not in (None, "")
    ]  # fmt: skip
    return {
        "language": sheet.language, "number": sheet.number, "place_and_day": sheet.place_and_day, "to": sheet.to,
        "subject": texts["subject"].format_map(names), "before": before, "facts": facts,
        "after": [text.format_map(names) for text in texts["after"]], "lines": sheet.content.get("lines") or [],
        "in_words": sheet.in_words, "head": sheet.head, "check": sheet.check_address,
        "qr": segno.make(sheet.check_address, error="m").svg_inline(border=0),
        "signature": list(sheet.signature) if sheet.signature else None,
        "signed_name": sheet.signed_name, "signed_how": sheet.signed_how,
        "labels": dict(labels) | {
            "principal_short": labels["principal"].split(" ")[0 if sheet.language == "id" else -1].capitalize(),
            "interest_short": labels["interest"].split(" ")[0],
        },
    }  # fmt: skip


class _Known(dict):
    """Names in a text; one that is not known stays blank, as the demanded ones were checked before."""

    def __missing__(self, key: str) -> str:
        return ""
