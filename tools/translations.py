"""Translations: compile the `.po` files, collect new texts, tell what is missing or no longer said.

    python -m tools.translations compile | collect | missing

Texts are English in the source; each package carries its Indonesian in `locale/id/LC_MESSAGES/django.po`.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "tagih"
INDONESIAN = Path("locale") / "id" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}


def catalogs() -> list[Path]:
    """This will return every `.po` file of the product."""
    return sorted(SOURCE.rglob("locale/*/LC_MESSAGES/django.po"))


def compile_stale() -> int:
    """This will compile the `.po` files that are newer than their `.mo` and return how many those were.

    The file is replaced whole, so that a running server never reads half of one.
    """
    compiled = 0
    for source in catalogs():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        with source.open("rb") as text, draft.open("wb") as binary:
            write_mo(binary, read_po(text, locale=source.parents[1].name))
        draft.replace(target)
        compiled += 1
    return compiled


def missing() -> list[str]:
    """This will return every text without an Indonesian translation in its own package, as `package: text`."""
    found = []
    for package, texts in texts_by_package().items():
        file = package / INDONESIAN
        known = read_catalog(file) if file.exists() else Catalog()
        for text in sorted(texts):
            message = known.get(text)
            strings = message.string if message else ""
            done = all(strings) if isinstance(strings, tuple) else bool(strings)
            if not done or message.fuzzy:
                found.append(f"{package.relative_to(SOURCE)}: {text}")
    return found


def unused() -> list[str]:
    """This will return every text of a catalogue that its package says no longer, as `package: text`."""
    return [
        f"{package.relative_to(SOURCE)}: {text}"
        for package, texts in texts_by_package().items()
        if (file := package / INDONESIAN).exists()
        for text in _left_behind(read_catalog(file), texts)
    ]


def collect() -> int:
    """This will add new texts to each catalogue, empty, drop those said no longer, and return how many are new."""
    added = 0
    for package, texts in texts_by_package().items():
        file = package / INDONESIAN
        known = read_catalog(file) if file.exists() else new_catalog()
        new = [text for text in sorted(texts) if text not in known]
        old = _left_behind(known, texts)
        if not new and not old:
            continue
        for text in old:
            known.delete(text)
        for text in new:
            known.add((text, texts[text]) if texts[text] else text)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            write_po(target, known, width=110, omit_header=False, sort_output=True)
        added += len(new)
    return added


def texts_by_package() -> dict[Path, dict[str, str]]:
    """This will return, by package, each text that people see in Python and templates, with its plural or ''."""
    found: dict[Path, dict[str, str]] = {}
    for package in packages():
        texts: dict[str, str] = {}
        for file in _files_of(package):
            texts |= dict(_texts_in(file))
        if texts:
            found[package] = texts
    return found


def packages() -> list[Path]:
    """This will return the packages that carry their own catalogue: each domain package and each screen."""
    domain = [folder for folder in SOURCE.iterdir() if (folder / "__init__.py").exists() and folder.name != "web"]
    screens = [folder for folder in (SOURCE / "web").iterdir() if (folder / "__init__.py").exists()]
    return sorted(domain + screens)


def read_catalog(file: Path) -> Catalog:
    """This will read one `.po` file."""
    with file.open("rb") as text:
        return read_po(text, locale="id")


def new_catalog() -> Catalog:
    """This will return an empty Indonesian catalogue without the header's placeholders."""
    return Catalog(
        locale="id", charset="utf-8", project="Tagih", version="1", header_comment="# Indonesian texts.", fuzzy=False,
        msgid_bugs_address="-", last_translator="-", language_team="id",
    )  # fmt: skip


def _left_behind(catalog: Catalog, texts: dict[str, str]) -> list[str]:
    ids = [message.id if isinstance(message.id, str) else message.id[0] for message in catalog if message.id]
    return [text for text in ids if text not in texts]


def _files_of(package: Path) -> Iterator[Path]:
    yield from package.rglob("*.py")
    for kind in ("html", "txt"):
        yield from (package / "templates").rglob(f"*.{kind}")


def _texts_in(file: Path) -> Iterator[tuple[str, str]]:
    """Through xgettext's rules of Babel for Python; templates are first turned into Python by Django."""
    content = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        lines = templatize(content, origin=str(file)).splitlines()
        content = "\n".join(line.lstrip() for line in lines)  # indentation means nothing there
    for _line, _function, texts, _comments in extract_python(
        io.BytesIO(content.encode()), FUNCTIONS, [], {"encoding": "utf-8"}
    ):
        pair = texts if isinstance(texts, tuple) else (texts, "")
        singular, plural = pair[0], pair[1] if len(pair) > 1 and isinstance(pair[1], str) else ""
        if isinstance(singular, str) and singular.strip():
            yield singular, plural


def main(verb: str) -> int:
    if verb == "compile":
        compile_stale()
        return 0
    if verb == "collect":
        sys.stdout.write(f"{collect()} new texts\n")
        return 0
    left = missing() + [f"{text} (said no longer: `make messages` drops it)" for text in unused()]
    sys.stdout.write("".join(f"{text}\n" for text in left))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "missing"))
