"""How long a short message is: GSM 03.38 septets or UCS-2 units, and the parts it is cut into.

A message in the 7-bit alphabet holds 160 septets, one of several parts 153 in each; signs of the extension table cost
two. One sign outside it turns the whole text into UCS-2: 70 units, 67 in each part. No part ends inside a sign.
"""

from collections.abc import Iterator
from dataclasses import dataclass

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {"\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40,
             "€": 0x65}  # fmt: skip
ESCAPE = 0x1B
CODES = {sign: code for code, sign in enumerate(BASIC) if sign != "\x1b"}
GSM, UCS2 = "GSM-7", "UCS-2"
SINGLE = {GSM: 160, UCS2: 70}
EACH = {GSM: 153, UCS2: 67}
MOST_PARTS = 255


@dataclass(frozen=True, slots=True)
class Length:
    """The alphabet, its units used, the parts, and how many units are free in the last one."""

    encoding: str
    units: int
    parts: int
    left: int


def encoding_of(text: str) -> str:
    """This will name the alphabet that a text needs."""
    return GSM if all(sign in CODES or sign in EXTENSION for sign in text) else UCS2


def measure(text: str) -> Length:
    """This will measure a text as an operator would bill it."""
    encoding = encoding_of(text)
    costs = list(_costs(text, encoding))
    whole = sum(costs)
    if whole <= SINGLE[encoding]:
        return Length(encoding, whole, 1, SINGLE[encoding] - whole)
    filled = [sum(_cost(sign, encoding) for sign in part) for part in _cut(text, encoding)]
    return Length(encoding, whole, len(filled), EACH[encoding] - filled[-1])


def parts(text: str) -> list[str]:
    """This will cut a text into what fits into one part each, whole signs only."""
    encoding = encoding_of(text)
    return [text] if sum(_costs(text, encoding)) <= SINGLE[encoding] else _cut(text, encoding)


def encoded(text: str, encoding: str) -> bytes:
    """This will write a text as octets: one septet an octet, or UCS-2 with its surrogates."""
    if encoding == UCS2:
        return text.encode("utf-16-be")
    found = bytearray()
    for sign in text:
        found.extend([CODES[sign]] if sign in CODES else [ESCAPE, EXTENSION[sign]])
    return bytes(found)


def decoded(octets: bytes, encoding: str) -> str:
    """This will read what `encoded` wrote; an unknown sign of the extension table is a blank."""
    if encoding == UCS2:
        return octets.decode("utf-16-be", errors="replace")
    signs, extended, place = [], {code: sign for sign, code in EXTENSION.items()}, 0
    while place < len(octets):
        code = octets[place]
        if code == ESCAPE and place + 1 < len(octets):
            place += 1
            signs.append(extended.get(octets[place], " "))
        else:
            signs.append(BASIC[code] if code < len(BASIC) else " ")
        place += 1
    return "".join(signs)


def _cut(text: str, encoding: str) -> list[str]:
    found, current, used = [], [], 0
    for sign, cost in zip(text, _costs(text, encoding), strict=True):
        if used + cost > EACH[encoding]:
            found.append("".join(current))
            current, used = [], 0
        current.append(sign)
        used += cost
    return [*found, "".join(current)]


def _costs(text: str, encoding: str) -> Iterator[int]:
    return (_cost(sign, encoding) for sign in text)


def _cost(sign: str, encoding: str) -> int:
    if encoding == UCS2:
        return 2 if ord(sign) > 0xFFFF else 1
    return 2 if sign in EXTENSION else 1
