"""Contact values of every kind: normal form, whether they can be used, what a person without the right sees."""

import re
from dataclasses import dataclass

from tagih.contacts.rules import phones
from tagih.contacts.rules.zones import SHORT

EMAIL = re.compile(r"^[^@\s,;:<>()\"]+@([a-z0-9-]+\.)+[a-z]{2,}$")
ZONES = {name: short for short, name in SHORT.items()}
DOT = "•"


@dataclass(frozen=True, slots=True)
class Value:
    """`text` is the normal form, or the value as it came where `problem` says why it cannot be used."""

    text: str
    masked: str
    problem: str = ""
    zone: str = ""
    repairs: tuple[str, ...] = ()


def normalise(kind: str, text: str, country: str = "ID") -> Value:
    """This will bring a contact value into its normal form without guessing; what cannot be used is kept as it came."""
    if kind in ("PHONE", "WHATSAPP"):
        return _phone(text, country)
    if kind == "EMAIL":
        return _email(text)
    return _address(text)


def _phone(text: str, country: str) -> Value:
    phone = phones.normalise(text, country)
    zone = ZONES.get(phone.zones[0], "") if len(phone.zones) == 1 else ""
    return Value(phone.value, phones.masked(phone.value), phone.reason, zone, phone.repairs)


def _email(text: str) -> Value:
    raw = text.strip()
    folded = raw.strip("'\" ").casefold()
    if not folded:
        return Value(raw, "", "EMPTY")
    if not EMAIL.match(folded):
        return Value(raw, _dotted(raw), "NOT_AN_EMAIL_ADDRESS")
    name, _, domain = folded.partition("@")
    return Value(folded, f"{name[0]}{DOT * 3}@{domain}", repairs=() if folded == raw else ("SPELLING",))


def _address(text: str) -> Value:
    folded = " ".join(text.split())
    if len(folded) < 5:
        return Value(folded, _dotted(folded), "TOO_SHORT" if folded else "EMPTY")
    return Value(folded, _dotted(folded), repairs=() if folded == text else ("SPACES",))


def _dotted(text: str) -> str:
    """The first word and dots: enough to tell two addresses apart, not to go there."""
    first = text.split(" ", 1)[0][:12]
    return f"{first} {DOT * 6}" if len(text) > len(first) else DOT * len(text)
