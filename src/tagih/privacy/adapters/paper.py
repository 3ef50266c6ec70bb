"""The file of one person: a ZIP with all of it as JSON, section by section, and a PDF to read, set by typst."""

import datetime as dt
import io
import json
import zipfile
from importlib import resources
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tagih.kernel import clock

MOST_ROWS = 400  # of one section on paper; the JSON has them all
SECTIONS = {
    "person": gettext_lazy("Person"),
    "contact_points": gettext_lazy("Contact points"),
    "consents": gettext_lazy("Consents"),
    "wishes": gettext_lazy("Wishes"),
    "flags": gettext_lazy("What limits contact"),
    "letters": gettext_lazy("Letters"),
    "default_proofs": gettext_lazy("Proof of default"),
    "contracts": gettext_lazy("Contracts"),
    "payments": gettext_lazy("Payments"),
    "cases": gettext_lazy("Cases"),
    "activities": gettext_lazy("Results of contacts"),
    "promises": gettext_lazy("Promises"),
    "holds": gettext_lazy("Pauses"),
    "notes": gettext_lazy("Notes"),
    "documents": gettext_lazy("Documents"),
    "attempts": gettext_lazy("Contact attempts"),
    "search_steps": gettext_lazy("Search for a way to reach you"),
    "asked_changes": gettext_lazy("Changes asked for"),
    "seen_by": gettext_lazy("Who saw personal values"),
    "requests": gettext_lazy("Requests"),
    "why_we_hold_them": gettext_lazy("Why we hold these data"),
}


def packed(told: dict[str, Any], *, title: str, made_at: dt.datetime) -> bytes:
    """This will return the ZIP. The same data at the same instant give the same bytes."""
    out = io.BytesIO()
    stamp = made_at.astimezone(dt.UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in told.items():
            body = json.dumps(content, ensure_ascii=False, indent=1).encode()
            archive.writestr(zipfile.ZipInfo(f"data/{name}.json", stamp), body)
        archive.writestr(zipfile.ZipInfo(f"{title}.pdf", stamp), paper(told, title=title, made_at=made_at))
    return out.getvalue()


def paper(told: dict[str, Any], *, title: str, made_at: dt.datetime) -> bytes:
    """This will return the PDF: a section after another, each row as lines of name and value."""
    template = resources.files("tagih.privacy.adapters") / "person.typ"
    content = {
        "title": _("Your personal data"),
        "code": title,
        "name": told["person"]["full_name"],
        "made": f"{clock.local(made_at, clock.WIB):%d/%m/%Y %H.%M} WIB",
        "footer": _("For the person named here only"),
        "page_word": _("page"),
        "none": _("Nothing is held."),
        "sections": [_section(str(name), told[key]) for key, name in SECTIONS.items()],
    }
    with resources.as_file(template) as file:
        return typst.compile(
            str(file), format="pdf", ignore_system_fonts=True,
            sys_inputs={"file": json.dumps(content, ensure_ascii=False)}, timestamp=int(made_at.timestamp()),
        )  # fmt: skip


def _section(name: str, content: Any) -> dict[str, Any]:
    rows = content if isinstance(content, list) else [content]
    shown = [[[key.replace("_", " "), _said(value)] for key, value in row.items() if value not in (None, "", [])]
             for row in rows[:MOST_ROWS]]  # fmt: skip
    left = len(rows) - len(shown)
    more = _("%(n)d more in the data files.") % {"n": left} if left else ""
    return {"title": name, "rows": shown, "more": more}


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
