"""Names of the provinces, regencies and districts of Indonesia, by the codes of the Ministry of Home Affairs.

The lists come with the package `idn-area-data` (Open Database Licence), fetched at set-up like the browser libraries.
Without them a code is judged by its shape and shown as it is.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache

from tagih.kernel import home

LISTS = ("provinces", "regencies", "districts")
SHAPE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
NOTHING_ADDED = re.compile(r"^(kota|kabupaten|provinsi) ")


@cache
def names() -> Mapping[str, str]:
    """This will return every name by its code, some 7,800; nothing where the lists were not fetched."""
    found: dict[str, str] = {}
    for name in LISTS:
        file = home.area_lists() / f"{name}.csv"
        if not file.is_file():
            return {}
        with file.open(encoding="utf-8", newline="") as rows:
            found |= {row["code"]: row["name"] for row in csv.DictReader(rows)}
    return found


def is_known(code: str) -> bool:
    """This will tell whether there is such a region; a village is judged by its district."""
    if not SHAPE.fullmatch(code):
        return False
    return not names() or ".".join(code.split(".")[:3]) in names()


def name_of(code: str) -> str:
    """This will return `Kota Bandar Lampung, Lampung` for `18.71`: from the smallest named part to the province, blank
    where nothing is known of it."""
    parts = (code or "").split(".")[:3]
    known = (names().get(".".join(parts[:count])) for count in range(len(parts), 0, -1))
    return ", ".join(name for name in known if name)


def in_words(code: str) -> str:
    """This will return name and code, or the code alone where it has no name."""
    name = name_of(code)
    return f"{name} ({code})" if name else code


def code_of(text: str) -> str | None:
    """This will read what a person typed: a code, or the name of a province or regency that only one of them has.

    `Bandar Lampung` is Kota Bandar Lampung; `Bogor` is two, a town and a regency, and therefore nobody's.
    """
    text = " ".join(text.split())
    if is_known(text):
        return text
    wanted = text.casefold()
    larger = {code: name.casefold() for code, name in names().items() if len(code) <= 5}
    exact = [code for code, name in larger.items() if name == wanted]
    loose = [code for code, name in larger.items() if NOTHING_ADDED.sub("", name) == wanted]
    found = exact or loose
    return found[0] if len(found) == 1 else None
