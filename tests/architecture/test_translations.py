"""Every text that people see speaks Indonesian, in the catalogue of its own package."""

import string

from babel.messages.pofile import read_po

from tools import translations


def test_every_text_has_an_indonesian_translation():
    assert translations.missing() == []


def test_no_catalogue_keeps_what_nobody_says():
    assert translations.unused() == []


def test_placeholders_survive_translation():
    wrong = []
    for file in translations.catalogs():
        with file.open("rb") as text:
            for message in read_po(text, locale="id"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                wrong += [
                    f"{file.parents[3].name}: {ids[0]}"
                    for one in said
                    if ids[0] and one and not placeholders(one) <= set().union(*map(placeholders, ids))
                ]

    assert wrong == []


def placeholders(text: str) -> set[str]:
    if "%(" in text:
        return {part.split(")")[0] for part in text.split("%(")[1:]}
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return set()
