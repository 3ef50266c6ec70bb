"""Identifiers: time-ordered UUIDs for rows born elsewhere, short codes that people read out on the phone."""

import datetime as dt
import secrets
import uuid

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"  # no vowels, no 0, 1, I, O; 29 signs, a prime, so that the check is exact


def uuid7(now: dt.datetime) -> uuid.UUID:
    """This will return a UUID of version 7: 48 bits of milliseconds, then 74 random bits (RFC 9562)."""
    milliseconds = int(now.timestamp() * 1000)
    number = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 7 << 76
    number = number & ~(0x3 << 62) | 2 << 62
    return uuid.UUID(int=number)


def instant_of(identifier: uuid.UUID) -> dt.datetime:
    """This will return when a UUIDv7 was made, to the millisecond. Another version is a ValueError."""
    if identifier.version != 7:
        raise ValueError("not a UUIDv7")
    return dt.datetime.fromtimestamp((identifier.int >> 80) / 1000, tz=dt.UTC)


def short_code(number: int, *, prefix: str = "", width: int = 5) -> str:
    """This will return a code such as `P-4K7TRM` for a positive number: `width` or more signs and a check letter.

    Neighbouring numbers give unlike codes; one wrong sign or two swapped neighbours are noticed by `number_of`.
    """
    if number < 0:
        raise ValueError("a short code stands for a number from 0")
    base = len(ALPHABET)
    while base**width <= number:
        width += 1
    scattered = (number * _factor(width)) % base**width
    signs = ""
    for _ in range(width):
        scattered, rest = divmod(scattered, base)
        signs = ALPHABET[rest] + signs
    code = signs + _check(signs)
    return f"{prefix}-{code}" if prefix else code


def number_of(code: str, *, prefix: str = "") -> int | None:
    """This will return the number behind a code as a person typed it, or None if it was mistyped."""
    signs = code.strip().upper().replace(" ", "")
    if prefix:
        signs = signs.removeprefix(prefix.upper()).lstrip("-")
    if len(signs) < 2 or any(sign not in ALPHABET for sign in signs) or _check(signs[:-1]) != signs[-1]:
        return None
    width, base, scattered = len(signs) - 1, len(ALPHABET), 0
    for sign in signs[:-1]:
        scattered = scattered * base + ALPHABET.index(sign)
    return (scattered * pow(_factor(width), -1, base**width)) % base**width


def _factor(width: int) -> int:
    """An odd number near the golden section of the range, without the divisor 29."""
    factor = len(ALPHABET) ** width * 618_034 // 1_000_000 | 1
    return factor + 2 if factor % len(ALPHABET) == 0 else factor


def _check(signs: str) -> str:
    """Weights differ from neighbour to neighbour and never vanish modulo 29: one slip always shows."""
    total = sum((position % 28 + 1) * ALPHABET.index(sign) for position, sign in enumerate(signs))
    return ALPHABET[(total + 11) % len(ALPHABET)]
