"""The linter of templates: tone and law. Errors stop a version from being submitted, warnings are looked at.

It reads words, not meaning: the second person who approves reads the rest.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tagih.messaging.rules.lengths import UCS2, measure
from tagih.messaging.rules.templates import TELL_DEBT, VARIABLE, VARIABLES, Text, example, variables_of

ERROR, WARN = "ERROR", "WARN"
SHOWN_ON_LOCK_SCREEN = 80
"""So many signs of a message are taken as readable by whoever stands beside the telephone."""
MOST_PARTS = 3
LONGEST_EMAIL = 5_000
SHORT_CHANNELS = frozenset({"SMS", "WHATSAPP"})
ABOUT_DEBT = frozenset({"REMIND", "COLLECT"})
THREATS = {
    "id": r"penjara|polisi|dipidana|pidana|sita\b|disita|eksekusi|tarik unit|blacklist|daftar hitam|debt ?collector"
    r"|datangi|kami cari|tanggung akibat|akibatnya|jangan sampai|ancam|lelang",
    "en": r"\bjail|prison|police|criminal|seize|repossess|blacklist|debt collector|consequences|or else|threat"
    r"|auction",
}
SHAMING = {
    "id": r"malu|memalukan|penipu|maling|pencuri|tidak bertanggung ?jawab|ingkar|sebarkan|sebar|viral|tetangga"
    r"|atasan anda|keluarga anda|kantor anda|goblok|bodoh|kabur",
    "en": r"shame|ashamed|cheat|thief|liar|irresponsible|neighbou?rs?|your (?:boss|employer|family)|publish|expose"
    r"|stupid",
}
DEBT = {
    "id": r"tunggakan|menunggak|utang|hutang|denda|terlambat|jatuh tempo|angsuran|cicilan|tagihan|kredit macet"
    r"|penagihan",
    "en": r"arrears|overdue|debt|penalt|late payment|instal?ments?|amount due|collection",
}
PRESSURE = {
    "id": r"segera|sekarang juga|terakhir kali|peringatan keras|hari ini juga",
    "en": r"immediately|final notice|last chance|at once",
}
LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|co\.id|id|net|me|ly)/", re.IGNORECASE)
CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
OPT_OUT = re.compile(r"\{stop\}|\bSTOP\b|\bberhenti\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or strange: where, and the words it is about."""

    code: str
    severity: str
    field: str
    words: str = ""


def lint(*, channel: str, purpose: str, is_service: bool, texts: dict[str, Text]) -> list[Finding]:
    """This will read a version in all its languages and list what it finds, errors first."""
    found: list[Finding] = []
    for language in ("id", "en"):
        text = texts.get(language, Text(""))
        if not text.body.strip():
            found.append(Finding("LANGUAGE_MISSING", ERROR, f"body_{language}"))
            continue
        found += _of_text(channel, purpose, is_service, language, text)
    return sorted(found, key=lambda one: (one.severity != ERROR, one.field, one.code))


def _of_text(channel: str, purpose: str, is_service: bool, language: str, text: Text) -> Iterator[Finding]:
    body, whole = f"body_{language}", f"{text.subject}\n{text.body}"
    yield from _variables(text, language)
    for code, words in (("THREAT", THREATS), ("SHAMING", SHAMING)):
        yield from _words(code, ERROR, words, whole, body)
    yield from _words("PRESSURE", WARN, PRESSURE, whole, body)
    yield from _shape(channel, language, text)
    yield from _secrecy(channel, purpose, language, text)
    if "{lender}" not in whole:
        yield Finding("SENDER_MISSING", ERROR, body)
    if purpose in ABOUT_DEBT and not is_service and channel in ("SMS", "EMAIL") and not OPT_OUT.search(whole):
        yield Finding("OPT_OUT_MISSING", ERROR, body)
    if LINK.search(whole):
        yield Finding("LINK_WRITTEN_OUT", ERROR, body, LINK.search(whole).group())
    if channel == "EMAIL" and not text.subject.strip():
        yield Finding("SUBJECT_MISSING", ERROR, f"subject_{language}")


def _variables(text: Text, language: str) -> Iterator[Finding]:
    for field, said in ((f"subject_{language}", text.subject), (f"body_{language}", text.body)):
        for name in variables_of(said):
            if name not in VARIABLES:
                yield Finding("VARIABLE_UNKNOWN", ERROR, field, name)
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", said)):
            yield Finding("BRACE_OPEN", ERROR, field)


def _words(code: str, severity: str, words: dict[str, str], said: str, field: str) -> Iterator[Finding]:
    folded = unicodedata.normalize("NFKC", said)
    seen: set[str] = set()
    for pattern in words.values():
        for match in re.finditer(pattern, folded, re.IGNORECASE):
            if match.group().lower() not in seen:
                seen.add(match.group().lower())
                yield Finding(code, severity, field, match.group())


def _shape(channel: str, language: str, text: Text) -> Iterator[Finding]:
    field, said = f"body_{language}", example(text)
    letters = [sign for sign in VARIABLE.sub("", text.body) if sign.isalpha()]
    if len(letters) > 20 and sum(sign.isupper() for sign in letters) > len(letters) * 0.6:
        yield Finding("SHOUTING", ERROR, field)
    if text.body.count("!") > 1:
        yield Finding("SHOUTING", WARN, field, "!")
    if CONTROLS & set(text.body + text.subject):
        yield Finding("HIDDEN_SIGNS", ERROR, field)
    if channel in SHORT_CHANNELS:
        length = measure(said.body)
        if length.parts > MOST_PARTS:
            yield Finding("TOO_LONG", ERROR, field, str(length.parts))
        if length.encoding == UCS2 and channel == "SMS":
            strange = next((sign for sign in text.body if measure(sign).encoding == UCS2), "")
            yield Finding("DEAR_SIGNS", WARN, field, strange)
    elif len(said.body) > LONGEST_EMAIL:
        yield Finding("TOO_LONG", ERROR, field, str(len(said.body)))


def _secrecy(channel: str, purpose: str, language: str, text: Text) -> Iterator[Finding]:
    """What a lock screen shows, and what another person may never read."""
    if purpose == "LOCATE":
        said, field, code = f"{text.subject}\n{text.body}", f"body_{language}", "DEBT_TO_ANOTHER"
    elif channel in SHORT_CHANNELS:
        said, field, code = text.body[:SHOWN_ON_LOCK_SCREEN], f"body_{language}", "DEBT_ON_LOCK_SCREEN"
    else:
        said, field, code = text.subject, f"subject_{language}", "DEBT_ON_LOCK_SCREEN"
    told = [name for name in variables_of(said) if name in TELL_DEBT]
    words = re.search("|".join(DEBT.values()), said, re.IGNORECASE)
    if told or words:
        yield Finding(code, ERROR, field, told[0] if told else words.group() if words else "")
